import { describe, expect, it } from "vitest";
import { type Known, merge, type Word } from "./merge";

/** Numbers that are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const all = (words: readonly Word[]): Known =>
  words.reduce<Known | null>((known, word) => merge(known, word).known, null)!;

describe("words about one thing", () => {
  it("come to the same in every order, and however often they are said", () => {
    const next = numbers(7);
    for (let round = 0; round < 500; round += 1) {
      const words = Array.from({ length: 2 + next(5) }, (): Word => {
        const facts: Word["facts"] = {};
        if (next(2)) facts.status = ["in_progress", "success", "failure", "cancelled"][next(4)];
        if (next(2)) facts.sha = ["a", "b"][next(2)];
        if (next(2)) facts.viaPlatform = next(2) === 1;
        if (next(2)) facts.resolvedAt = [null, at(1), at(2)][next(3)];
        if (next(2)) facts.firstReviewAt = at(next(4));
        return { at: at(next(4)), facts, ...(next(3) ? {} : { stamps: { firstReviewAt: at(0) } }) };
      });
      const forwards = all(words);
      const shuffled = [...words, ...words].sort(() => next(3) - 1);
      // Facts that nobody said may be there as what holds by default, or not at all.
      expect({ round, known: all(shuffled) }).toEqual({ round, known: forwards });
      for (const word of words)
        expect(merge(forwards, word)).toEqual({ known: forwards, changed: false, newer: false });
    }
  });

  it("leave a fact as the last of them says that speaks of it", () => {
    const first = { at: at(1), facts: { status: "in_progress", sha: "a" } };
    const last = { at: at(3), facts: { status: "success" } };
    const between = { at: at(2), facts: { sha: "b", status: "failure" } };
    const known = { at: at(3), facts: { status: "success", sha: "b" }, stamps: { sha: at(2) } };
    expect(all([first, last, between])).toEqual(known);
    expect(all([between, last, first])).toEqual(known);
  });

  it("say a default only where they say it", () => {
    const silent = { at: at(5), facts: { sha: "a" } };
    const yes = { at: at(1), facts: { viaPlatform: true } };
    expect(all([silent, yes]).facts.viaPlatform).toBe(true);
    expect(all([{ ...silent, facts: { viaPlatform: false } }, yes]).facts.viaPlatform).toBe(false);
  });

  it("are counted as news only where a fact becomes another", () => {
    const known = all([{ at: at(1), facts: { status: "success" } }]);
    expect(merge(known, { at: at(2), facts: { status: "success" } })).toMatchObject({
      changed: false,
      newer: true,
    });
  });
});
