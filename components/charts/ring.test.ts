import { describe, expect, it } from "vitest";
import { ringPath, ringPieces } from "./ring";

describe("a ring", () => {
  it("has a piece for each share, in order, and none for nothing", () => {
    expect(
      ringPieces([
        { id: "a", value: 3 },
        { id: "b", value: 0 },
        { id: "c", value: null },
        { id: "d", value: 1 },
      ]),
    ).toEqual([
      { id: "a", from: 0, to: 0.75 },
      { id: "d", from: 0.75, to: 1 },
    ]);
    expect(ringPieces([])).toEqual([]);
    expect(ringPieces([{ id: "a", value: 0 }])).toEqual([]);
  });

  it("draws the whole as nearly a circle", () => {
    const path = ringPath({ id: "a", from: 0, to: 1 }, 10, 5);
    expect(path).toMatch(/^M 0\.000 -10\.000 A 10 10 0 1 1 /);
    expect(path).not.toContain("NaN");
    expect(ringPath({ id: "a", from: 0, to: 0.25 }, 10, 5)).toBe(
      "M 0.000 -10.000 A 10 10 0 0 1 10.000 0.000 L 5.000 0.000 A 5 5 0 0 0 0.000 -5.000 Z",
    );
  });
});
