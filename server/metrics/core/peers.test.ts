import { describe, expect, it } from "vitest";
import { comparisonWith } from "./comparison";
import { type PeerTeam, peersOf } from "./peers";
import { noData } from "./result";

const team = (name: string, value: number | null, size: number | null = null): PeerTeam => ({
  team: name,
  size,
  result: value === null ? noData("Nothing.") : { value, n: 20 },
});
const five = [4, 1, 3, 2, 5].map((value, n) => team(`t${n}`, value, 6));

describe("peers", () => {
  it("are quartiles of at least five other teams", () => {
    expect(peersOf([...five, team("me", 100, 6)], "me")).toEqual({
      of: "teams of similar size",
      n: 5,
      band: { lower: 2, median: 3, upper: 4 },
      insufficient: null,
    });
    // Six values: 1 2 3 4 5 100; the quartiles lie between neighbours.
    expect(peersOf([...five, team("me", 100, 6)], null).band).toEqual({
      lower: 2.25,
      median: 3.5,
      upper: 4.75,
    });
  });

  it("count no team without a value, nor one with too little behind it", () => {
    const few: PeerTeam = {
      ...team("few", 9),
      result: { value: 9, n: 2, insufficient: { why: "", have: 2, need: 20 } },
    };
    expect(peersOf([...five.slice(1), few, team("none", null), team("me", 1)], "me")).toMatchObject({
      n: 4,
      band: null,
      insufficient: { have: 4, need: 5 },
    });
  });

  it("are of similar size where there are enough, from half to twice", () => {
    const sizes = [3, 4, 6, 8, 12].map((size, n) => team(`s${n}`, n, size));
    const far = [team("small", 90, 2), team("large", 90, 13)];
    expect(peersOf([...sizes, ...far, team("me", 1, 6)], "me")).toMatchObject({
      of: "teams of similar size",
      n: 5,
      band: { median: 2 },
    });
    expect(peersOf([...sizes.slice(1), ...far, team("me", 1, 6)], "me")).toMatchObject({
      of: "all other teams",
      n: 6,
    });
  });
});

describe("the period before", () => {
  const window = { from: new Date("2026-01-05T00:00:00Z"), to: new Date("2026-03-30T00:00:00Z") };
  const value = { value: 3, n: 30 };

  it("is compared with where all of it is known", () => {
    const since = new Date("2025-10-01T00:00:00Z");
    expect(comparisonWith(value, window, since, "UTC")).toEqual({ previous: value, previousWhy: null });
    expect(comparisonWith(value, window, null, "UTC").previous).toEqual(value);
    // The first event of a team that deploys once a week is seldom on a Monday.
    expect(comparisonWith(value, window, new Date("2026-01-09T10:00:00Z"), "UTC").previous).toEqual(value);
  });

  it("is not where data begins within it or after it, nor where it has no value", () => {
    expect(comparisonWith(value, window, new Date("2026-02-03T10:00:00Z"), "UTC")).toEqual({
      previous: null,
      previousWhy: "The period before is not known in full: data begins on 2026-02-03.",
    });
    expect(comparisonWith(noData("x"), window, new Date("2026-03-31T10:00:00Z"), "UTC").previousWhy).toBe(
      "Nothing is known of the period before: data begins on 2026-03-31.",
    );
    expect(comparisonWith(noData("x"), window, null, "UTC")).toEqual({
      previous: null,
      previousWhy: "The period before has no value.",
    });
  });
});
