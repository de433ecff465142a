import { describe, expect, test } from "vitest";
import { findMatches, markParts, parseLineHash, plainText } from "./lines";

const line = (seq: number, text: string) => ({ seq, at: "2026-01-02T03:04:05.000Z", stage: "plan", text });

test("colours and hyperlinks are no text", () => {
  expect(plainText("\u001b[1m\u001b[31mError:\u001b[0m no")).toBe("Error: no");
  expect(plainText("\u001b]8;;https://x.test\u0007link\u001b]8;;\u0007")).toBe("link");
});

test("a match is found across colour codes and without regard to case", () => {
  expect(
    findMatches([line(1, "Plan: 1 to add"), line(2, "no"), line(3, "\u001b[1mPL\u001b[0mAN")], "plan"),
  ).toEqual([0, 2]);
  expect(findMatches([line(1, "x")], "")).toEqual([]);
});

describe("markParts", () => {
  test("cuts out every match", () => {
    expect(markParts("a-A-b", "a")).toEqual([
      { text: "a", match: true },
      { text: "-", match: false },
      { text: "A", match: true },
      { text: "-b", match: false },
    ]);
  });
  test("leaves text whole when positions cannot be trusted", () => {
    expect(markParts("İstanbul i", "i")).toEqual([{ text: "İstanbul i", match: false }]);
    expect(markParts("", "x")).toEqual([{ text: "", match: false }]);
  });
});

test.each([
  ["#L12", 12],
  ["#L", null],
  ["#l12", null],
  ["#L12345678901", null],
  ["", null],
])("fragment %s", (hash, expected) => {
  expect(parseLineHash(hash)).toBe(expected);
});
