import { describe, expect, test } from "vitest";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatMoney,
  formatPercent,
  formatRelative,
} from "./format";

test.each([
  [0, "0ms"],
  [420, "420ms"],
  [1500, "1.5s"],
  [9960, "10s"],
  [83_000, "1m 23s"],
  [3_600_000, "1h"],
  [90_061_000, "1d 1h"],
  [-1, "–"],
  [Number.NaN, "–"],
])("duration of %d ms", (milliseconds, expected) => {
  expect(formatDuration(milliseconds)).toBe(expected);
});

test.each([
  [0, "0 B"],
  [1536, "1.5 KiB"],
  [1024 ** 3 * 250, "250 GiB"],
  [1024 ** 6, "1048576 TiB"],
  [-2048, "−2 KiB"],
])("%d bytes", (bytes, expected) => {
  expect(formatBytes(bytes)).toBe(expected);
});

describe("relative time", () => {
  const now = Date.UTC(2026, 0, 10, 12);
  test.each([
    [0, "just now"],
    [-44_000, "just now"],
    [-46_000, "1 minute ago"],
    [-180_000, "3 minutes ago"],
    [-3_600_000, "1 hour ago"],
    [-86_400_000, "yesterday"],
    [2 * 86_400_000, "in 2 days"],
    [-30 * 86_400_000, "last month"],
    [30_000, "in a moment"],
  ])("%d ms from now", (offset, expected) => {
    expect(formatRelative(now + offset, now)).toBe(expected);
  });
});

test("numbers", () => {
  expect(formatCount(1234567)).toBe("1,234,567");
  expect(formatPercent(0.125)).toBe("12.5%");
  expect(formatMoney(12.5)).toBe("$12.50");
});
