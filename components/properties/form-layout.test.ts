import { describe, expect, it } from "vitest";
import { formSections } from "./form-layout";

const properties = { a: {}, b: {}, c: {} };

describe("formSections", () => {
  it("keeps one plain form plain", () => {
    expect(formSections({ properties, order: ["c"] })).toEqual([{ heading: null, keys: ["c", "a", "b"] }]);
  });
  it("puts inputs under their headings", () => {
    const titles = {
      t: { title: "Size" },
      u: { title: "Nothing below" },
      v: { title: "Hidden", visible: false },
    };
    expect(formSections({ properties, titles, order: ["a", "t", "v", "b", "c", "u"] })).toEqual([
      { heading: null, keys: ["a"] },
      { heading: titles.t, keys: ["b", "c"] },
    ]);
  });
  it("turns steps into sections, each input once", () => {
    const steps = [
      { title: "One", order: ["b"] },
      { title: "Two", order: ["b", "a", "gone"] },
    ];
    expect(formSections({ properties, steps })).toEqual([
      { heading: { title: "One" }, keys: ["b"] },
      { heading: { title: "Two" }, keys: ["a", "c"] },
    ]);
  });
});
