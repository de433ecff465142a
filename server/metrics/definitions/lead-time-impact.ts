import { sql } from "drizzle-orm";
import { inScope } from "../core/facts";
import { medianDisc } from "../core/statistics/percentile";
import { differenceInDifferences, type Unit } from "../core/statistics/difference";
import { type MetricResult, noData } from "../core/result";
import type { MetricDefinition } from "../definition";
import { scoped } from "../store/windows";
import { changeLeadTime, leadTimeFacts } from "./change-lead-time";
import {
  type Beginner,
  beginners,
  historiesIn,
  historiesOf,
  NEED,
  SPAN,
  type TeamHistory,
  unitsIn,
  WASH_OUT,
  WEEK,
} from "./velocity-impact";

/** When changes of a team reached production, and how long they took, in seconds. */
export type Leads = ReadonlyMap<string, readonly { at: number; value: number }[]>;

function byTeam(all: readonly { team: string; at: number; value: number }[]): Leads {
  const leads = new Map<string, { at: number; value: number }[]>();
  for (const { team, at, value } of all) {
    const known = leads.get(team);
    if (known) known.push({ at, value });
    else leads.set(team, [{ at, value }]);
  }
  return leads;
}

/** On a scale on which twice as long is a step of one size; null where nothing was deployed. */
function level(leads: readonly { at: number; value: number }[], from: number, to: number): number | null {
  const found = medianDisc(leads.filter(({ at }) => at >= from && at < to).map(({ value }) => value));
  return found === null ? null : Math.log(Math.max(1, found));
}

const short = `It needs at least ${NEED} teams that began in this period, each with changes in the ${SPAN} weeks before and after, and others that had not.`;

/** How long changes of teams take, before and after. */
export function leadTimes(histories: readonly TeamHistory[], leads: Leads): Beginner[] {
  const unit = (team: string, at: number, treated: boolean): Unit[] => {
    const of = leads.get(team) ?? [];
    const before = level(of, at - SPAN * WEEK, at);
    const after = level(of, at + WASH_OUT * WEEK, at + (WASH_OUT + SPAN) * WEEK);
    return before === null || after === null ? [] : [{ treated, before, after }];
  };
  return beginners(histories, ({ team }, at, others) => {
    const own = unit(team, at, true);
    return own.length === 0 ? [] : [...own, ...others.flatMap((o) => unit(o.team, at, false))];
  });
}

/** How much sooner changes of those who began reach production, of those whose weeks lie in a window. */
export function leadTimeChange(all: readonly Beginner[], from: number, to: number): MetricResult {
  const found = differenceInDifferences(unitsIn(all, from, to));
  if (!found || found.treated < NEED)
    return {
      ...noData(short, NEED),
      insufficient: { why: short, have: found?.treated ?? 0, need: NEED },
    };
  return {
    value: Math.exp(found.estimate) - 1,
    n: found.treated,
    interval: [Math.exp(found.interval[0]) - 1, Math.exp(found.interval[1]) - 1],
    parts: { adopters: found.treated, comparisons: found.others },
  };
}

export const leadTimeImpact: MetricDefinition = {
  id: "lead-time-impact",
  title: "Lead time, associated with adoption",
  question:
    "Do changes reach production sooner once a team uses the platform, compared with teams that do not?",
  formula: `How much more the median lead time of changes of teams changed that began to use the platform (${SPAN} weeks before against ${SPAN} after, the ${WASH_OUT} weeks in between left out) than that of teams that had not begun, on a logarithmic scale; as a relative change.`,
  unit: "ratio",
  direction: "down",
  floor: { need: NEED, of: "teams that began" },
  sources: ["Deployments", "Changes", "Commits"],
  window: "12m",
  needs: "12m",
  dimensions: ["organisation"],
  reads: ["insight_deployments", "insight_deployment_changes", "insight_changes"],
  rules: [
    "It is an association, not a cause: who begins early may differ in other ways.",
    "Teams that began after an unusually slow time get faster anyway (regression to the mean).",
    "A team counts where changes of it reached production both before and after; lead times are those of the metric of that name.",
    "The interval is a bootstrap over teams with a fixed seed: the same events give the same interval.",
  ],
  parts: {
    adopters: { label: "Teams that began", unit: "count" },
    comparisons: { label: "Comparisons with others", unit: "count" },
  },
  evaluate(events, ask) {
    const facts = leadTimeFacts(events).filter((fact) => inScope(fact, ask));
    const known = facts.flatMap(({ team, at, value }) =>
      team !== null && typeof value === "number" ? [{ team, at: at.getTime(), value }] : [],
    );
    return leadTimeChange(
      leadTimes(historiesIn(events, ask), byTeam(known)),
      ask.window.from.getTime(),
      ask.window.to.getTime(),
    );
  },
  async compute(db, ask) {
    const histories = await historiesOf(db, ask);
    // What lies before the windows is compared with what lies in them, so all of it is read.
    const always = { ...ask, windows: [{ from: new Date(0), to: ask.asOf }, ...ask.windows] };
    const rows = await db.execute<{ team: string; at: number; value: number }>(sql`
      select f.team, extract(epoch from f.at)::float8 * 1000 as at, f.value
      from (${scoped(changeLeadTime.facts!(always), always)}) f where f.team is not null and f.value is not null`);
    const all = leadTimes(histories, byTeam(rows));
    return ask.windows.map((w, window) => ({
      window,
      key: null,
      result: leadTimeChange(all, w.from.getTime(), w.to.getTime()),
    }));
  },
};
