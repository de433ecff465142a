import { describe, expect, it } from "vitest";
import { demoChoice } from "@/scripts/start/demo";

describe("how much of a demo a first start makes", () => {
  it("is all of it, unless somebody says otherwise", () => {
    expect(demoChoice({ NODE_ENV: "test" })).toBe("full");
    expect(demoChoice({ NODE_ENV: "test", WAYMARK_DEMO: "small" })).toBe("small");
  });

  it("still knows the words from before there was a choice", () => {
    expect(demoChoice({ NODE_ENV: "test", WAYMARK_DEMO: "1" })).toBe("full");
    expect(demoChoice({ NODE_ENV: "test", WAYMARK_DEMO: "0" })).toBe("none");
  });

  it("refuses any other word by naming those it knows", () => {
    expect(() => demoChoice({ NODE_ENV: "test", WAYMARK_DEMO: "huge" })).toThrow("use none, small, full");
  });
});
