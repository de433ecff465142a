import { describe, expect, it } from "vitest";
import { mayBegin, nextRun, serialKeyOf, type TeamLine } from "./fairness";

const line = (team: string, active: number, ...waiting: number[]): TeamLine => ({
  team,
  active,
  waiting: waiting.map((since) => ({ id: `${team}${since}`, since })),
});

describe("turns", () => {
  it("lets a team have more than its share only while nobody with less waits", () => {
    expect(mayBegin([line("a", 4, 1)], "a", 4)).toBe(true);
    expect(mayBegin([line("a", 4, 1), line("b", 0, 2)], "a", 4)).toBe(false);
    expect(mayBegin([line("a", 3, 1), line("b", 0, 2)], "a", 4)).toBe(true);
    expect(mayBegin([line("a", 4, 1), line("b", 4, 2)], "a", 4)).toBe(true);
    expect(mayBegin([line("a", 5, 1), line("b", 0)], "a", 4)).toBe(true);
  });

  it("gives the turn to the team with the fewest, and within it to the one that waits longest", () => {
    expect(nextRun([line("a", 2, 1, 3), line("b", 1, 2, 4)])).toBe("b2");
    expect(nextRun([line("a", 1, 3), line("b", 1, 2)])).toBe("b2");
    expect(nextRun([line("a", 0)])).toBeNull();
  });

  it("keeps the mean wait of every team within twice the mean of all, whoever floods", () => {
    const storms: Record<string, number>[] = [
      { a: 1000, b: 10, c: 10 },
      { a: 200, b: 200, c: 200 },
      { a: 500, ...Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`t${i}`, 1])) },
      { a: 1, b: 999 },
    ];
    for (const storm of storms) {
      const waits = simulate(storm, 8);
      const all = Object.values(waits).flat();
      const mean = all.reduce((sum, wait) => sum + wait, 0) / all.length;
      for (const [team, own] of Object.entries(waits))
        expect(own.reduce((sum, wait) => sum + wait, 0) / own.length, team).toBeLessThanOrEqual(2 * mean);
      expect(all).toHaveLength(Object.values(storm).reduce((sum, n) => sum + n, 0));
    }
  });
});

/** Ticks that each run of a storm waits for one of the slots; all come at once, the first team's before the others'. */
function simulate(storm: Record<string, number>, slots: number): Record<string, number[]> {
  let since = 0;
  const lines = Object.entries(storm).map(([team, n]) => ({
    team,
    active: 0,
    waiting: Array.from({ length: n }, () => ({ id: `${team}:${++since}`, since })),
  }));
  const waits: Record<string, number[]> = Object.fromEntries(lines.map(({ team }) => [team, []]));
  let running: { team: string; until: number }[] = [];
  for (let tick = 0; lines.some(({ waiting }) => waiting.length); tick++) {
    running = running.filter(({ until }) => until > tick);
    for (const one of lines) one.active = running.filter(({ team }) => team === one.team).length;
    while (running.length < slots) {
      const next = nextRun(lines);
      const one = next && lines.find(({ waiting }) => waiting[0]?.id === next);
      if (!one) break;
      one.waiting.shift();
      one.active += 1;
      running.push({ team: one.team, until: tick + 3 });
      waits[one.team]!.push(tick);
    }
  }
  return waits;
}

it("is serial by entity unless the action says otherwise", () => {
  const target = { blueprint: "service", identifier: "a" };
  expect(serialKeyOf({ identifier: "x" }, target)).toBe('target:["service","a"]');
  expect(serialKeyOf({ identifier: "x" }, null)).toBeNull();
  expect(serialKeyOf({ identifier: "x", concurrency: "action" }, null)).toBe("action:x");
  expect(serialKeyOf({ identifier: "x", concurrency: "none" }, target)).toBeNull();
});
