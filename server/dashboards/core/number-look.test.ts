import { describe, expect, it } from "vitest";
import { conditionFor, numberLook } from "./number-look";

describe("the condition of a number", () => {
  const bounds = [
    { operator: ">" as const, value: 0, color: "red" as const },
    { operator: ">" as const, value: 3, color: "yellow" as const },
    { operator: "<" as const, value: 20, color: "green" as const },
  ];
  it.each([
    [5, "yellow"],
    [2, "red"],
    [18, "green"],
    [30, "yellow"],
    [3, "red"],
    [-1, "green"],
  ])("of %d is the closest bound that it meets: %s", (value, colour) => {
    expect(conditionFor(value, bounds)?.color).toBe(colour);
  });

  it("is the first of those that are as close, and none where none is met", () => {
    const both = [
      { operator: ">=" as const, value: 4, color: "blue" as const },
      { operator: "<=" as const, value: 6, color: "pink" as const },
    ];
    expect(conditionFor(5, both)?.color).toBe("blue");
    expect(conditionFor(1, [{ operator: ">", value: 2 }])).toBeNull();
    expect(
      conditionFor(2, [
        { operator: "!=", value: 5 },
        { operator: "=", value: 2, message: "x" },
      ])?.message,
    ).toBe("x");
  });
});

describe("the look of a number", () => {
  it.each([
    [{ unit: "none" as const }, null, "right", null],
    [{ unit: "$" as const }, "$", "left", null],
    [{ unit: "%" as const, displayFormatting: "round" as const }, "%", "right", 0],
    [
      {
        unit: "custom" as const,
        unitCustom: "pods",
        unitAlignment: "left" as const,
        displayFormatting: "custom" as const,
        decimalPlaces: ".00",
      },
      "pods",
      "left",
      2,
    ],
  ])("%j", (widget, unit, unitSide, decimals) => {
    expect(numberLook(widget, 1)).toMatchObject({ unit, unitSide, decimals, colour: null });
  });
});
