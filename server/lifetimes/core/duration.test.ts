import { describe, expect, it } from "vitest";
import { durationWords, parseDuration } from "./duration";

describe("a duration", () => {
  it.each([
    ["1m", 60],
    ["90m", 5400],
    ["4h", 14_400],
    ["72h", 259_200],
    ["3d", 259_200],
    ["2w", 1_209_600],
    ["1d12h", 129_600],
    ["1D", 86_400],
    [" 4h ", 14_400],
    ["PT4H", 14_400],
    ["pt30m", 1800],
    ["P3D", 259_200],
    ["P1DT2H", 93_600],
    ["P2W", 1_209_600],
    ["3650d", 315_360_000],
  ])("is read from %j", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each([
    "",
    " ",
    "0",
    "0h",
    "0d0h",
    "-1h",
    "+1h",
    "-P1D",
    "1e9d",
    "1.5h",
    "4",
    "h",
    "4 h",
    "4h3d",
    "30s",
    "1y",
    "P1Y",
    "P1M",
    "P",
    "PT",
    "P1DT",
    "T4H",
    "3651d",
    "999999d",
    "99999999999999999999m",
    "NaN",
    "Infinity",
    "four hours",
    "4h\0",
    "٤h",
  ])("is not read from %j", (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it.each([
    [0, "less than a minute"],
    [-5, "less than a minute"],
    [60, "1 minute"],
    [3600, "1 hour"],
    [14_400, "4 hours"],
    [129_600, "1 day 12 hours"],
    [93_660, "1 day 2 hours"],
    [86_460, "1 day"],
    [259_200, "3 days"],
  ])("of %s seconds is told as %j", (seconds, words) => {
    expect(durationWords(seconds)).toBe(words);
  });
});
