import { describe, expect, it } from "vitest";
import { noEvents, type SurveyResult } from "../core/events";
import { developerExperience, platformNps } from "./surveys";

const window = { from: new Date("2026-01-01T00:00:00Z"), to: new Date("2026-04-01T00:00:00Z") };
const ask = (teams: string[] | null = null) => ({
  teams,
  service: null,
  window,
  zone: "UTC",
  asOf: new Date("2026-05-01T00:00:00Z"),
});
const result = (of: Partial<SurveyResult> = {}): SurveyResult => ({
  wave: "w1",
  closedAt: new Date("2026-02-15T12:00:00Z"),
  question: "q",
  measure: "experience",
  team: null,
  respondents: 10,
  scored: 10,
  favourable: 5,
  unfavourable: 2,
  total: 33,
  reported: null,
  ...of,
});
const events = (...surveyResults: SurveyResult[]) => ({ ...noEvents(), surveyResults });

describe("developer experience score", () => {
  const of = (results: SurveyResult[], teams: string[] | null = null) =>
    developerExperience.evaluate(events(...results), ask(teams));

  it("is the mean of the questions' shares, however many answered each", () => {
    // 5 of 10 and 6 of 8: (0.5 + 0.75) / 2.
    expect(of([result(), result({ question: "r", scored: 8, favourable: 6 })])).toMatchObject({
      value: 62.5,
      n: 10,
      parts: { questions: 2 },
    });
  });

  it("adds groups up within a question first", () => {
    // 5 of 10 and 5 of 5 are 10 of 15.
    const groups = [result({ team: "amber" }), result({ team: "birch", respondents: 6, scored: 5 })];
    expect(of(groups).value).toBeCloseTo(200 / 3, 10);
    expect(of(groups).n).toBe(16);
    expect(of(groups, ["birch"]).value).toBe(100);
    expect(of(groups, ["cedar"])).toMatchObject({ value: null, n: 0, insufficient: { need: 5 } });
  });

  it("leaves out questions of which nothing is known, and is no zero without any", () => {
    expect(of([result(), result({ question: "r", scored: 0, favourable: 0 })]).value).toBe(50);
    expect(of([result({ scored: 0, favourable: 0 })]).value).toBeNull();
    expect(of([]).value).toBeNull();
  });

  it("is of the last wave of a half-open window, not of several together", () => {
    const before = result({ wave: "w0", closedAt: window.from, favourable: 10 });
    const after = result({ wave: "w9", closedAt: window.to, favourable: 10 });
    expect(of([before, result(), after]).value).toBe(50);
    expect(of([before, after]).value).toBe(100);
    expect(of([after]).value).toBeNull();
  });

  it("takes an index from elsewhere where nobody has answered here, of the whole alone", () => {
    const index = result({ question: "dxi", scored: 0, favourable: 0, reported: 71.5, respondents: 43 });
    expect(of([index])).toEqual({ value: 71.5, n: 43 });
    expect(of([index, result()]).value).toBe(50);
    expect(of([index], ["amber"]).value).toBeNull();
  });
});

describe("platform net promoter score", () => {
  const of = (...results: SurveyResult[]) =>
    platformNps.evaluate(events(...results.map((r) => ({ ...r, measure: "nps" as const }))), ask());

  it("is promoters less detractors, with its interval", () => {
    // (5 − 2) / 10; 196 · √((0.7 − 0.09) / 10) = 48.41.
    const { value, interval, n, parts } = of(result());
    expect([value, n, parts]).toEqual([30, 10, { mean: 3.3, promoters: 5, detractors: 2 }]);
    expect(interval!.map((v) => v.toFixed(2))).toEqual(["-18.41", "78.41"]);
  });

  it("is as sure as can be where all say the same", () => {
    expect(of(result({ favourable: 10, unfavourable: 0 }))).toMatchObject({
      value: 100,
      interval: [100, 100],
    });
    expect(of(result({ favourable: 0, unfavourable: 10 }))).toMatchObject({
      value: -100,
      interval: [-100, -100],
    });
  });

  it("is the mean alone below ten answers", () => {
    expect(of(result({ scored: 9, total: 63, respondents: 12 }))).toMatchObject({
      value: null,
      n: 9,
      parts: { mean: 7 },
      insufficient: { have: 9, need: 10 },
    });
  });

  it("does not read answers to other questions", () => {
    expect(platformNps.evaluate(events(result()), ask()).value).toBeNull();
  });
});
