import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANONYMITY_FLOOR, type Question } from "../schema";
import { teamsShown } from "./results";
import { lineOf, releaseGroups } from "./release";
import { type Answered, tally } from "./tally";

const one = (counts: Record<string, number>, parents: Record<string, string | null> = {}) =>
  releaseGroups(
    Object.entries(counts).map(([team, n]) => ({ team, counts: [n] })),
    parents,
    ANONYMITY_FLOOR,
  );

describe("which teams are shown", () => {
  it("shows nothing of fewer than five", () => {
    expect(one({ amber: 4 })).toBeNull();
    expect(one({})).toBeNull();
  });

  it("shows two teams that are large enough, and no third that would follow from the whole", () => {
    expect(one({ amber: 5, birch: 5 })).toEqual(
      new Map([
        ["", ""],
        ["amber", "amber"],
        ["birch", "birch"],
      ]),
    );
    // 12 less 5 less 5 would be two people: the smaller by name goes with them.
    expect(one({ amber: 5, birch: 5, cedar: 2 })).toEqual(
      new Map([
        ["", ""],
        ["amber", ""],
        ["birch", "birch"],
        ["cedar", ""],
      ]),
    );
  });

  it("hides a team whose parent would give away the parent's own people, with all beneath it", () => {
    const parents = { birch: "amber", cedar: "birch", amber: null };
    // Amber has two of its own; birch and cedar are below it. Whoever subtracts birch from amber would have the two.
    expect(one({ amber: 2, birch: 6, cedar: 5 }, parents)).toEqual(
      new Map([
        ["", ""],
        ["amber", "amber"],
        ["birch", "amber"],
        ["cedar", "amber"],
      ]),
    );
  });

  it("ends where parents go in a circle", () => {
    expect(lineOf("a", { a: "b", b: "a" })).toEqual(["a"]);
    expect(lineOf("c", { c: "b", a: "b", b: "a" })).toEqual(["c", "b", "a"]);
    expect(one({ a: 5, b: 5 }, { a: "b", b: "a" })?.get("b")).toBe("b");
  });
});

/** A small organisation: teams in a tree, people with their answers to a question that may be skipped or not apply. */
const organisation = fc
  .record({
    parents: fc.array(fc.nat({ max: 5 }), { minLength: 5, maxLength: 5 }),
    people: fc.array(
      fc.record({
        team: fc.nat({ max: 5 }),
        says: fc.constantFrom<"score" | "na" | "skip">("score", "score", "score", "na", "skip"),
      }),
      { maxLength: 34 },
    ),
  })
  .map(({ parents, people }) => ({
    // Team n hangs below an earlier one, or below none.
    parents: Object.fromEntries(parents.map((p, n) => [`t${n + 1}`, p > n || p === 0 ? null : `t${p}`])),
    people: people.map(({ team, says }, id) => ({ id, team: team === 0 ? "" : `t${team}`, says })),
  }));

const question: Question = { type: "agreement", id: "q", title: "?", required: false };

describe("subtraction", () => {
  it("leads to no group of fewer than five, whatever is added and taken away", () => {
    fc.assert(
      fc.property(organisation, ({ parents, people }) => {
        const respondents = new Map<string, number>();
        for (const { team } of people) respondents.set(team, (respondents.get(team) ?? 0) + 1);
        const answers = people
          .filter(({ says }) => says !== "skip")
          .map(({ team, says }): Answered => ({
            question: "q",
            team,
            score: says === "na" ? null : 3,
            choices: null,
          }));
        const { tallies, groups } = tally(
          { questions: [question] },
          respondents,
          answers,
          parents,
          ANONYMITY_FLOOR,
        );
        const label = groups.get("q");
        if (!label) return void expect(tallies).toEqual([]);
        // Everything that is published: the whole, each team that is shown, and the groups themselves, which metrics add up.
        const shown: Set<string>[] = [
          new Set(tallies.map(({ team }) => team)),
          ...[...teamsShown(tallies, parents).values()].map((of) => new Set(of.map(({ team }) => team))),
          ...tallies.map(({ team }) => new Set([team])),
        ];
        const members = shown.map((labels) => people.filter(({ team }) => labels.has(label.get(team)!)));
        for (const coefficients of combinations(Math.min(members.length, 7))) {
          const sum = new Map<number, number>();
          coefficients.forEach((by, n) =>
            members[n]!.forEach(({ id }) => sum.set(id, (sum.get(id) ?? 0) + by)),
          );
          const left = people.filter(({ id }) => (sum.get(id) ?? 0) !== 0);
          for (const says of [["score", "na", "skip"], ["score", "na"], ["score"]]) {
            const learned = left.filter((person) => says.includes(person.says)).length;
            expect(learned === 0 || learned >= ANONYMITY_FLOOR).toBe(true);
          }
        }
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it("loses nobody: what is shown adds up to all who answered", () => {
    fc.assert(
      fc.property(organisation, ({ parents, people }) => {
        const respondents = new Map<string, number>();
        for (const { team } of people) respondents.set(team, (respondents.get(team) ?? 0) + 1);
        const answers = people.map(({ team }): Answered => ({
          question: "q",
          team,
          score: 4,
          choices: null,
        }));
        const { tallies } = tally({ questions: [question] }, respondents, answers, parents, ANONYMITY_FLOOR);
        const counted = tallies.reduce((sum, { respondents: n }) => sum + n, 0);
        expect(counted).toBe(people.length < ANONYMITY_FLOOR ? 0 : people.length);
        expect(tallies.every(({ scored }) => scored >= ANONYMITY_FLOOR)).toBe(true);
      }),
      { numRuns: 300, seed: 11 },
    );
  });
});

function* combinations(length: number): Generator<number[]> {
  for (let code = 0; code < 3 ** length; code += 1)
    yield Array.from({ length }, (_, n) => (Math.floor(code / 3 ** n) % 3) - 1);
}
