import { expect, it, test } from "vitest";
import { csvCell, csvLine } from "./csv";

test.each([
  [null, ""],
  [undefined, ""],
  ["plain", "plain"],
  ["a,b", '"a,b"'],
  ['say "no"', '"say ""no"""'],
  ["two\nlines", '"two\nlines"'],
  [-5, "-5"],
  ["-12.3400000001", "-12.3400000001"],
  [true, "true"],
  [["Go", "Rust"], "Go; Rust"],
  [[], ""],
  [{ url: "x" }, '"{""url"":""x""}"'],
  [[{ a: 1 }], '"[{""a"":1}]"'],
])("%o is written as %s", (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

test.each(["=1+1", "+1", "-cmd|' /C calc'!A0", "@sum(a)", "\t=1", "\r=1", "\n=1"])(
  "%j is text, not a formula",
  (text) => {
    expect(csvCell(text).replace(/^"/, "")).toMatch(/^'/);
  },
);

it("ends lines as the standard says", () => {
  expect(csvLine(["a", 1, null])).toBe("a,1,\r\n");
});
