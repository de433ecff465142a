import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { monthStart, nextMonth } from "../../core/billing/days";
import type { CostCell } from "../../core/billing/series";

export const COST_GROUPS = [
  "team",
  "environment",
  "costCentre",
  "entity",
  "template",
  "provider",
  "serviceCategory",
  "serviceName",
  "category",
  "source",
] as const;
export type CostGroupBy = (typeof COST_GROUPS)[number];

/** What a figure is about: days in UTC, `to` excluded. */
export interface CostQuery {
  from: string;
  to: string;
  currency: string;
  basis: "effective" | "billed";
  /** Null: all. An empty list: none. */
  teams: readonly string[] | null;
  environment?: string | undefined;
  entity?: string | undefined;
  provider?: string | undefined;
  serviceName?: string | undefined;
}

const COLUMN: Record<CostGroupBy, string> = {
  team: "team",
  environment: "environment",
  costCentre: "cost_centre",
  entity: "entity",
  template: "template",
  provider: "provider",
  serviceCategory: "service_category",
  serviceName: "service_name",
  category: "category",
  source: "source",
};

/** What the sums by scope know. */
const OF_SCOPE: ReadonlySet<CostGroupBy> = new Set<CostGroupBy>([
  "team",
  "environment",
  "costCentre",
  "source",
]);

interface Part {
  table: SQL;
  at: SQL;
  from: string;
  to: string;
}

/**
 * The smallest sums that know what is asked, piece by piece of the span: those by scope and day, or else by month for its whole
 * months and by day for what is left at its ends.
 */
function partsOf(query: CostQuery, by: CostGroupBy, interval: string): Part[] {
  const { from, to } = query;
  const ofDays = (name: string, start: string, end: string): Part => ({
    table: sql.raw(name),
    at: sql.raw("day"),
    from: start,
    to: end,
  });
  const filtered = [query.entity, query.provider, query.serviceName].some((value) => value !== undefined);
  if (OF_SCOPE.has(by) && !filtered) return [ofDays("cost_scope_days", from, to)];
  if (interval !== "month" && interval !== "all") return [ofDays("cost_days", from, to)];
  const [first, last] = [from.endsWith("-01") ? from : nextMonth(from), monthStart(to)];
  if (first >= last) return [ofDays("cost_days", from, to)];
  return [
    ...(from < first ? [ofDays("cost_days", from, first)] : []),
    { table: sql.raw("cost_months"), at: sql.raw("month"), from: first, to: last },
    ...(last < to ? [ofDays("cost_days", last, to)] : []),
  ];
}

const wholeMonths = ({ from, to }: CostQuery): boolean => from.endsWith("-01") && to.endsWith("-01");

/** `own` is of the line itself, `key` of what lines have in common; both in front of their columns. */
function conditions(query: CostQuery, at: SQL, { own = "", key = "" } = {}): SQL {
  const all: SQL[] = [
    sql`${at} >= ${query.from}::date`,
    sql`${at} < ${query.to}::date`,
    sql`${sql.raw(own)}currency = ${query.currency}`,
    ofTeams(query.teams, `${key}team`),
  ];
  for (const [column, value] of [
    ["environment", query.environment],
    ["entity", query.entity],
    ["provider", query.provider],
    ["service_name", query.serviceName],
  ] as const)
    if (value !== undefined) all.push(sql`${sql.raw(key + column)} = ${value}`);
  return sql.join(all, sql` and `);
}

/** Null: of everybody. */
const ofTeams = (teams: readonly string[] | null, column = "team"): SQL =>
  teams === null
    ? sql`true`
    : sql`${sql.raw(column)} = any(${sql.param(`{${teams.map(quoted).join(",")}}`)}::text[])`;

const quoted = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;

/** Joins the template that an entity stands on, with its version: those of its workspace. */
const standingOn = (blueprint: SQL, entity: SQL): SQL => sql`
  left join (select name as workspace, template || coalesce(' ' || template_version, '') as template from workspaces) standing
    on standing.workspace = ${blueprint} || '/' || ${entity}`;

/** Sums by bucket and group. */
export async function costCells(
  db: Executor,
  query: CostQuery,
  by: CostGroupBy,
  interval: "day" | "week" | "month" | "all",
): Promise<CostCell[]> {
  const pool = by === "team" ? sql`pool` : sql`null::text`;
  const parts = partsOf(query, by, interval).map(({ table, at, from, to }) => {
    const bucket =
      interval === "all" ? sql`${query.from}::text` : sql`date_trunc(${interval}, ${at})::date::text`;
    return sql`
      select ${bucket} as bucket, ${sql.raw(COLUMN[by])} as "group", ${pool} as pool, sum(${sql.raw(query.basis)}) as amount
      from ${table} ${by === "template" ? standingOn(sql.raw("blueprint"), sql.raw("entity")) : sql``}
      where ${conditions({ ...query, from, to }, at)} group by 1, 2, 3`;
  });
  return [
    ...(await db.execute<Record<string, unknown> & CostCell>(sql`
      select bucket, "group", pool, sum(amount)::text as amount from (${sql.join(parts, sql` union all `)}) parts
      group by 1, 2, 3`)),
  ];
}

/** What is to come counts on its day, and not before: a purchase for next year is no bill of today's. */
const begun = (day: string): SQL => sql`${sql.raw(day)} <= (now() at time zone 'UTC')::date`;

/** What there is at all: currencies, the largest first, with the months that they span. */
export async function costCoverage(
  db: Executor,
  teams: readonly string[] | null,
): Promise<{ currency: string; from: string; to: string; lines: number }[]> {
  const of = ofTeams(teams);
  return [
    ...(await db.execute<{ currency: string; from: string; to: string; lines: number }>(sql`
      select currency, min(month)::text as "from", max(month)::text as "to", sum(lines)::int as lines
      from cost_months where ${of} and ${begun("month")} group by currency order by sum(abs(effective)) desc`)),
  ];
}

/** The first and the last day that has a line; null without any. */
export async function billedDays(
  db: Executor,
  query: Pick<CostQuery, "currency" | "teams">,
): Promise<{ first: string; last: string } | null> {
  const of = ofTeams(query.teams);
  const [row] = await db.execute<{ first: string | null; last: string | null }>(
    sql`select min(day)::text as first, max(day)::text as last from cost_scope_days where currency = ${query.currency} and ${of} and ${begun("day")}`,
  );
  return row?.first && row.last ? { first: row.first, last: row.last } : null;
}

/** What each day and scope of a budget came to. */
export async function scopeDays(
  db: Executor,
  { from, to, currency, basis }: Pick<CostQuery, "from" | "to" | "currency" | "basis">,
) {
  return [
    ...(await db.execute<{
      day: string;
      team: string | null;
      costCentre: string | null;
      environment: string | null;
      amount: string;
    }>(sql`
      select day::text, team, cost_centre as "costCentre", environment, sum(${sql.raw(basis)})::text as amount
      from cost_scope_days where day >= ${from}::date and day < ${to}::date and currency = ${currency}
      group by day, team, cost_centre, environment`)),
  ];
}

/**
 * The lines behind a figure, the dearest first. Of whole months the sums by key and month say where to look: among `limit` of them
 * with the dearest lines are the `limit` dearest lines.
 */
export async function costLinesOf(
  db: Executor,
  query: CostQuery,
  group: { by: CostGroupBy; value: string | null } | null,
  limit: number,
) {
  const most = sql.raw(query.basis === "effective" ? "most_effective" : "most_billed");
  const amount = sql.raw(query.basis);
  const asked = (own: string, at: SQL) => {
    const column = group && sql.raw(LINE_COLUMN[group.by].replace(/^l\./, `${own}.`));
    const same = column ? sql`${column} is not distinct from ${group.value}` : sql`true`;
    return sql`${conditions(query, at, { own: `${own}.`, key: "k." })} and ${same}`;
  };
  const standing = group?.by === "template" ? standingOn(sql.raw("k.blueprint"), sql.raw("k.entity")) : sql``;
  const lines = wholeMonths(query)
    ? sql`(
        select m.key_id, m.month, m.currency, m.category, m.source, m.billing_month
        from cost_key_months m join cost_keys k on k.id = m.key_id ${standing}
        where ${asked("m", sql.raw("m.month"))} order by m.${most} desc, m.key_id limit ${limit}
      ) m join cost_lines l on l.key_id = m.key_id and l.day >= m.month and l.day < (m.month + interval '1 month')::date
        and l.currency = m.currency and l.category = m.category and l.source = m.source and l.billing_month = m.billing_month
      join cost_keys k on k.id = l.key_id where true`
    : sql`cost_lines l join cost_keys k on k.id = l.key_id ${standing} where ${asked("l", sql.raw("l.day"))}`;
  return [
    ...(await db.execute<{
      day: string;
      provider: string;
      service: string | null;
      resource: string | null;
      team: string | null;
      allocatedBy: string | null;
      category: string;
      description: string | null;
      amount: string;
      source: string;
    }>(sql`
      select l.day::text, k.provider, k.service_name as service, coalesce(k.resource_name, k.resource_id) as resource,
        k.team, k.allocated_by as "allocatedBy", l.category, l.description, trim_scale(l.${amount})::text as amount, l.source
      from ${lines} order by l.${amount} desc, l.id limit ${limit}`)),
  ];
}

const LINE_COLUMN: Record<CostGroupBy, string> = {
  team: "k.team",
  environment: "k.environment",
  costCentre: "k.cost_centre",
  entity: "k.entity",
  template: "standing.template",
  provider: "k.provider",
  serviceCategory: "k.service_category",
  serviceName: "k.service_name",
  category: "l.category",
  source: "l.source",
};
