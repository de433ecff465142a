import { Invalid, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { propertyOf } from "../core/model";
import {
  propertiesHistorySchema,
  valueSeries,
  valuesAt,
  within,
  type ValuePoint,
} from "../core/property-history";
import { isStorable } from "../store/blueprints";
import { valueStates } from "../store/computed/history";
import { spanOf, unitsOf } from "../store/query/over-time";
import { revisionsOf } from "../store/queries";
import { mayReadOnce } from "./access";
import { blueprintIn, modelOf } from "./model";
import { read, type AnyContext } from "./write";

/** More changes of one entity are not looked through for a chart. */
const MAX_STATES = 20_000;
const MAX_INTERVALS = 2_000;

/**
 * The values that properties of an entity had, computed ones too, oldest first, as they were: what changes later changes no
 * point. `from` and `to` are instants. Throws NotFound, and Invalid for a key that the blueprint does not have.
 */
export async function propertyHistory(
  ctx: AnyContext,
  blueprint: string,
  identifier: string,
  keys: string[],
  range: { from?: string; to?: string } = {},
): Promise<{ series: Record<string, ValuePoint[]> }> {
  const series = await seriesOf(ctx, blueprint, identifier, keys, "keys");
  const instant = (text: string | undefined) => (text ? new Date(text).toISOString() : undefined);
  const [from, to] = [instant(range.from), instant(range.to)];
  return {
    series: Object.fromEntries(
      Object.entries(series).map(([key, points]) => [key, within(points, from, to)]),
    ),
  };
}

export interface PropertiesHistory {
  /** Starts of the first and the last interval, in ms since 1970. */
  minDate: number;
  maxDate: number;
  /** The first property's value at the end of each interval, the last as it is now; null: none. */
  data: unknown[];
  /** The same for each property, with the start of each interval. */
  series: { property: string; points: { date: number; value: unknown }[] }[];
}

/**
 * The values that properties of an entity had at the end of each interval of a range, as the published API gives them.
 * Without a range the last month, without an interval days. Throws as `propertyHistory` does.
 */
export async function propertiesHistory(ctx: AnyContext, input: unknown): Promise<PropertiesHistory> {
  checkPermission(ctx.actor, "catalog.read");
  const { entityIdentifier, blueprintIdentifier, propertyNames, timeInterval, timeRange } = read(
    propertiesHistorySchema,
    input,
  );
  const names = [...new Set(propertyNames)];
  const series = await seriesOf(ctx, blueprintIdentifier, entityIdentifier, names, "propertyNames");
  const now = new Date();
  const timeZone = timeRange?.timeZone ?? "UTC";
  const preset = timeRange?.preset ?? "lastMonth";
  const span = await spanOf(ctx.db, preset, timeZone, now);
  const [from, to] = [span.from, Math.min(span.to, now.getTime())];
  const interval = timeInterval ?? "day";
  const starts = await unitsOf(ctx.db, { from, to, interval, timeZone });
  if (starts.length > MAX_INTERVALS)
    throw Invalid.at(
      ["timeInterval"],
      `The range has ${starts.length} intervals, and at most ${MAX_INTERVALS} can be given. Choose a longer interval or a shorter range.`,
    );
  const ends = starts.map((_, i) => starts[i + 1] ?? to + 1);
  const values = names.map((name) => valuesAt(series[name] ?? [], ends));
  return {
    minDate: starts[0] ?? from,
    maxDate: starts.at(-1) ?? to,
    data: values[0] ?? [],
    series: names.map((property, i) => ({
      property,
      points: starts.map((date, j) => ({ date, value: values[i]?.[j] ?? null })),
    })),
  };
}

async function seriesOf(
  ctx: AnyContext,
  blueprint: string,
  identifier: string,
  keys: string[],
  at: string,
): Promise<Record<string, ValuePoint[]>> {
  checkPermission(ctx.actor, "catalog.read");
  const model = await modelOf(ctx);
  const of = blueprintIn(model, blueprint);
  const issues = keys.flatMap((key, i) =>
    propertyOf(model, blueprint, key)
      ? []
      : [{ path: [at, i], message: `The blueprint "${blueprint}" has no property "${key}".` }],
  );
  if (issues.length) throw new Invalid(issues);
  const [latest] = isStorable(identifier) ? await revisionsOf(ctx.db, blueprint, identifier, 1) : [];
  const team = latest?.snapshot?.team;
  const owners = Array.isArray(team) ? (team as string[]) : [];
  if (!latest || !(await mayReadOnce(ctx, model, of, { id: latest.entityId, team: owners })))
    throw new NotFound("Entity", identifier);
  return valueSeries(keys, await valueStates(ctx.db, latest.entityId, keys, MAX_STATES));
}
