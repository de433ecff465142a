import { describe, expect, it } from "vitest";
import { axisTicks } from "./ticks";

const HOUR = 3600;

describe("ticks of an axis", () => {
  it("stand at round numbers, the last at or above the largest value", () => {
    expect(axisTicks([2.2, 2.9], "perWeek")).toEqual([0, 1, 2, 3]);
    expect(axisTicks([0.03, 0.164], "ratio")).toEqual([0, 0.05, 0.1, 0.15, 0.2]);
    expect(axisTicks([0.9, null], "ratio")).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(axisTicks([145, 207], "perWeek")).toEqual([0, 100, 200, 300]);
  });

  it("count time in hours and days, not in tenths of them", () => {
    expect(axisTicks([40 * HOUR, 66 * HOUR], "duration")).toEqual([0, 24, 48, 72].map((h) => h * HOUR));
    expect(axisTicks([2 * HOUR, 5 * HOUR], "duration")).toEqual([0, 2, 4, 6].map((h) => h * HOUR));
    expect(axisTicks([44 * 24 * HOUR], "duration")).toEqual([0, 14, 28, 42, 56].map((d) => d * 24 * HOUR));
  });

  it("halve nothing that is whole", () => {
    expect(axisTicks([1, 0], "count")).toEqual([0, 1]);
    expect(axisTicks([1, 3], "count")).toEqual([0, 1, 2, 3]);
  });

  it("go below zero where values do", () => {
    expect(axisTicks([-40, 60], "points")).toEqual([-50, 0, 50, 100]);
    expect(axisTicks([-0.3], "money")).toEqual([-0.3, -0.2, -0.1, 0]);
  });

  it("are there where no value is", () => {
    expect(axisTicks([null], "count")).toEqual([0, 1]);
    expect(axisTicks([0, 0], "ratio")).toEqual([0, 0.5, 1]);
  });
});
