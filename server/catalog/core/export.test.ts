import { expect, it } from "vitest";
import { headings } from "./export";

it("tells headings apart that two columns share", () => {
  expect(
    headings([
      { key: "a", title: "Name" },
      { key: "b", title: "Name" },
      { key: "c", title: "Other" },
    ]),
  ).toEqual(["Name (a)", "Name (b)", "Other"]);
});
