import { sql, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { uuids } from "./fragments";
import { MOST_COUNTED } from "./page";

/** Values are counted among so many hits; of more, a part says enough. */
export const MOST_FACETED = 5 * MOST_COUNTED;

/** A key to count by. A list counts each of its members once for an entity. */
export type FacetKey =
  | { kind: "meta"; key: string }
  | { kind: "property"; key: string; list: boolean }
  | { kind: "relation"; key: string; target: "$title" | "$identifier"; targets: string[] };

export interface FacetRow extends Record<string, unknown> {
  /** Place of the key in the request. */
  facet: number;
  value: unknown;
  n: number;
  hits: number;
}

const META: Record<string, SQL> = {
  $identifier: sql`to_jsonb(entities.identifier)`,
  $title: sql`to_jsonb(entities.title)`,
  $icon: sql`to_jsonb(entities.icon)`,
  $team: sql`to_jsonb(entities.team)`,
  $createdAt: sql`to_jsonb(entities.created_at)`,
  $updatedAt: sql`to_jsonb(entities.updated_at)`,
  $createdBy: sql`to_jsonb(entities.created_by)`,
  $updatedBy: sql`to_jsonb(entities.updated_by)`,
};

const valueOf = (facet: FacetKey): SQL =>
  facet.kind === "property"
    ? sql`entities.properties -> ${facet.key}::text`
    : facet.kind === "meta"
      ? META[facet.key]!
      : sql`null::jsonb`;

/** The value by which hits are told apart; a list is one value. */
export const breakdownSql = (facet: FacetKey): SQL => sql`nullif(${valueOf(facet)}, 'null'::jsonb)`;

const isList = (facet: FacetKey): boolean =>
  facet.kind === "property" ? facet.list : facet.kind === "meta" && facet.key === "$team";

/** How many of the hits have each value: the most frequent values of each key, in one statement. */
export async function facetRows(
  db: Executor,
  query: {
    /** On `entities`, with the blueprint. */
    where: SQL;
    facets: FacetKey[];
    limit: number;
    /** Which targets of relations may be seen. */
    readable: SQL | true;
    /** Of all hits, however many. */
    all?: boolean;
  },
): Promise<{ rows: FacetRow[]; hits: number }> {
  const { where, facets, limit, readable } = query;
  const most = query.all ? sql`` : sql`limit ${MOST_FACETED + 1}::int`;
  const columns = facets.map((facet, i) => sql`${valueOf(facet)} as ${column(i)}`);
  const parts = facets.map((facet, i) => {
    const grouped =
      facet.kind === "relation"
        ? related(facet, readable)
        : isList(facet)
          ? sql`select m.v as value from hits cross join lateral (
              select distinct v from jsonb_array_elements(case when jsonb_typeof(${column(i)}) = 'array' then ${column(i)} else '[]' end) m(v)) m`
          : sql`select nullif(${column(i)}, 'null'::jsonb) as value from hits`;
    return sql`(select ${i}::int as facet, value, count(*)::int as n from (${grouped}) g
      group by value order by n desc, value limit ${limit}::int)`;
  });
  const rows = await db.execute<FacetRow & { facet: number | null }>(sql`with hits as materialized (
      select entities.id, ${sql.join(columns, sql`, `)} from entities where ${where} ${most}
    ), counted as (${sql.join(parts, sql` union all `)})
    select t.hits::int as hits, counted.* from (select count(*) as hits from hits) t left join counted on true
    order by facet, n desc, value`);
  return { rows: rows.filter((row) => row.facet !== null), hits: rows[0]?.hits ?? 0 };
}

const column = (i: number): SQL => sql.raw(`f${i}`);

function related(facet: Extract<FacetKey, { kind: "relation" }>, readable: SQL | true): SQL {
  const shown = facet.target === "$title" ? sql`entities.title` : sql`entities.identifier`;
  // Whose targets may all not be seen counts as one without any.
  return sql`select to_jsonb(${shown}) as value from hits
    left join (entity_relations r join entities on entities.id = r.to_id
      and entities.blueprint_id = any(${uuids(facet.targets)}) and ${readable === true ? sql`true` : readable})
    on r.from_id = hits.id and r.relation = ${facet.key}`;
}

/** The same from the counts that are kept, for keys whose values are counted as they change: of a whole blueprint. */
export async function keptCounts(
  db: Executor,
  blueprintId: string,
  keys: string[],
): Promise<{ key: string; value: string; n: number }[]> {
  const rows = await db.execute<{ key: string; value: string; n: string }>(sql`
    select key, value, sum(n) as n from entity_counts
    where blueprint_id = ${blueprintId}::uuid and key in (${sql.join(
      keys.map((key) => sql`${key}::text`),
      sql`, `,
    )})
    group by key, value having sum(n) <> 0`);
  return rows.map(({ key, value, n }) => ({ key, value, n: Number(n) }));
}
