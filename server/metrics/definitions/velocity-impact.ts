import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { EventSet } from "../core/events";
import { inScope, type Scope } from "../core/facts";
import { type MetricResult, noData } from "../core/result";
import { differenceInDifferences, type Unit } from "../core/statistics/difference";
import type { Ask, MetricDefinition } from "../definition";
import { inScope as scoped } from "../store/windows";
import { counted, isCounted } from "./deployments";

export const WEEK = 7 * 86_400_000;
/** Weeks before and after. */
export const SPAN = 12;
/** Weeks after the beginning that are left out. */
export const WASH_OUT = 2;
export const NEED = 5;

/** When a team deployed, and through what. */
export interface TeamHistory {
  team: string;
  /** When each deployment ended, in ms, in order. */
  all: number[];
  /** The first through the platform; null: none. */
  adopted: number | null;
}

const between = (times: readonly number[], from: number, to: number) =>
  times.filter((t) => t >= from && t < to).length;
/** Deployments a week on a scale on which doubling is a step of one size; a half more, so that none has a place on it. */
const rate = (times: readonly number[], from: number, to: number) =>
  Math.log((between(times, from, to) + 0.5) / ((to - from) / WEEK));

/** A team that began, and its change with those that it is compared with; computed once, whatever windows it lies in. */
export interface Beginner {
  at: number;
  units: () => readonly Unit[];
}

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};

/** Each team that began, against those that had not begun by the end of its time after. */
export function beginners(
  histories: readonly TeamHistory[],
  unitsOf: (beginner: TeamHistory, at: number, others: readonly TeamHistory[]) => readonly Unit[],
): Beginner[] {
  return histories.flatMap((of) => {
    const at = of.adopted;
    if (at === null) return [];
    const later = (o: TeamHistory) => o.adopted === null || o.adopted >= at + (WASH_OUT + SPAN) * WEEK;
    return [{ at, units: once(() => unitsOf(of, at, histories.filter(later))) }];
  });
}

/** The units of those whose weeks after all lie in a window. */
export const unitsIn = (all: readonly Beginner[], from: number, to: number): Unit[] =>
  all
    .filter(({ at }) => at >= from && at + (WASH_OUT + SPAN) * WEEK <= to)
    .flatMap(({ units }) => [...units()]);

/** How often teams deploy, before and after. */
export function paces(histories: readonly TeamHistory[]): Beginner[] {
  const unit = (of: TeamHistory, at: number, treated: boolean): Unit => ({
    treated,
    before: rate(of.all, at - SPAN * WEEK, at),
    after: rate(of.all, at + WASH_OUT * WEEK, at + (WASH_OUT + SPAN) * WEEK),
  });
  // A team that was not there before has nothing to be compared with.
  const there = (of: TeamHistory, at: number) => (of.all[0] ?? Infinity) < at - SPAN * WEEK;
  return beginners(histories, (of, at, others) =>
    there(of, at)
      ? [unit(of, at, true), ...others.filter((o) => there(o, at)).map((o) => unit(o, at, false))]
      : [],
  );
}

/** How much more often those who began deploy, of those whose weeks lie in a window. */
export function impact(all: readonly Beginner[], from: number, to: number): MetricResult {
  const found = differenceInDifferences(unitsIn(all, from, to));
  const adopters = found?.treated ?? 0;
  if (!found || adopters < NEED)
    return {
      ...noData(
        `It needs at least ${NEED} teams that began in this period, each with ${SPAN} weeks before and after, and others that had not.`,
        NEED,
      ),
      insufficient: {
        why: `It needs at least ${NEED} teams that began in this period, each with ${SPAN} weeks before and after, and others that had not.`,
        have: adopters,
        need: NEED,
      },
    };
  return {
    value: Math.exp(found.estimate) - 1,
    n: adopters,
    interval: [Math.exp(found.interval[0]) - 1, Math.exp(found.interval[1]) - 1],
    parts: { adopters, comparisons: found.others },
  };
}

/** When each team of the scope deployed, in plain code. */
export function historiesIn(events: EventSet, scope: Scope): TeamHistory[] {
  const teams = new Map<string, TeamHistory>();
  for (const d of events.deployments.filter((one) => isCounted(one) && inScope(one, scope))) {
    if (d.team === null) continue;
    const known = teams.get(d.team) ?? { team: d.team, all: [], adopted: null };
    known.all.push(d.finishedAt!.getTime());
    if (d.viaPlatform) known.adopted = Math.min(known.adopted ?? Infinity, d.finishedAt!.getTime());
    teams.set(d.team, known);
  }
  const histories = [...teams.values()].sort((a, b) => (a.team < b.team ? -1 : 1));
  for (const history of histories) history.all.sort((a, b) => a - b);
  return histories;
}

export const velocityImpact: MetricDefinition = {
  id: "velocity-impact",
  title: "Velocity, associated with adoption",
  question: "Do teams deploy more often once they use the platform, compared with those that do not?",
  formula: `How much more the weekly deployments of teams changed that began to use the platform (${SPAN} weeks before against ${SPAN} after, the ${WASH_OUT} weeks in between left out) than those of teams that had not begun, on a logarithmic scale; as a relative change.`,
  unit: "ratio",
  direction: "up",
  floor: { need: NEED, of: "teams that began" },
  sources: ["Deployments"],
  window: "12m",
  needs: "12m",
  dimensions: ["organisation"],
  reads: ["insight_deployments"],
  rules: [
    "It is an association, not a cause: who begins early may differ in other ways.",
    "Teams that began after an unusually bad time get better anyway (regression to the mean).",
    "A team begins with its first deployment through the platform, and counts where all its weeks lie in the period.",
    "The interval is a bootstrap over teams with a fixed seed: the same events give the same interval.",
  ],
  parts: {
    adopters: { label: "Teams that began", unit: "count" },
    comparisons: { label: "Comparisons with others", unit: "count" },
  },
  evaluate: (events, ask) =>
    impact(paces(historiesIn(events, ask)), ask.window.from.getTime(), ask.window.to.getTime()),
  async compute(db, ask) {
    const all = paces(await historiesOf(db, ask));
    // A course of it would be one of less and less teams: each window of a page is computed, from one reading.
    return ask.windows.map((w, window) => ({
      window,
      key: null,
      result: impact(all, w.from.getTime(), w.to.getTime()),
    }));
  },
};

/** The same, from the database. */
export async function historiesOf(db: Executor, ask: Ask): Promise<TeamHistory[]> {
  const rows = await db.execute<{ team: string; all: number[]; adopted: number | null }>(sql`
    select d.team, json_agg(extract(epoch from d.finished_at)::float8 * 1000 order by d.finished_at) as all,
      min(extract(epoch from d.finished_at)::float8 * 1000) filter (where d.via_platform) as adopted
    from insight_deployments d where ${counted(sql`d`)} and d.team is not null${scoped(sql`d`, ask)}
    group by d.team order by d.team collate "C"`);
  return rows.map(({ team, all, adopted }) => ({ team, all, adopted }));
}
