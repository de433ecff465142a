import { sql } from "drizzle-orm";
import type { Floor } from "../core/facts";
import { noData, type MetricResult } from "../core/result";
import { dateOf, dayOf } from "../core/zone";
import type { MetricDefinition } from "../definition";
import { windowRows } from "../store/windows";

const FLOOR: Floor = { need: 3, of: "full billing months" };

const NO_BASELINE =
  "There is no baseline. An administrator sets one under Cost allocation, with the initiative that is to save.";

/** A month's cost in the baseline's currency, with how many of its unit there were. */
interface Month {
  month: string;
  effective: number;
  untagged: number;
  units: number;
}

const nextMonth = (month: string): string => {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
};
const firstDay = (month: string): string => `${month}-01`;

/** What the months of a period cost against the same units at the baseline's price. */
function optimisation(months: readonly Month[], baseline: readonly Month[]): MetricResult {
  const total = (all: readonly Month[], of: (month: Month) => number) =>
    all.reduce((sum, month) => sum + of(month), 0);
  const before = { cost: total(baseline, (m) => m.effective), units: total(baseline, (m) => m.units) };
  if (before.units <= 0 || before.cost <= 0)
    return noData("The months of the baseline have no costs, or none of its unit.");
  if (months.length < FLOOR.need)
    return {
      value: null,
      n: months.length,
      insufficient: {
        why: `It needs ${FLOOR.need} full billing months that have both costs and the unit.`,
        have: months.length,
        need: FLOOR.need,
      },
    };
  const now = total(months, (m) => m.effective);
  const expected = (before.cost / before.units) * total(months, (m) => m.units);
  return {
    value: 1 - now / expected,
    n: months.length,
    numerator: now,
    denominator: expected,
    parts: { untagged: now > 0 ? total(months, (m) => m.untagged) / now : null },
  };
}

/** The months that lie in a span of days, are billed to their end, and have costs and units. */
const whole = (all: readonly Month[], from: string, to: string, billedUntil: string): Month[] =>
  all.filter(({ month, units }) => {
    const end = firstDay(nextMonth(month));
    return firstDay(month) >= from && end <= to && units > 0 && lastDay(end) <= billedUntil;
  });

const lastDay = (end: string): string => new Date(Date.parse(end) - 86_400_000).toISOString().slice(0, 10);

export const costOptimisation: MetricDefinition = {
  id: "cost-optimisation",
  title: "Cost optimisation",
  question: "What does a unit of work cost now, against the baseline?",
  formula:
    "1 less the effective cost of the period's full billing months, divided by what their units would have cost at the baseline: its effective cost divided by its units, times the units of now.",
  unit: "ratio",
  direction: "up",
  floor: FLOOR,
  counts: "full billing months",
  sources: ["Bills of providers", "Counts of the unit", "Baseline"],
  window: "3m",
  needs: "3m",
  dimensions: ["organisation"],
  rules: [
    "The counterfactual is named by the baseline: without the initiative, a unit would cost what it cost then. Without baseline and initiative nothing is claimed.",
    "Full billing months alone, in UTC as providers bill: a month counts when its last day is billed and it lies in the period.",
    "At least three of them; effective cost, in the baseline's currency and no other.",
    "A month without any of the unit is left out, with its cost.",
    "What is given to nobody is in the cost; its share is shown beside.",
  ],
  parts: { untagged: { label: "Given to nobody", unit: "ratio" } },
  evaluate(events, { window, zone }) {
    const { baseline, billedUntil } = events;
    if (!baseline || billedUntil === null) return noData(baseline ? "Nothing is billed yet." : NO_BASELINE);
    const ofUnit = events.unitCounts.filter((count) => count.unit === baseline.unit);
    const months = new Map<string, Month>();
    for (const { month, currency, effective, team, pool } of events.billedMonths) {
      if (currency !== baseline.currency) continue;
      const units = ofUnit
        .filter((count) => count.month === month)
        .reduce((sum, { count }) => sum + count, 0);
      const of = months.get(month) ?? { month, effective: 0, untagged: 0, units };
      of.effective += effective;
      if (team === null && pool === null) of.untagged += effective;
      months.set(month, of);
    }
    const day = (at: Date) => dateOf(dayOf(at, zone));
    return optimisation(
      whole([...months.values()], day(window.from), day(window.to), billedUntil),
      whole([...months.values()], firstDay(baseline.fromMonth), firstDay(baseline.toMonth), billedUntil),
    );
  },
  async compute(db, ask) {
    const [baseline] = await db.execute<{
      unit: string;
      currency: string;
      from: string;
      to: string;
      until: string | null;
    }>(sql`
      select unit, currency, from_month::text as "from", to_month::text as "to",
        (select max(day)::text from cost_days where currency = b.currency and day <= (now() at time zone 'UTC')::date) as until
      from cost_baseline b`);
    const all = (result: MetricResult) => ask.windows.map((_, window) => ({ window, key: null, result }));
    if (!baseline) return all(noData(NO_BASELINE));
    if (baseline.until === null) return all(noData("Nothing is billed yet."));
    const days = await db.execute<{ ix: number; from: string; to: string }>(sql`
      select ix, (starts at time zone ${ask.zone})::date::text as "from", (ends at time zone ${ask.zone})::date::text as "to"
      from (${windowRows(ask)}) w`);
    const least = [baseline.from, ...days.map(({ from }) => from)].sort()[0]!;
    const most = [baseline.to, ...days.map(({ to }) => to)].sort().at(-1)!;
    const rows = await db.execute<Record<string, unknown> & Month>(sql`
      select to_char(c.month, 'YYYY-MM') as month, c.effective, c.untagged, coalesce(u.units, 0)::float8 as units
      from (
        select month, sum(effective)::float8 as effective,
          coalesce(sum(effective) filter (where team is null and pool is null), 0)::float8 as untagged
        from cost_months
        where currency = ${baseline.currency} and month >= ${least}::date and month < ${most}::date group by month
      ) c
      left join (
        select month, sum(units) as units
        from cost_unit_months(${baseline.unit}, date_trunc('month', ${least}::date)::date, ${most}::date, null) group by month
      ) u on u.month = c.month`);
    const months = [...rows];
    const then = whole(months, baseline.from, baseline.to, baseline.until);
    const byWindow = new Map(days.map((span) => [span.ix, span]));
    return ask.windows.map((_, window) => {
      const span = byWindow.get(window)!;
      return {
        window,
        key: null,
        result: optimisation(whole(months, span.from, span.to, baseline.until!), then),
      };
    });
  },
};
