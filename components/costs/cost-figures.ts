import { bucketLabel, formatValue } from "@/components/charts/format-value";
import { addDays, nextMonth } from "@/server/cost/core/billing/days";
import { groupName } from "@/server/cost/core/billing/group-names";
import type { BarsFigure, NumberFigure, SeriesFigure, TableFigure } from "@/server/metrics/core/figure";
import { formatMoney } from "@/components/ui/format";
import type { CostOutlook, CostOverview, SavingsView, UnitCostView } from "./cost-types";

const SOURCES = ["Bills of providers"];

export const COST_BY = [
  { value: "team", label: "Team" },
  { value: "environment", label: "Environment" },
  { value: "entity", label: "Service" },
  { value: "template", label: "Template" },
  { value: "costCentre", label: "Cost centre" },
  { value: "provider", label: "Provider" },
  { value: "serviceName", label: "Provider's service" },
  { value: "category", label: "Kind of charge" },
] as const;
export type CostBy = (typeof COST_BY)[number]["value"];

const number = (text: string | null): number | null => (text === null ? null : Number(text));

/** What everything came to, and the same span before. */
export function totalFigure(overview: CostOverview): NumberFigure {
  return {
    shape: "number",
    title: overview.basis === "effective" ? "Effective cost" : "Billed cost",
    unit: "money",
    currency: overview.currency,
    direction: "down",
    sources: SOURCES,
    n: null,
    value: overview.billedUntil === null ? null : Number(overview.total),
    previous: number(overview.previousTotal),
    ...(overview.billedUntil === null
      ? { insufficient: { why: "Nothing is billed yet.", have: 0, need: 1 } }
      : {}),
  };
}

/** How much of it nobody answers for. */
export function unallocatedFigure(overview: CostOverview): NumberFigure {
  const total = Number(overview.total);
  return {
    shape: "number",
    title: "Unallocated",
    unit: "ratio",
    direction: "down",
    sources: SOURCES,
    n: null,
    value: total > 0 ? Number(overview.unallocated) / total : null,
    previous: null,
    ...(total > 0 ? {} : { insufficient: { why: "There is no cost in this span.", have: 0, need: 1 } }),
  };
}

/** What the month will come to, if its days go on like the last ones. */
export function forecastFigure({ month, forecast }: CostOutlook, currency: string): NumberFigure {
  return {
    shape: "number",
    title: `${bucketLabel(`${month}-01`, "month")}, forecast`,
    unit: "money",
    currency,
    direction: "down",
    sources: SOURCES,
    n: null,
    value: forecast.amount,
    previous: null,
    ...(forecast.interval ? { interval: forecast.interval } : {}),
    ...(forecast.insufficient
      ? {
          insufficient: {
            why: `A forecast takes ${forecast.insufficient.need} billed days; there are ${forecast.insufficient.have}.`,
            ...forecast.insufficient,
          },
        }
      : {}),
    note: `${forecast.days} of ${forecast.daysInMonth} days are billed.`,
  };
}

/** The course by group, in pieces that add up. */
export function courseFigure(
  overview: CostOverview,
  by: string,
  interval: SeriesFigure["interval"],
): SeriesFigure {
  return {
    shape: "series",
    title: `Cost by ${by.toLowerCase()}`,
    unit: "money",
    currency: overview.currency,
    direction: "down",
    sources: SOURCES,
    n: null,
    interval,
    buckets: overview.buckets.map(({ from, to, partial }) => ({ from, to, partial })),
    series: overview.groups.map((group) => ({
      id: group.id,
      label: groupName(group),
      values: group.values.map(number),
      n: group.values.map(() => null),
    })),
    annotations: [],
  };
}

/** Who causes how much, the dearest first. */
export function groupsFigure(
  overview: CostOverview,
  by: string,
  hrefOf?: (id: string) => string | null,
): BarsFigure {
  return {
    shape: "bars",
    title: `Share by ${by.toLowerCase()}`,
    unit: "money",
    currency: overview.currency,
    direction: "down",
    sources: SOURCES,
    n: null,
    bars: overview.groups.map((group) => {
      const href = hrefOf?.(group.id);
      return {
        id: group.id,
        label: groupName(group),
        value: Number(group.total),
        n: null,
        ...(href ? { href } : {}),
      };
    }),
  };
}

/** What one of a unit cost in a month that stands by itself. */
export function unitNumberFigure(cost: UnitCostView, billedUntil: string | null): NumberFigure {
  const { title, unit, currency, direction, sources, n, insufficient, buckets, series } = unitFigure(
    cost,
    billedUntil,
  );
  const units = series[0]?.n[0] ?? null;
  return {
    shape: "number",
    ...{ title, unit, currency, direction, sources, n },
    ...(insufficient ? { insufficient } : {}),
    value: number(cost.perUnit),
    previous: null,
    ...(units === null
      ? {}
      : { note: `${buckets[0]?.partial ? "So far, over" : "Over"} ${formatValue(units, "count")} of them.` }),
  };
}

/** What one of a unit cost in each month. */
export function unitFigure(cost: UnitCostView, billedUntil: string | null): SeriesFigure {
  const whole = cost.months.filter(({ perUnit }) => perUnit !== null);
  return {
    shape: "series",
    title: `Cost per unit: ${cost.title}`,
    unit: "money",
    currency: cost.currency,
    direction: "down",
    sources: [...SOURCES, cost.title],
    n: null,
    interval: "month",
    buckets: cost.months.map(({ month }) => ({
      from: `${month}-01`,
      to: nextMonth(`${month}-01`),
      partial: billedUntil !== null && addDays(billedUntil, 1) < nextMonth(`${month}-01`),
    })),
    series: [
      {
        id: cost.unit,
        label: "For each",
        values: cost.months.map(({ perUnit }) => number(perUnit)),
        n: cost.months.map(({ units }) => number(units)),
      },
    ],
    annotations: [],
    ...(whole.length
      ? { note: `${formatMoney(Number(cost.perUnit), cost.currency)} for each over these months.` }
      : {
          insufficient: {
            why: `No month has both costs and counts of ${cost.title.toLowerCase()}.`,
            have: 0,
            need: 1,
          },
        }),
  };
}

/** What was saved, thing by thing; a thing without a known cost counts as nothing. */
export function savingsFigure(savings: SavingsView, currency: string): TableFigure {
  const total = savings.totals.find((one) => one.currency === currency);
  const others = savings.totals.filter((one) => one.currency !== currency);
  const note = [
    "Without it, each would have run on to the end of that month: nothing is claimed of later months.",
    ...(total ? [`${formatMoney(Number(total.saved), currency)} by ${total.things} things.`] : []),
    ...others.map((one) => `${formatMoney(Number(one.saved), one.currency)} beside it.`),
    ...(savings.unknown ? [`Of ${savings.unknown} the cost is not known; they count as nothing.`] : []),
  ].join(" ");
  return {
    shape: "table",
    title: "Saved by lifetimes and schedules",
    unit: "money",
    currency,
    direction: "up",
    sources: ["Runs of the portal", "Estimates"],
    n: savings.things,
    note,
    columns: [
      { id: "thing", label: "Thing", kind: "text" },
      { id: "team", label: "Team", kind: "text" },
      { id: "by", label: "Destroyed by", kind: "text" },
      { id: "at", label: "At", kind: "instant" },
      { id: "hours", label: "Hours left", kind: "number", unit: "count" },
      { id: "monthly", label: "A month", kind: "number", unit: "money" },
      { id: "saved", label: "Saved", kind: "number", unit: "money" },
    ],
    rows: savings.items
      .filter((item) => item.currency === currency || item.currency === null)
      .map((item) => ({
        id: item.runId,
        href: `/runs/${item.runId}`,
        cells: {
          thing: item.title ?? item.entity,
          team: item.team,
          by: item.by === "lifetime" ? "Its lifetime" : "An automation",
          at: new Date(item.endedAt).toISOString(),
          hours: Math.round(item.hours),
          monthly: number(item.monthly),
          saved: number(item.saved),
        },
      })),
  };
}
