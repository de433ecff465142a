import type { z } from "zod";
import { groupName } from "@/server/cost/core/billing/group-names";
import { costCoverage, type CostOverview, costOverview } from "@/server/cost/service/billing/figures";
import { isAdmin } from "@/server/kernel/context";
import type { BarsFigure, Figure, NumberFigure, SeriesFigure } from "@/server/metrics/core/figure";
import { barsFigure } from "@/server/metrics/core/prepare/bars";
import { numberFigure } from "@/server/metrics/core/prepare/number";
import { drawnSeries } from "@/server/metrics/core/prepare/series";
import { resolveRange } from "@/server/metrics/core/range";
import { dateOf, dayOf } from "@/server/metrics/core/zone";
import { type MetricScope, valuesSchema } from "@/server/metrics/schema";
import { metricValues } from "@/server/metrics/service/values";
import type { WidgetData } from "../../core/data";
import type { costWidget, metricWidget } from "../../core/widgets/charts";
import type { Ask } from "./ask";

/** Widgets whose numbers are not of the catalog: the portal's own metrics, and what was billed. */

const notFiltered = (ask: Ask, what: string): string[] =>
  ask.filters.length ? [`The filters of the page narrow entities, not ${what}.`] : [];

/** A metric: its value, its course, or its value for each team or service. */
export async function metricData(ask: Ask, widget: z.infer<typeof metricWidget>): Promise<WidgetData> {
  const { view } = widget;
  const range = widget.range ?? ask.range;
  const asked = valuesSchema.parse({
    metrics: [widget.metric],
    scope: widget.scope ?? { kind: "organisation" },
    ...(range ? { range } : {}),
    ...(widget.interval ? { interval: widget.interval } : {}),
    series: view === "series",
    compare: widget.compare ?? "previous",
    ...(view === "breakdown" ? { by: widget.by ?? "team" } : {}),
  });
  const { values } = await metricValues(ask.ctx, asked);
  const value = values[0]!;
  const figure: Figure | null =
    view === "number"
      ? numberFigure(value)
      : view === "series"
        ? (drawnSeries(value) ?? numberFigure(value))
        : barsFigure(value, { most: 30 });
  if (!figure) return { kind: "empty", text: "There is nothing to show in this span." };
  return {
    kind: "figure",
    figure: widget.title ? { ...figure, title: widget.title } : figure,
    drill: {},
    href: metricHref(widget.metric, asked.scope, range),
    ...(value.definition.listed
      ? {
          behind: {
            kind: "events" as const,
            definition: value.definition,
            scope: asked.scope,
            from: value.from,
            to: value.to,
          },
        }
      : {}),
    notes: notFiltered(ask, "metrics"),
  };
}

/** The page of a metric, about the same team and span where it has them. */
function metricHref(metric: string, scope: MetricScope, range: Ask["range"]): string {
  const search = new URLSearchParams({
    ...(scope.kind === "team" ? { team: scope.id } : {}),
    ...(range && "last" in range ? { range: range.last } : {}),
  });
  return `/insights/metrics/${encodeURIComponent(metric)}${search.size ? `?${search}` : ""}`;
}

const NAMES: Record<string, string> = {
  team: "team",
  environment: "environment",
  costCentre: "cost centre",
  entity: "service",
  provider: "provider",
  serviceCategory: "kind of service",
  serviceName: "provider's service",
  category: "kind of charge",
  source: "bill",
};

/** What was billed: altogether, its course, or by what caused it. */
export async function costData(ask: Ask, widget: z.infer<typeof costWidget>): Promise<WidgetData> {
  const { view, by = "team", interval = "month", team, environment, entity, provider, serviceName } = widget;
  const currency = widget.currency ?? (await costCoverage(ask.ctx))[0]?.currency;
  if (currency === undefined) return { kind: "empty", text: "Nothing is billed yet." };
  const { window } = resolveRange(widget.range ?? ask.range ?? { last: "3m" }, "UTC", new Date(), interval);
  // Bills have days: one that a span ends within belongs to it.
  const from = dateOf(dayOf(window.from, "UTC"));
  const to = dateOf(dayOf(new Date(window.to.getTime() - 1), "UTC") + 1);
  const filter = Object.fromEntries(
    Object.entries({ team, environment, entity, provider, serviceName }).filter(([, value]) => value),
  );
  const overview = await costOverview(ask.ctx, { from, to, currency, by, interval, ...filter });
  if (overview.billedUntil === null) return { kind: "empty", text: `Nothing is billed in ${currency} yet.` };
  const figure = { number: total, series: course, bars: groups }[view](overview, by, interval);
  return {
    kind: "figure",
    figure: widget.title ? { ...figure, title: widget.title } : figure,
    drill: {},
    href: "/insights/costs",
    behind: { kind: "lines", by, from, to, currency, filter },
    notes: [
      ...notFiltered(ask, "costs"),
      ...(isAdmin(ask.ctx.actor) ? [] : ["These are the costs of your own teams."]),
    ],
  };
}

const baseOf = (overview: CostOverview, title: string) => ({
  title,
  unit: "money" as const,
  currency: overview.currency,
  direction: "down" as const,
  sources: ["Bills of providers"],
  n: null,
});
const number = (text: string | null): number | null => (text === null ? null : Number(text));
const total = (overview: CostOverview): NumberFigure => ({
  shape: "number",
  ...baseOf(overview, overview.basis === "effective" ? "Effective cost" : "Billed cost"),
  value: Number(overview.total),
  previous: number(overview.previousTotal),
});

const course = (overview: CostOverview, by: string, interval: SeriesFigure["interval"]): SeriesFigure => ({
  shape: "series",
  ...baseOf(overview, `Cost by ${NAMES[by]}`),
  interval,
  buckets: overview.buckets.map(({ from, to, partial }) => ({ from, to, partial })),
  series: overview.groups.map((group) => ({
    id: group.id,
    label: groupName(group),
    values: group.values.map(number),
    n: group.values.map(() => null),
  })),
  annotations: [],
});

const groups = (overview: CostOverview, by: string): BarsFigure => ({
  shape: "bars",
  ...baseOf(overview, `Cost by ${NAMES[by]}`),
  bars: overview.groups.map((group) => ({
    id: group.id,
    label: groupName(group),
    value: Number(group.total),
    n: null,
  })),
});
