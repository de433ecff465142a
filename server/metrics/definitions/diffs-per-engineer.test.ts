import { describe, expect, it } from "vitest";
import { noEvents } from "../core/events";
import { change } from "../testing-made";
import { diffsPerEngineer } from "./diffs-per-engineer";
import { ask, at, set, person, people } from "../testing-platform";

describe("merged changes per engineer", () => {
  it("divides by the full-time equivalents that there were, and by weeks", () => {
    const changes = Array.from({ length: 18 }, (_, n) => change(n + 1, { authorId: 1 + (n % 5) }));
    // Five whole and one for half of the time at half of the hours: 5.25; one bot and one who writes no code.
    const all = [
      ...people.slice(0, 4),
      person(5),
      person(6, { fte: 0.5, hiredOn: "2026-03-16" }),
      person(7, { isBot: true }),
      person(8, { isDeveloper: false }),
    ];
    const events = set({
      people: all,
      changes: [...changes, change(90, { authorId: 7 }), change(91, { authorId: 8 })],
    });
    expect(diffsPerEngineer.evaluate(events, ask)).toMatchObject({
      n: 18,
      value: expect.closeTo(18 / 5.25 / 4, 12) as number,
      parts: { people: 6, fte: 5.25 },
      insufficient: undefined,
    });
  });

  it("cancels what was taken back with what took it back, and knows no author that it does not know", () => {
    const events = set({
      people,
      changes: [
        change(1, { authorId: 1, revertedByChangeId: 2 }),
        change(2, { authorId: 2, revertsChangeId: 1 }),
        change(3, { authorId: 1 }),
        change(4, { authorId: null }),
        change(5, { authorId: 1, isBot: true }),
      ],
    });
    expect(diffsPerEngineer.evaluate(events, ask).n).toBe(1);
  });

  it("counts a change again whose taking back was taken back", () => {
    const events = set({
      people,
      changes: [
        change(1, { authorId: 1, revertedByChangeId: 2 }),
        change(2, { authorId: 2, revertsChangeId: 1, revertedByChangeId: 3 }),
        change(3, { authorId: 1, revertsChangeId: 2 }),
      ],
    });
    expect(diffsPerEngineer.evaluate(events, ask).n).toBe(1);
  });

  it("counts a person for a team for the time in it, once in two teams at a time", () => {
    const join = (personId: number, team: string, from: string, to: string | null) => ({
      personId,
      team,
      startsAt: at(from),
      endsAt: to === null ? null : at(to),
    });
    const events = set({
      people,
      memberships: [
        join(1, "amber", "01T00:00:00", "16T00:00:00"),
        join(1, "birch", "16T00:00:00", null),
        join(2, "amber", "01T00:00:00", null),
        join(2, "birch", "01T00:00:00", null),
      ],
    });
    const fte = (teams: string[]) => diffsPerEngineer.evaluate(events, { ...ask, teams }).parts?.fte;
    expect([fte(["amber"]), fte(["birch"]), fte(["amber", "birch"])]).toEqual([1.5, 1.5, 2]);
  });

  it("says what it would need", () => {
    expect(diffsPerEngineer.evaluate(set({ people: people.slice(0, 4) }), ask).insufficient).toMatchObject({
      have: 4,
      need: 5,
    });
    expect(diffsPerEngineer.evaluate(noEvents(), ask)).toMatchObject({ value: null, n: 0 });
  });
});
