import type { Context } from "@/server/kernel/context";
import { Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { comparisonWith } from "../core/comparison";
import type { Scope } from "../core/facts";
import { levelsOf, scoresOf } from "../core/levels";
import { bucketsOf, type ResolvedRange, resolveRange } from "../core/range";
import { type MetricResult, noData, type Window } from "../core/result";
import type { Computed, MetricDefinition } from "../definition";
import type { MetricSeries, MetricValue, MetricValues, ValuesAsk } from "../schema";
import { firstEvents } from "../store/first-events";
import { figureSettings } from "../store/scope";
import { type Versions, versions } from "../store/versions";
import { breakdownOf } from "./breakdown";
import { computeKnown } from "./known";
import { peersIn } from "./peers";
import { protect, protectedTeams } from "./protect";
import { scopeOf } from "./scope";
import { requireMetric, wordsOf } from "./words";

/** What a value is computed for, the same for all metrics of one question. */
export interface Question {
  ask: ValuesAsk;
  scope: Scope;
  zone: string;
  blueprint: string;
  asOf: Date;
  /** How far the events had come when the question was asked. */
  at: Versions;
  /** When each source first told something, by its name; empty where nothing is compared. */
  since: ReadonlyMap<string, Date | null>;
}

/**
 * Values of metrics over a range, with the period before, and where asked for their course and a breakdown. Throws NotFound for a
 * metric, team or service that there is not (or that the actor may not read), Invalid for a range that cannot be read, or a
 * dimension that a metric does not have.
 */
export async function metricValues(ctx: Context, ask: ValuesAsk): Promise<MetricValues> {
  checkPermission(ctx.actor, "insights.read");
  const metrics = [...new Set(ask.metrics)].map(requireMetric);
  if (!ask.partial) for (const metric of metrics) requireDimension(metric, ask);
  const [settings, at, since] = await Promise.all([
    figureSettings(ctx.db),
    versions(ctx.db),
    ask.compare === "none" ? new Map<string, Date | null>() : firstEvents(ctx.db),
  ]);
  const question: Question = {
    ask,
    at,
    since,
    asOf: at.now,
    zone: settings.timeZone,
    blueprint: settings.serviceBlueprint,
    scope: await scopeOf(ctx, ask.scope, settings.serviceBlueprint),
  };
  const values = await Promise.all(metrics.map((metric) => valueOf(ctx, metric, question)));
  return {
    values,
    scores: scoresOf(values.map((v) => ({ scale: v.definition.scale, result: v.result }))),
    timeZone: question.zone,
    asOf: at.now.toISOString(),
  };
}

function requireDimension(metric: MetricDefinition, { scope, by }: ValuesAsk): void {
  const missing = [scope.kind, by].find((d) => d !== undefined && !metric.dimensions.includes(d));
  if (missing)
    throw Invalid.at(
      [missing === by ? "by" : "scope"],
      `"${metric.title}" is not computed by ${missing}. It is by ${metric.dimensions.join(", ")}.`,
    );
}

async function valueOf(ctx: Context, metric: MetricDefinition, asked: Question): Promise<MetricValue> {
  const { ask, zone, at } = asked;
  const told = ask.range ?? { last: metric.window };
  // What is under way ends at the last change, or with the last minute, so that its figures are the same until there are others.
  const question = { ...asked, asOf: metric.reads && "last" in told ? at.steady : at.now };
  const range = resolveRange(told, zone, question.asOf, ask.interval);
  if (!metric.dimensions.includes(ask.scope.kind)) return notOf(ask.scope.kind, metric, range.window);
  const [{ previous, ...results }, breakdown, peers] = await Promise.all([
    wholeOf(ctx, metric, question, range),
    ask.by && metric.dimensions.includes(ask.by) ? breakdownOf(ctx, metric, question, range, ask.by) : null,
    ask.compare === "peers" ? peersIn(ctx, metric, question, range) : null,
  ]);
  // The first source that a definition names is what it counts.
  const since = question.since.get(metric.sources[0]!) ?? null;
  return {
    definition: wordsOf(metric),
    from: range.window.from.toISOString(),
    to: range.window.to.toISOString(),
    ...results,
    ...(previous && !metric.unavailable
      ? comparisonWith(previous, range.previous, since, zone)
      : { previous: null, previousWhy: null }),
    peers,
    levels: levelsOf(metric.scale, results.result),
    breakdown,
  };
}

/** What a metric says of a scope that it is not computed by. */
const notOf = (kind: string, metric: MetricDefinition, { from, to }: Window): MetricValue => ({
  definition: wordsOf(metric),
  from: from.toISOString(),
  to: to.toISOString(),
  result: noData(`It is not computed by ${kind}, only by ${metric.dimensions.join(", ")}.`, 0),
  previous: null,
  previousWhy: null,
  peers: null,
  levels: null,
  series: null,
  breakdown: null,
});

/** All windows of a question go to the database together: the value's, the one before, and those of both courses. */
async function wholeOf(
  ctx: Context,
  metric: MetricDefinition,
  question: Question,
  range: ResolvedRange,
): Promise<Pick<MetricValue, "result" | "previous" | "series">> {
  const { ask, scope, zone, asOf, at } = question;
  const compares = ask.compare !== "none";
  const buckets = ask.series || ask.interval ? range.buckets : [];
  const before = compares && buckets.length ? bucketsOf(range.previous, range.interval, zone, asOf) : [];
  const heads = compares ? [range.window, range.previous] : [range.window];
  const windows = [...heads, ...buckets, ...before].map((w) => untilNow(w, asOf));
  const computed = metric.unavailable
    ? windows.map(() => noData(metric.unavailable!))
    : resultsOf(
        await computeKnown(
          ctx.db,
          metric,
          { ...scope, windows, detailed: heads.length, by: null, zone, asOf },
          at,
        ),
        windows.length,
      );
  const hidden =
    metric.personal && ask.scope.kind === "team"
      ? (await protectedTeams(ctx, metric, question, range)).has(ask.scope.id)
      : false;
  const shown = computed.map((result) => protect(metric, result, hidden));
  const series: MetricSeries | null = buckets.length
    ? {
        interval: range.interval,
        buckets: buckets.map((b) => ({
          from: b.from.toISOString(),
          to: b.to.toISOString(),
          partial: b.partial,
        })),
        results: shown.slice(heads.length, heads.length + buckets.length),
        previous: compares ? shown.slice(heads.length + buckets.length) : null,
      }
    : null;
  return { result: shown[0]!, previous: compares ? shown[1]! : null, series };
}

/** A window ends now at the latest: what is to come is no time in which nothing happened. */
const untilNow = ({ from, to }: Window, asOf: Date): Window => ({ from, to: to > asOf ? asOf : to });

function resultsOf(computed: readonly Computed[], count: number): MetricResult[] {
  const by = new Map(computed.map((c) => [c.window, c.result]));
  return Array.from({ length: count }, (_, ix) => by.get(ix) ?? noData("There is nothing in this period."));
}
