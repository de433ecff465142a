import { describe, expect, it } from "vitest";
import { impact, paces, type TeamHistory } from "./velocity-impact";

describe("velocity associated with adoption", () => {
  const WEEK = 7 * 86_400_000;
  const adopted = 20 * WEEK;
  /** One a week for 20 weeks, then `after` a week; from the beginning on, so that it is there before. */
  const team = (name: string, after: number, joins: boolean): TeamHistory => ({
    team: name,
    all: [
      ...Array.from({ length: 20 }, (_, n) => n * WEEK),
      ...Array.from({ length: 16 * after }, (_, n) => adopted + (n * WEEK) / after),
    ],
    adopted: joins ? adopted : null,
  });

  it("compares the change of those who began with that of those who did not", () => {
    const began = ["a", "b", "c", "d", "e"].map((name) => team(name, 2, true));
    const result = impact(paces([...began, team("x", 1, false)]), 0, 60 * WEEK);
    // 24 instead of 12 in twelve weeks, on a scale with a half more: 24.5 / 12.5.
    expect(result.value).toBeCloseTo(24.5 / 12.5 - 1, 9);
    expect(result).toMatchObject({ n: 5, parts: { adopters: 5, comparisons: 5 } });
    expect(result.interval![0]).toBeCloseTo(result.value!, 9);
  });

  it("needs five that began, and somebody else", () => {
    const began = ["a", "b", "c", "d"].map((name) => team(name, 2, true));
    expect(impact(paces([...began, team("x", 1, false)]), 0, 60 * WEEK)).toMatchObject({
      value: null,
      insufficient: { have: 4, need: 5 },
    });
    expect(impact(paces([...began, team("e", 2, true)]), 0, 60 * WEEK).value).toBeNull();
  });

  it("leaves out those whose weeks do not lie in the period", () => {
    const began = ["a", "b", "c", "d", "e"].map((name) => team(name, 2, true));
    expect(impact(paces([...began, team("x", 1, false)]), 21 * WEEK, 60 * WEEK).value).toBeNull();
    expect(impact(paces([...began, team("x", 1, false)]), 0, 30 * WEEK).value).toBeNull();
  });
});
