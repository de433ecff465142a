import { sql, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { EntityRow } from "../entities";
import type { Order } from "./order";

/** Totals are exact up to here; beyond, counting would cost more than the answer is worth. */
export const MOST_COUNTED = 10_000;
/** From so many expected hits on they are not even counted so far. */
const SURELY_MANY = 2 * MOST_COUNTED;

/** One value of one key whose entities are counted as they change. */
export interface Equality {
  key: string;
  value: string;
}

export interface PageQuery {
  blueprintId: string;
  /** On `entities`, beside the blueprint. */
  where: SQL;
  /** Where `where` is exactly these equalities and nothing else; null: it is something else. */
  equalities: Equality[] | null;
  orders: Order[];
  indexed: boolean;
  limit: number;
  offset: number;
  total: boolean;
  /** With `total`: hits are counted up to here, `MOST_COUNTED` unless said. Few suffice to decide how to read the page. */
  counted?: number;
  /** Targets of relations that are shown: a condition on `entities`, all, or none where there are no relations. */
  targets: SQL | boolean;
}

/** A related entity of a row: relation, identifier, title. */
export type TargetTuple = [relation: string, identifier: string, title: string | null];

export type PageRow = Omit<EntityRow, "blueprintId"> & { targets: TargetTuple[] };

export interface Page {
  rows: PageRow[];
  total: number;
  totalIsExact: boolean;
}

/** A row as the driver gives it. */
export interface RawRow extends Record<string, unknown> {
  id: string | null;
  identifier: string;
  title: string | null;
  icon: string | null;
  team: string[];
  properties: Record<string, unknown>;
  faults: Record<string, string> | null;
  revision: number;
  runId: string | null;
  createdAt: number;
  createdBy: string;
  updatedAt: number;
  updatedBy: string;
  targets: TargetTuple[] | null;
  total: string;
  exact: boolean;
}

const counted = (blueprintId: string, { key, value }: Equality): SQL =>
  sql`(select coalesce(sum(c.n), 0) from entity_counts c where c.blueprint_id = ${blueprintId}::uuid and c.key = ${key}::text and c.value = ${value}::text)`;

const WHOLE: Equality = { key: "*", value: "*" };

/**
 * A page of a blueprint's entities with their relations, and how many there are, in one statement.
 *
 * What is rare is found by the indexes of values and words and sorted then; what is common is read in the order of the sort
 * until the page is full. Statistics of the database cannot tell the two apart for JSON, so the statement decides by
 * itself: by `entity_counts` where they know the number, else by counting hits up to `MOST_COUNTED`.
 */
export async function entityPage(db: Executor, query: PageQuery): Promise<Page> {
  const rows = await db.execute<RawRow>(query.total ? withTotal(query) : withoutTotal(query));
  const [first] = rows;
  const page = rows.filter((row) => row.id !== null).map(toRow);
  const total = Number(first?.total ?? 0);
  const exact = first?.exact ?? true;
  // A page that is not full is the last one, and says how many there are.
  const isLast = page.length < query.limit && (page.length > 0 || query.offset === 0);
  return isLast
    ? { rows: page, total: query.offset + page.length, totalIsExact: true }
    : { rows: page, total, totalIsExact: exact };
}

export function toRow({
  id,
  total: _total,
  exact: _exact,
  targets,
  createdAt,
  updatedAt,
  ...row
}: RawRow): PageRow {
  return {
    ...row,
    id: id!,
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
    targets: targets ?? [],
  };
}

/** The columns of an entity, and its relations in order. */
export function shown(targets: SQL | boolean): SQL {
  const related =
    targets === false
      ? sql`null`
      : sql`(select jsonb_agg(jsonb_build_array(r.relation, entities.identifier, entities.title) order by r.relation, r.position)
          from entity_relations r join entities on entities.id = r.to_id
          where r.from_id = page.id and ${targets === true ? sql`true` : targets})`;
  return sql`page.id, page.identifier, page.title, page.icon, to_json(page.team) as team, page.properties, page.faults, page.revision,
    page.run_id as "runId", page.created_by as "createdBy", page.updated_by as "updatedBy",
    (extract(epoch from page.created_at) * 1000)::float8 as "createdAt",
    (extract(epoch from page.updated_at) * 1000)::float8 as "updatedAt", ${related} as targets`;
}

export const COLUMNS = sql`entities.id, entities.identifier, entities.title, entities.icon, entities.team, entities.properties, entities.faults,
  entities.revision, entities.run_id, entities.created_by, entities.updated_by, entities.created_at, entities.updated_at`;

const orderBy = (orders: Order[]): SQL =>
  sql.join(
    orders.map(({ value, suffix }) => sql`${value} ${suffix}`),
    sql`, `,
  );

const ofBlueprint = (blueprintId: string): SQL => sql`entities.blueprint_id = ${blueprintId}::uuid`;

function withoutTotal({ blueprintId, where, orders, limit, offset, targets }: PageQuery): SQL {
  return sql`select ${shown(targets)}, 0 as total, true as exact from (
    select *, row_number() over () as place from (
      select ${COLUMNS} from entities where ${ofBlueprint(blueprintId)} and ${where}
      order by ${orderBy(orders)} limit ${limit}::int offset ${offset}::int
    ) sorted) page order by place`;
}

function withTotal(query: PageQuery): SQL {
  const { blueprintId, where, equalities, orders, indexed, limit, offset, targets } = query;
  const { counted: most = MOST_COUNTED } = query;
  const sorted = orders.map((_, i) => sql.raw(`s${i}`));
  const sortColumns = sql.join(
    orders.map(({ value }, i) => sql`${value} as ${sorted[i]!}`),
    sql`, `,
  );
  const sortedBy = sql.join(
    orders.map(({ suffix }, i) => sql`${sorted[i]!} ${suffix}`),
    sql`, `,
  );
  const { known, few } = decisions(query);
  // `is true` hides the condition from the indexes of values: this branch reads in the order of the sort.
  const many = equalities?.length === 0 ? sql`true` : sql`((${where}) is true)`;
  return sql`with known as materialized (${known}),
    hits as materialized (
      select entities.id, ${sortColumns} from entities
      where (select known.count from known) and ${ofBlueprint(blueprintId)} and ${where} limit ${most + 1}::int
    ),
    counts as materialized (${totals(equalities)}),
    choice as materialized (select ${few} as few, counts.n, counts.exact from counts, known),
    page as (
      (select ${COLUMNS}, top.place from (
          select *, row_number() over () as place from (
            select id, ${sql.join(sorted, sql`, `)} from hits where (select few from choice) order by ${sortedBy} limit ${limit}::int offset ${offset}::int
          ) ordered
        ) top join entities on entities.id = top.id)
      union all
      (select *, row_number() over () as place from (
        select ${COLUMNS} from entities where not (select few from choice) and ${ofBlueprint(blueprintId)} and ${many}
        order by ${orderBy(orders)} limit ${limit}::int offset ${offset}::int
      ) ordered)
    )
    select ${shown(targets)}, choice.n as total, choice.exact from choice left join page on true order by page.place`;

  function decisions({ blueprintId: id }: PageQuery): { known: SQL; few: SQL } {
    if (!equalities) return { known: sql`select true as count, 0 as n, 0 as whole`, few: sql`counts.exact` };
    if (equalities.length === 0)
      return { known: sql`select false as count, ${counted(id, WHOLE)} as n, 0 as whole`, few: sql`false` };
    // Read once: each number is used several times.
    const parts = equalities.map((equality, i) => sql`${counted(id, equality)} as ${sql.raw(`n${i}`)}`);
    const kept = sql`with kept as materialized (select ${counted(id, WHOLE)} as whole, ${sql.join(parts, sql`, `)})`;
    if (equalities.length === 1) {
      // Sorting n hits against reading on until enough of them were met: whichever reads fewer rows.
      const rare = indexed ? sql`n0 * n0 < ${limit + offset}::int * whole` : sql`true`;
      return {
        known: sql`${kept} select (${rare}) and n0 <= ${MOST_COUNTED}::int as count, n0 as n, whole from kept`,
        few: sql`known.count`,
      };
    }
    const shares = equalities.map((_, i) => sql`${sql.raw(`n${i}`)} / nullif(whole, 0)`);
    return {
      known: sql`${kept} select n < ${SURELY_MANY}::int as count, n, 0 as whole
        from (select round(coalesce(whole * ${sql.join(shares, sql` * `)}, 0)) as n from kept) expected`,
      few: sql`known.count and counts.exact`,
    };
  }

  /** What `counts` says: known numbers are taken as they are, others are those of the hits, or an estimate. */
  function totals(of: Equality[] | null): SQL {
    if (of && of.length < 2) return sql`select known.n, true as exact from known`;
    const met = sql`(select count(*) as n from hits) met`;
    return sql`select case when not known.count then known.n else least(met.n, ${most}::int) end as n,
      known.count and met.n <= ${most}::int as exact from known, ${met}`;
  }
}
