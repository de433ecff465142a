import { describe, expect, it } from "vitest";
import { bucketScore, deliveryScores, frequencyLevel, presetLevel } from "./scales";

const HOUR = 3_600;
const DAY = 86_400;

describe("scores of the delivery metrics", () => {
  it.each([
    [HOUR - 1, 10],
    [HOUR, 8],
    [DAY - 1, 8],
    [DAY, 6],
    [7 * DAY, 4],
    [30 * DAY, 2],
    [180 * DAY, 2],
    [180 * DAY + 1, 0],
  ])("of %d seconds of lead time or recovery", (seconds, score) => {
    expect(bucketScore("leadTime", seconds)).toBe(score);
    expect(bucketScore("recovery", seconds)).toBe(score);
  });

  it.each([
    [25, 10],
    [24, 8],
    [1, 8],
    [0.99, 6],
    [1 / 7, 6],
    [1 / 8, 4],
    [1 / 31, 2],
    [1 / 181, 0],
    [0, 0],
  ])("of %d deployments a day", (perDay, score) => {
    expect(bucketScore("frequency", perDay)).toBe(score);
  });

  it("of shares lose a point for each ten per cent", () => {
    expect(bucketScore("failRate", 0.19)).toBeCloseTo(8.1, 10);
    expect(bucketScore("reworkRate", 0)).toBe(10);
  });

  it("are averaged where all are there", () => {
    const scores = { leadTime: 6, frequency: 8, recovery: 10, failRate: 9, reworkRate: 7 };
    expect(deliveryScores(scores)).toEqual({ throughput: 8, stability: 8, overall: 8 });
    expect(deliveryScores({ ...scores, recovery: null })).toEqual({
      throughput: null,
      stability: 8,
      overall: null,
    });
  });
});

describe("levels of earlier years", () => {
  it("differ from year to year", () => {
    expect(presetLevel("2021", "leadTime", 2 * HOUR)).toBe("high");
    expect(presetLevel("2023", "leadTime", 2 * HOUR)).toBe("elite");
    expect(presetLevel("2021", "failRate", 0.15)).toBe("elite");
    expect(presetLevel("2023", "failRate", 0.15)).toBe("medium");
    expect(presetLevel("2023", "failRate", 0.151)).toBe("low");
    expect(presetLevel("2021", "recovery", 7 * DAY)).toBe("low");
  });

  it("are not given where a year has no ladder", () => {
    expect(presetLevel("2024", "failRate", 0.05)).toBeNull();
    expect(presetLevel("2024", "recovery", 2 * HOUR)).toBeNull();
    expect(presetLevel("2021", "reworkRate", 0.05)).toBeNull();
    expect(presetLevel("2024", "leadTime", 2 * HOUR)).toBe("elite");
  });

  it("of frequency count days with a deployment in 2023", () => {
    expect(frequencyLevel("2023", { perDay: 1, deployDays: 5 })).toBe("elite");
    expect(frequencyLevel("2023", { perDay: 9, deployDays: 1 })).toBe("high");
    expect(frequencyLevel("2023", { perDay: 0.05, deployDays: 0 })).toBe("medium");
    expect(frequencyLevel("2023", { perDay: 0.05, deployDays: null })).toBeNull();
    expect(frequencyLevel("2021", { perDay: 1.5, deployDays: 5 })).toBe("elite");
    expect(frequencyLevel("2024", { perDay: 0.1, deployDays: 0 })).toBe("medium");
  });
});
