import type { Context } from "@/server/kernel/context";
import { Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { comparisonWith } from "../core/comparison";
import type { Scope } from "../core/facts";
import { levelsOf, scoresOf } from "../core/levels";
import { bucketsOf, type ResolvedRange, resolveRange, spanInWords, widened } from "../core/range";
import { type MetricResult, noData, type Window } from "../core/result";
import type { Computed, MetricDefinition } from "../definition";
import type { MetricSeries, MetricValue, MetricValues, ValuesAsk } from "../schema";
import { firstEvents } from "../store/first-events";
import { figureSettings } from "../store/scope";
import { type Versions, versions } from "../store/versions";
import { breakdownOf } from "./breakdown";
import { computeKnown } from "./known";
import { peersIn } from "./peers";
import { protect, protectedIn } from "./protect";
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
  const longer = metric.needs && !metric.unavailable ? widened(range, metric.needs) : null;
  const besides = (over: ResolvedRange) =>
    Promise.all([
      ask.by && metric.dimensions.includes(ask.by) ? breakdownOf(ctx, metric, question, over, ask.by) : null,
      ask.compare === "peers" ? peersIn(ctx, metric, question, over) : null,
    ]);
  const whole = wholeOf(ctx, metric, question, range, longer);
  // What stands beside a value is over the same window, which only the value decides where two are possible.
  const [{ previous, over, ...results }, [breakdown, peers]] = longer
    ? [await whole, await besides((await whole).over)]
    : await Promise.all([whole, besides(range)]);
  // The first source that a definition names is what it counts.
  const since = question.since.get(metric.sources[0]!) ?? null;
  return {
    definition: wordsOf(metric),
    from: over.window.from.toISOString(),
    to: over.window.to.toISOString(),
    widened: over === range ? null : `Over ${spanInWords(metric.needs!)}, which is what it needs.`,
    ...results,
    ...(previous && !metric.unavailable
      ? comparisonWith(previous, over.previous, since, zone)
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
  widened: null,
  result: noData(`It is not computed by ${kind}, only by ${metric.dimensions.join(", ")}.`, 0),
  previous: null,
  previousWhy: null,
  peers: null,
  levels: null,
  series: null,
  breakdown: null,
});

/** A value over the range that was asked for, or over the longer one where that says more. */
interface Whole extends Pick<MetricValue, "result" | "previous" | "series"> {
  over: ResolvedRange;
}

/** All windows of a question go to the database together: the values', those before, and those of both courses. */
async function wholeOf(
  ctx: Context,
  metric: MetricDefinition,
  question: Question,
  range: ResolvedRange,
  longer: Pick<ResolvedRange, "window" | "previous"> | null,
): Promise<Whole> {
  const { ask, scope, zone, asOf, at } = question;
  const compares = ask.compare !== "none";
  const buckets = ask.series || ask.interval ? range.buckets : [];
  const before = compares && buckets.length ? bucketsOf(range.previous, range.interval, zone, asOf) : [];
  const ranges = [range, ...(longer ? [{ ...range, ...longer }] : [])];
  const heads = ranges.flatMap(({ window, previous }) => (compares ? [window, previous] : [window]));
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
  const hidden = await protectedIn(
    ctx,
    metric,
    question,
    heads.map((w) => untilNow(w, asOf)),
  );
  const values = ranges.map((over, n) => {
    const first = compares ? 2 * n : n;
    const [result, previous] = [first, first + 1].map((ix) =>
      ix < heads.length ? protect(metric, computed[ix]!, hidden[ix]!) : undefined,
    );
    return { over, result: result!, previous: compares ? previous! : null };
  });
  // Each course is hidden where its own span is: the second is that of the period before.
  const courses = computed
    .slice(heads.length)
    .map((result, ix) => protect(metric, result, hidden[ix < buckets.length ? 0 : 1]!));
  const series: MetricSeries | null = buckets.length
    ? {
        interval: range.interval,
        buckets: buckets.map((b) => ({
          from: b.from.toISOString(),
          to: b.to.toISOString(),
          partial: b.partial,
        })),
        results: courses.slice(0, buckets.length),
        previous: compares ? courses.slice(buckets.length) : null,
      }
    : null;
  const asked = values[0]!;
  const isEnough = asked.result.value !== null && !asked.result.insufficient;
  return { ...(isEnough ? asked : values.at(-1)!), series };
}

/** A window ends now at the latest: what is to come is no time in which nothing happened. */
const untilNow = ({ from, to }: Window, asOf: Date): Window => ({ from, to: to > asOf ? asOf : to });

function resultsOf(computed: readonly Computed[], count: number): MetricResult[] {
  const by = new Map(computed.map((c) => [c.window, c.result]));
  return Array.from({ length: count }, (_, ix) => by.get(ix) ?? noData("There is nothing in this period."));
}
