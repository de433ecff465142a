import { describe, expect, it } from "vitest";
import { targetAt } from "./drop-target";

const rows = [
  { top: 0, bottom: 200, columns: [{ left: 0, right: 100 }] },
  {
    top: 216,
    bottom: 416,
    columns: [
      { left: 0, right: 50 },
      { left: 50, right: 100 },
    ],
  },
];

describe("where something is dropped", () => {
  it.each([
    [
      { x: 10, y: -40 },
      { kind: "between", row: 0 },
    ],
    [
      { x: 10, y: 20 },
      { kind: "between", row: 0 },
    ],
    [
      { x: 10, y: 100 },
      { kind: "into", row: 0, column: 0 },
    ],
    [
      { x: 90, y: 100 },
      { kind: "into", row: 0, column: 1 },
    ],
    [
      { x: 90, y: 190 },
      { kind: "between", row: 1 },
    ],
    [
      { x: 90, y: 208 },
      { kind: "between", row: 1 },
    ],
    [
      { x: 40, y: 300 },
      { kind: "into", row: 1, column: 1 },
    ],
    [
      { x: 90, y: 300 },
      { kind: "into", row: 1, column: 2 },
    ],
    [
      { x: 90, y: 900 },
      { kind: "between", row: 2 },
    ],
  ])("%j is %j", (point, target) => {
    expect(targetAt(rows, point)).toEqual(target);
  });

  it("is nowhere without rows", () => {
    expect(targetAt([], { x: 0, y: 0 })).toBeNull();
  });
});
