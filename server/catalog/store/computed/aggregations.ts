import { sql, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { AggregationPlan, AverageOf, PathStep } from "../../core/computed/aggregation";
import type { Hop } from "../../core/computed/paths";

/** One aggregation with the condition on `entities` that its query says; null: all count. */
export interface Aggregate {
  plan: AggregationPlan;
  condition: SQL | null;
}

const SECONDS: Record<Exclude<AverageOf, "total">, number> = {
  hour: 3600,
  day: 86_400,
  week: 604_800,
  month: 2_592_000,
};

/**
 * Computes aggregations that share a target and a route, for many entities at once: the related entities are found once, and
 * each function runs over them. Out: a number or null by entity and key; entities to which nothing is related are left out.
 *
 * An average by interval is the sum divided by the number of intervals from the earliest related entity until `now`. An
 * interval that has begun counts as whole, and there is always one: 7 deployments over 14 days are 0.5 a day. What was
 * done less than a minute ago begins none. A day has 24 hours, a week 7 days, a month 30 days.
 */
export async function aggregates(
  db: Executor,
  sources: string[],
  targetId: string,
  group: Aggregate[],
  now: SQL = sql`now()`,
): Promise<Map<string, (number | null)[]>> {
  const columns = group.map(({ plan, condition }, i) => {
    const name = sql.raw(`"${i}"`);
    return sql`${valueOf(plan, condition ?? sql`true`, now)} as ${name}`;
  });
  const rows = await db.execute<{ source: string } & Record<string, number | null>>(sql`
    with recursive sources as materialized (select value::uuid as id from jsonb_array_elements_text(${JSON.stringify(sources)}::jsonb)),
    ${pairs(group[0]!.plan)}
    select pairs.source, ${sql.join(columns, sql`, `)}
    from pairs join entities on entities.id = pairs.node
    where entities.blueprint_id = ${targetId}::uuid and pairs.node <> pairs.source
    group by pairs.source`);
  return new Map(rows.map((row) => [row.source, group.map((_, i) => row[String(i)] ?? null)]));
}

/** The greatest double: what is beyond has no JSON. */
const LARGEST = sql`1.7976931348623157e308::numeric`;
const asNumber = (value: SQL) =>
  sql`(case when ${value} is not null then least(greatest(${value}, -${LARGEST}), ${LARGEST}) end)::float8`;

/** A function over the entities of a group for which a condition holds. */
export function valueOf(
  {
    func,
    property,
    averageOf,
    measureTimeBy,
  }: Pick<AggregationPlan, "func" | "property" | "averageOf" | "measureTimeBy">,
  condition: SQL,
  now: SQL,
): SQL {
  const number =
    property === null
      ? sql`1::numeric`
      : sql`case when jsonb_typeof(entities.properties -> ${property}::text) = 'number' then (entities.properties ->> ${property}::text)::numeric end`;
  const counted = (aggregate: SQL) => sql`${aggregate} filter (where ${condition})`;
  switch (func) {
    case "count":
      return sql`${counted(sql`count(*)`)}::float8`;
    case "sum":
      return asNumber(sql`coalesce(${counted(sql`sum(${number})`)}, 0)`);
    case "min":
      return sql`${counted(sql`min(${number})`)}::float8`;
    case "max":
      return sql`${counted(sql`max(${number})`)}::float8`;
    case "median":
      return counted(sql`percentile_cont(0.5) within group (order by (${number})::float8)`);
    case "average": {
      if (averageOf === "total")
        return property === null
          ? sql`${counted(sql`count(*)`)}::float8`
          : sql`${asNumber(counted(sql`sum(${number})`))} / nullif(${counted(sql`count(${number})`)}, 0)`;
      const time = timeOf(measureTimeBy);
      const taken = sql`filter (where ${condition} and ${time} is not null and ${number} is not null)`;
      const elapsed = sql`extract(epoch from ${now} - min(${time}) ${taken}) - 60`;
      const intervals = sql`greatest(1, ceil((${elapsed}) / ${SECONDS[averageOf]}::numeric))`;
      const average = sql`sum(${number}) ${taken} / ${intervals}`;
      return asNumber(property === null ? sql`coalesce(${average}, 0)` : average);
    }
  }
}

/** A moment of an entity; null where the value is no date that PostgreSQL can hold. */
export function timeOf(key: string): SQL {
  if (key === "$createdAt") return sql`entities.created_at`;
  if (key === "$updatedAt") return sql`entities.updated_at`;
  const text = sql`entities.properties ->> ${key}::text`;
  return sql`case when pg_input_is_valid(${text}, 'timestamptz') then (${text})::timestamptz end`;
}

/** `pairs`: each source with what it is related to, once. */
function pairs({ forward, backward, path }: AggregationPlan): SQL {
  if (path) return pathPairs(path.steps, path.reverse);
  const parts = [
    ...(forward.length ? [reach("onward", forward, sql`from_id`, sql`to_id`)] : []),
    ...(backward.length ? [reach("back", backward, sql`to_id`, sql`from_id`)] : []),
  ];
  const names = [...(forward.length ? ["onward"] : []), ...(backward.length ? ["back"] : [])];
  const union = names.map((name) => sql`select source, node from ${sql.raw(name)}`);
  return sql`${sql.join(parts, sql`, `)}, pairs as (${sql.join(union, sql` union `)})`;
}

const relationIn = (relations: string[]) =>
  sql`r.relation in (${sql.join(
    [...new Set(relations)].map((relation) => sql`${relation}`),
    sql`, `,
  )})`;

/** What is reached from each source along relations, in one direction, however many lie between. */
function reach(name: string, hops: Hop[], near: SQL, far: SQL): SQL {
  const table = sql.raw(name);
  const allowed = relationIn(hops.map((hop) => hop.relation));
  const first = sql`select s.id as source, r.${far} as node from sources s join entity_relations r on r.${near} = s.id and ${allowed}`;
  // Where no relation continues another, one step is all there is.
  const direct = !hops.some((hop) => hops.some((next) => next.from === hop.to));
  if (direct) return sql`${table}(source, node) as (${first})`;
  return sql`${table}(source, node) as (
    ${first}
    union
    select t.source, r.${far} from ${table} t join entity_relations r on r.${near} = t.node and ${allowed}
  )`;
}

/** What an exact path leads to, from its start or, in reverse, from its end. */
function pathPairs(steps: PathStep[], reverse: boolean): SQL {
  const [near, far] = reverse ? [sql`to_id`, sql`from_id`] : [sql`from_id`, sql`to_id`];
  const parts: SQL[] = [sql`step0(source, node) as (select id, id from sources)`];
  for (const [i, { relation, maxHops }] of (reverse ? [...steps].reverse() : steps).entries()) {
    const [before, after] = [sql.raw(`step${i}`), sql.raw(`step${i + 1}`)];
    const next = (from: SQL) =>
      sql`from ${from} t join entity_relations r on r.${near} = t.node and r.relation = ${relation}`;
    if (maxHops === 1)
      parts.push(sql`${after}(source, node) as (select distinct t.source, r.${far} ${next(before)})`);
    else {
      const hops = sql.raw(`hops${i + 1}`);
      parts.push(sql`${hops}(source, node, depth) as (
        select t.source, r.${far}, 1 ${next(before)}
        union
        select t.source, r.${far}, t.depth + 1 ${next(hops)} where t.depth < ${maxHops}::int
      ), ${after}(source, node) as (select distinct source, node from ${hops})`);
    }
  }
  return sql`${sql.join(parts, sql`, `)}, pairs as (select source, node from ${sql.raw(`step${steps.length}`)})`;
}
