import { z } from "zod";
import { type Context, isAdmin, teamsOf } from "@/server/kernel/context";
import { Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { type Anomaly, anomaliesOf } from "../../core/billing/anomalies";
import { addDays, bucketsOf, daysBetween, monthStart, nextMonth, spanBefore } from "../../core/billing/days";
import { type Forecast, forecastMonth } from "../../core/billing/outlook";
import { UNALLOCATED } from "../../core/billing/group-names";
import { type CostCell, type CostGroup, groupsOf, sharePools } from "../../core/billing/series";
import type { AllocationSettings } from "../../core/billing/settings";
import { moneyText, readMoney, sum } from "../../core/money";
import { currencySchema } from "../../schema";
import * as store from "../../store/billing/figures";
import { readInput } from "../input";
import { getAllocation } from "./allocation";
import { namesOf } from "./names";

const day = z.iso.date("Use a day, as in 2026-01-31.");
const part = z.string().min(1).max(500).optional();

const filterFields = {
  /** Days in UTC, as providers bill; `to` is the first day that is not in it. */
  from: day,
  to: day,
  currency: currencySchema,
  team: part,
  environment: part,
  entity: part,
  provider: part,
  serviceName: part,
};
export const costFilter = z.strictObject(filterFields);
export const overviewInput = z.strictObject({
  ...filterFields,
  by: z.enum(store.COST_GROUPS).default("team"),
  interval: z.enum(["day", "week", "month"]).default("month"),
});
export const linesInput = z.strictObject({
  ...filterFields,
  by: z.enum(store.COST_GROUPS).optional(),
  /** The group whose lines are asked for; null: what is in none. */
  group: z.string().max(1000).nullish(),
  limit: z.number().int().min(1).max(1000).default(100),
});

/** Ten years: more than anybody compares, and no more buckets than a chart can draw are computed from it. */
const MOST_DAYS = 3_700;

export interface CostOverview {
  currency: string;
  basis: "effective" | "billed";
  buckets: { key: string; from: string; to: string; partial: boolean }[];
  /** `title`: what people call it; null where that is its id. */
  groups: (CostGroup & { title: string | null })[];
  total: string;
  /** Of the span before, or of the same part of it where not all is billed yet. */
  previousTotal: string | null;
  /** What is given to no team and no pool. */
  unallocated: string;
  /** The last day that is billed; null when nothing is. */
  billedUntil: string | null;
  /** How many different entities have costs in it. */
  entities: number;
}

/** Teams whose figures the actor may see: all for administrators, else their own. */
export const teamsSeen = (ctx: Context, team: string | undefined): string[] | null => {
  if (isAdmin(ctx.actor)) return team === undefined ? null : [team];
  const own = teamsOf(ctx.actor);
  return team === undefined ? own : own.filter((one) => one === team);
};

/** What the store is asked, and the settings that it was read by. Throws Invalid. */
async function queryOf(
  ctx: Context,
  input: z.infer<typeof costFilter>,
): Promise<{ query: store.CostQuery; settings: AllocationSettings }> {
  checkPermission(ctx.actor, "budgets.read");
  if (input.to <= input.from) throw Invalid.at(["to"], "Must be after the first day.");
  if (daysBetween(input.from, input.to) > MOST_DAYS) throw Invalid.at(["to"], "Ask for at most ten years.");
  const { settings } = await getAllocation(ctx);
  const { team, ...rest } = input;
  return { query: { ...rest, basis: settings.basis, teams: teamsSeen(ctx, team) }, settings };
}

/** What costs there are: the currencies with their months. Without any, there is nothing to show. */
export async function costCoverage(ctx: Context) {
  checkPermission(ctx.actor, "budgets.read");
  return store.costCoverage(ctx.db, teamsSeen(ctx, undefined));
}

/**
 * Costs of a span by bucket and group, beside the same span before it when all of that is billed. Pools are shared among teams
 * when it is by team and of everybody. Members see their own teams. Throws Invalid.
 */
export async function costOverview(
  ctx: Context,
  input: z.input<typeof overviewInput>,
): Promise<CostOverview> {
  const { by, interval, ...filter } = readInput(overviewInput, input);
  const { query, settings } = await queryOf(ctx, filter);
  const billed = await store.billedDays(ctx.db, query);
  const before = { ...query, ...spanBefore(filter.from, filter.to, billed?.last ?? null) };
  const [cells, earlier, entities, ofTeams] = await Promise.all([
    store.costCells(ctx.db, query, by, interval),
    store.costCells(ctx.db, before, by, "all"),
    store.costCells(ctx.db, query, "entity", "all"),
    by === "team" ? null : store.costCells(ctx.db, query, "team", "all"),
  ]);
  // A span that begins before anything was billed is no measure of what came after.
  const previous = billed && billed.first <= before.from ? earlier : [];
  const billedUntil = billed?.last ?? null;
  const shares = by === "team" && query.teams === null;
  const now = shares ? sharePools(cells, settings.pools) : { cells, shared: new Map<string, bigint>() };
  const then = shares ? sharePools(previous, settings.pools).cells : previous;
  const buckets = bucketsOf(filter.from, filter.to, interval);
  const groups = groupsOf(
    buckets.map((bucket) => bucket.key),
    now.cells,
    then,
    now.shared,
  );
  const names = await namesOf(
    ctx,
    by,
    groups.map(({ id }) => id),
    settings.blueprints,
  );
  const nobodys = (ofTeams ?? cells).filter(({ group, pool }) => group === null && pool === null);
  const total = (all: readonly CostCell[]) => sum(all.map(({ amount }) => readMoney(amount) ?? 0n));
  return {
    currency: query.currency,
    basis: query.basis,
    buckets: buckets.map((bucket) => ({
      ...bucket,
      partial: billedUntil !== null && bucket.from <= billedUntil && addDays(billedUntil, 1) < bucket.to,
    })),
    groups: groups.map((group) => ({ ...group, title: names.get(group.id) ?? null })),
    total: moneyText(total(cells), 4),
    previousTotal: previous.length ? moneyText(total(previous), 4) : null,
    unallocated: moneyText(total(nobodys), 4),
    billedUntil,
    entities: entities.filter(({ group }) => group !== null).length,
  };
}

export interface CostOutlook {
  month: string;
  forecast: Forecast;
  /** `title`: what people call the group; null where that is its name. */
  anomalies: (Anomaly & { title: string | null })[];
}

/** What the last billed month will come to, and what was odd in the last ninety days, by team. Members see their own teams. */
export async function costOutlook(
  ctx: Context,
  input: Pick<z.input<typeof costFilter>, "currency" | "team">,
): Promise<CostOutlook | null> {
  checkPermission(ctx.actor, "budgets.read");
  const { currency, team } = readInput(costFilter.pick({ currency: true, team: true }), input);
  const teams = teamsSeen(ctx, team);
  const last = (await store.billedDays(ctx.db, { currency, teams }))?.last;
  if (last === undefined) return null;
  const end = addDays(last, 1);
  const { query } = await queryOf(ctx, { currency, team, from: addDays(end, -130), to: end });
  const cells = await store.costCells(ctx.db, query, "team", "day");
  const series = dailySeries(cells, query.from, end);
  const everything = series.everything.map(({ amount }) => amount);
  const start = monthStart(last);
  const spent = everything.slice(-90).reduce((total, amount) => total + amount, 0);
  const anomalies = anomaliesOf(series.groups, {
    from: addDays(end, -90),
    // A hundredth of what a day costs altogether, so that cents make no alarm.
    least: Math.max(1, spent / 90 / 100),
  }).slice(0, 50);
  const names = await namesOf(ctx, "team", [...new Set(anomalies.map(({ group }) => group))], []);
  return {
    month: start.slice(0, 7),
    forecast: forecastMonth(everything, daysBetween(start, end), daysBetween(start, nextMonth(start))),
    anomalies: anomalies.map((anomaly) => ({ ...anomaly, title: names.get(anomaly.group) ?? null })),
  };
}

/** Daily amounts of everything and of each group, from the first day that has any; a day without lines costs nothing. */
function dailySeries(cells: readonly CostCell[], from: string, to: string) {
  const first = cells.reduce((least, { bucket }) => (bucket < least ? bucket : least), to);
  const days: string[] = [];
  for (let at = first < from ? from : first; at < to; at = addDays(at, 1)) days.push(at);
  const amounts = new Map<string, Map<string, number>>();
  const all = new Map<string, number>();
  for (const { bucket, group, amount } of cells) {
    const name = group ?? UNALLOCATED;
    const of = amounts.get(name) ?? new Map<string, number>();
    of.set(bucket, (of.get(bucket) ?? 0) + Number(amount));
    amounts.set(name, of);
    all.set(bucket, (all.get(bucket) ?? 0) + Number(amount));
  }
  const of = (map: ReadonlyMap<string, number>) => days.map((at) => ({ day: at, amount: map.get(at) ?? 0 }));
  return { everything: of(all), groups: [...amounts].map(([group, map]) => ({ group, days: of(map) })) };
}

/** The very lines behind a figure, the dearest first. Members see those of their own teams. */
export async function costLines(ctx: Context, input: z.input<typeof linesInput>) {
  const { by, group, limit, ...filter } = readInput(linesInput, input);
  const { query } = await queryOf(ctx, filter);
  return store.costLinesOf(ctx.db, query, by && group !== undefined ? { by, value: group } : null, limit);
}
