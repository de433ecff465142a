import { describe, expect, it } from "vitest";
import { timeOnNewCapabilities } from "./time-on-new-capabilities";
import { ask, set, people } from "../testing-platform";

describe("time on new capabilities", () => {
  it("take shares of time where enough of it is told", () => {
    const memberships = people.map(({ id }) => ({
      personId: id,
      team: id < 4 ? "amber" : "birch",
      startsAt: new Date("2026-01-01T00:00:00Z"),
      endsAt: null,
    }));
    const entry = (week: string, category: string, share: number) => ({
      team: "amber",
      week,
      category,
      source: "issues",
      share,
    });
    const weeks = ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"];
    const timeEntries = weeks.flatMap((w) => [entry(w, "new", 0.25), entry(w, "keeping", 0.75)]);
    const events = set({ people, memberships, timeEntries });
    expect(timeOnNewCapabilities.evaluate(events, ask)).toMatchObject({
      value: 0.25,
      n: 4,
      parts: { coverage: 0.6 },
    });
    const half = { ...events, timeEntries: timeEntries.slice(0, 4) };
    expect(timeOnNewCapabilities.evaluate(half, ask)).toMatchObject({
      value: null,
      insufficient: { have: 30, need: 60 },
    });
    // A quarter of each week, 0.6 of the people: 0.15 of the time is accounted for.
    const aQuarter = { ...events, timeEntries: timeEntries.filter((e) => e.category === "new") };
    expect(timeOnNewCapabilities.evaluate(aQuarter, ask)).toMatchObject({
      value: null,
      insufficient: { have: 15, need: 60 },
    });
  });
});
