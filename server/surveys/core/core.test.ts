import { describe, expect, it } from "vitest";
import { definitionSchema, type Question, surveyIdentifier } from "../schema";
import { readAnswers } from "./answers";
import { BUILT_IN } from "./built-in";
import { draw } from "./draw";
import { outcomeOf } from "./results";
import { tally } from "./tally";
import { nextMoment, nextWave, quarterOf } from "./when";

describe("drawing who is asked", () => {
  const people = (team: string, n: number, lately = 0) =>
    Array.from({ length: n }, (_, i) => ({ id: `${team}${i}`, team, lately: i < lately }));

  it("asks each team the same share, and as many in all as the share says", () => {
    const drawn = draw([...people("a", 10), ...people("b", 6), ...people("c", 4)], 0.5, "s");
    const of = (team: string) => drawn.filter((p) => p.team === team).length;
    expect([of("a"), of("b"), of("c")]).toEqual([5, 3, 2]);
    // 2.5, 1.5 and 1 of 10, 6 and 4: five in all, and two halves of which one is rounded up.
    expect(draw([...people("a", 10), ...people("b", 6), ...people("c", 4)], 0.25, "s")).toHaveLength(5);
  });

  it("is the same for the same seed in whatever order, and another for another", () => {
    const all = people("a", 20);
    const ids = (seed: string, of = all) => draw(of, 0.5, seed).map((p) => p.id);
    expect(ids("one", [...all].reverse())).toEqual(ids("one"));
    expect(ids("one")).not.toEqual(ids("two"));
  });

  it("asks nobody twice in a row while others are left", () => {
    expect(draw(people("a", 10, 5), 0.5, "s").some((p) => p.lately)).toBe(false);
    // Eight of ten: five others are left, and three have to be asked again.
    expect(draw(people("a", 10, 5), 0.8, "s").filter((p) => p.lately)).toHaveLength(3);
  });

  it("asks at least one, and everybody where the share is all", () => {
    expect(draw(people("a", 3), 0.01, "s")).toHaveLength(1);
    expect(draw(people("a", 3), 1, "s")).toHaveLength(3);
    expect(draw([], 0.5, "s")).toEqual([]);
  });
});

describe("when a wave is due", () => {
  const schedule = { month: 2, day: 1, hour: 9 };

  it("opens in the given month of each quarter, by the clock of the zone", () => {
    const zone = "Europe/Berlin";
    // Winter: 08:00 UTC; after the change of clocks: 07:00 UTC.
    expect(nextWave(schedule, zone, new Date("2026-01-15T00:00:00Z")).toISOString()).toBe(
      "2026-02-01T08:00:00.000Z",
    );
    expect(nextWave(schedule, zone, new Date("2026-02-01T08:00:00Z")).toISOString()).toBe(
      "2026-05-01T07:00:00.000Z",
    );
    expect(nextWave(schedule, zone, new Date("2026-11-26T00:00:00Z")).toISOString()).toBe(
      "2027-02-01T08:00:00.000Z",
    );
  });

  it("is named for the quarter that it is in the zone", () => {
    expect(quarterOf(new Date("2026-12-31T23:30:00Z"), "UTC")).toBe("2026 Q4");
    expect(quarterOf(new Date("2026-12-31T23:30:00Z"), "Europe/Berlin")).toBe("2027 Q1");
  });

  it("looks at a wave for each reminder, then at its end", () => {
    const wave = {
      openedAt: new Date("2026-11-01T09:00:00Z"),
      closesAt: new Date("2026-11-15T09:00:00Z"),
      remindAfterDays: [10, 4],
    };
    const at = (reminded: number) =>
      nextMoment({ ...wave, reminded })
        .toISOString()
        .slice(0, 10);
    expect([at(0), at(1), at(2)]).toEqual(["2026-11-05", "2026-11-11", "2026-11-15"]);
  });
});

const score: Question = { type: "score", id: "s", title: "?", required: true };
const agreement: Question = { type: "agreement", id: "a", title: "?", required: false };
const several: Question = {
  type: "multiple",
  id: "m",
  title: "?",
  required: false,
  options: [
    { id: "x", title: "X" },
    { id: "y", title: "Y" },
  ],
};

describe("answers", () => {
  it("are kept as asked, and refused by question otherwise", () => {
    const asked = {
      questions: [
        score,
        agreement,
        several,
        { type: "comment", id: "c", title: "?", required: false } as const,
      ],
    };
    expect(readAnswers(asked, { s: 10, a: "na", m: ["y"], c: "  good " })).toEqual({
      issues: [],
      kept: [
        { question: "s", score: 10, choices: null, body: null },
        { question: "a", score: null, choices: null, body: null },
        { question: "m", score: null, choices: ["y"], body: null },
        { question: "c", score: null, choices: null, body: "good" },
      ],
    });
    const faults = (answers: Parameters<typeof readAnswers>[1]) =>
      readAnswers(asked, answers).issues.map(({ path }) => path[1]);
    expect(faults({})).toEqual(["s"]);
    expect(faults({ s: 10.5 })).toEqual(["s"]);
    expect(faults({ s: 11, a: 0, m: ["z"], c: "\0", other: 1 })).toEqual(["other", "s", "a", "m", "c"]);
    expect(faults({ s: 5, a: 3, m: [], c: "\ud800" })).toContain("c");
    expect(faults({ s: 0, m: ["x", "x"] })).toEqual(["m"]);
  });

  it("are counted by group, without those that do not apply", () => {
    const said = (question: string, scores: (number | null)[]) =>
      scores.map((value) => ({ question, team: null, score: value, choices: null }));
    const { tallies } = tally(
      { questions: [score, agreement] },
      new Map([["", 10]]),
      [...said("s", [10, 10, 9, 9, 8, 7, 6, 5, 0, 10]), ...said("a", [5, 4, 4, 3, 1, null])],
      {},
      5,
    );
    const [nps, agreed] = [outcomeOf(score, [tallies[0]!])!, outcomeOf(agreement, [tallies[1]!])!];
    // Five of ten promote, three detract: 20 points; 196 · √((0.8 − 0.04) / 10) = 54.03.
    expect(nps.nps?.score).toBeCloseTo(20, 10);
    expect(nps.nps?.interval.map((v) => v.toFixed(2))).toEqual(["-34.03", "74.03"]);
    expect(nps.mean).toBeCloseTo(7.4, 10);
    // Three of five are favourable; Wilson: 0.231 to 0.882.
    expect(agreed.n).toBe(5);
    expect(agreed.notApplicable).toBe(1);
    expect(agreed.favourable?.share).toBeCloseTo(0.6, 10);
    expect(agreed.favourable?.interval.map((v) => v.toFixed(3))).toEqual(["0.231", "0.882"]);
    expect(agreed.mean).toBeCloseTo(3.4, 10);
  });
});

describe("what is ready to send", () => {
  it("fits the language", () => {
    for (const [identifier, definition] of Object.entries(BUILT_IN)) {
      expect(surveyIdentifier.safeParse(identifier).success).toBe(true);
      expect(definitionSchema.parse(definition)).toEqual(definition);
    }
    const experience = BUILT_IN["developer-experience"]!.questions;
    expect(experience.filter((q) => "measure" in q && q.measure === "experience").length).toBe(21);
  });

  it("refuses what no metric could be made of", () => {
    const faults = (questions: unknown[]) =>
      definitionSchema.safeParse({ title: "T", questions }).error?.issues.map(({ path }) => path.join("."));
    expect(faults([])).toEqual(["questions"]);
    expect(faults([agreement, agreement])).toEqual(["questions.1.id"]);
    expect(faults([{ ...agreement, measure: "nps" }])).toEqual(["questions.0.measure"]);
    expect(faults([{ ...score, measure: "experience" }])).toEqual(["questions.0.measure"]);
  });
});
