import { and, eq, sql, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { entities } from "@/db/schema/catalog";
import type { PathStep } from "../core/related-schema";
import { isStorable } from "./blueprints";

/** A step of a path with what the query needs to know: the far blueprint's row and which of its entities may be read. */
export interface ResolvedStep extends PathStep {
  blueprintId: string;
  readable: SQL;
}

const ends = (direction: PathStep["direction"]) =>
  direction === "outgoing"
    ? { near: sql`r.from_id`, far: sql`r.to_id` }
    : { near: sql`r.to_id`, far: sql`r.from_id` };

/** The entity of that identifier, if it may be read. */
export async function readableBy(db: Executor, blueprintId: string, identifier: string, readable: SQL) {
  if (!isStorable(identifier)) return null;
  const [row] = await db
    .select()
    .from(entities)
    .where(and(eq(entities.blueprintId, blueprintId), eq(entities.identifier, identifier), readable));
  return row ?? null;
}

/** `entities.id in (…)`: what is at the end of a path from an entity. Everything on the way must be readable too. */
function atEndOf(startId: string, path: ResolvedStep[]): SQL {
  return path.reduce<SQL>(
    (from, step) => sql`select entities.id from entities where ${reached(step, from)}`,
    sql`select ${startId}::uuid as id`,
  );
}

/** The condition on `entities` of one step: reached from a set of ids. */
function reached(step: ResolvedStep, from: SQL): SQL {
  const { near, far } = ends(step.direction);
  const there = sql`entities.blueprint_id = ${step.blueprintId} and ${step.readable}`;
  if ((step.maxHops ?? 1) === 1)
    return sql`${there} and entities.id in (
      select ${far} from entity_relations r where r.relation = ${step.relation} and ${near} in (${from}))`;
  return sql`entities.id in (
    with recursive walk(id, hop) as (
      select started.id, 0 from (${from}) started
      union
      select ${far}, walk.hop + 1 from walk
      join entity_relations r on ${near} = walk.id and r.relation = ${step.relation}
      where walk.hop < ${step.maxHops} and exists (select 1 from entities where entities.id = ${far} and ${there})
    ) select walk.id from walk where walk.hop > 0)`;
}

/** The condition on `entities` of what is at the end of a path. The entity where it begins is no relative. */
export const related = (startId: string, path: ResolvedStep[]): SQL =>
  sql`entities.id in (${atEndOf(startId, path)}) and entities.id <> ${startId}::uuid`;

export interface CountRow extends Record<string, unknown> {
  direction: PathStep["direction"];
  relation: string;
  blueprintId: string;
  total: number;
}

/** How many readable entities each relation from and to an entity has at its other end. */
export function relationCounts(db: Executor, entityId: string, readable: SQL): Promise<CountRow[]> {
  const side = (direction: PathStep["direction"]) => {
    const { near, far } = ends(direction);
    return sql`select ${direction}::text as direction, r.relation, entities.blueprint_id as "blueprintId", count(*)::int as total
      from entity_relations r join entities on entities.id = ${far}
      where ${near} = ${entityId} and ${readable} group by r.relation, entities.blueprint_id`;
  };
  return db.execute<CountRow>(sql`${side("outgoing")} union all ${side("incoming")}`) as Promise<CountRow[]>;
}

export interface RelatedRow extends Record<string, unknown> {
  direction: PathStep["direction"];
  relation: string;
  blueprintId: string;
  total: number;
  identifier: string;
  title: string | null;
  icon: string | null;
  team: string[];
  updatedAt: string;
}

/** The first readable entities of each relation from and to an entity, by title, with how many there are. */
export function relatedRows(
  db: Executor,
  entityId: string,
  readable: SQL,
  limit: number,
): Promise<RelatedRow[]> {
  const side = (direction: PathStep["direction"]) => {
    const { near, far } = ends(direction);
    return sql`select ${direction}::text as direction, r.relation, entities.blueprint_id as "blueprintId",
        entities.identifier, entities.title, entities.icon, to_json(entities.team) as team, to_json(entities.updated_at) #>> '{}' as "updatedAt",
        count(*) over (partition by entities.blueprint_id, r.relation)::int as total,
        row_number() over (partition by entities.blueprint_id, r.relation order by lower(coalesce(entities.title, entities.identifier)), entities.id)::int as place
      from entity_relations r join entities on entities.id = ${far}
      where ${near} = ${entityId} and ${readable}`;
  };
  return db.execute<RelatedRow>(sql`
    select * from (${side("outgoing")} union all ${side("incoming")}) ranked
    where place <= ${limit} order by direction desc, "blueprintId", relation, place`) as Promise<
    RelatedRow[]
  >;
}

export interface Neighbour extends Record<string, unknown> {
  direction: PathStep["direction"];
  near: string;
  far: string;
}

/**
 * Readable neighbours of some entities, at most `perNode` of each entity in each direction. `near` is the entity that each
 * belongs to.
 */
export function neighboursOf(
  db: Executor,
  ids: string[],
  directions: PathStep["direction"][],
  perNode: number,
  readable: SQL,
): Promise<Neighbour[]> {
  const sides = directions.map((direction) => {
    const { near, far } = ends(direction);
    // In the order of the index, so that a hub with very many relations is not sorted.
    return sql`(select ${direction}::text as direction, ${far} as far from entity_relations r where ${near} = frontier.id
      and exists (select 1 from entities where entities.id = ${far} and ${readable})
      order by r.relation limit ${perNode})`;
  });
  return db.execute<Neighbour>(sql`
    select frontier.id as near, hit.direction, hit.far
    from (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid as id) frontier
    cross join lateral (${sql.join(sides, sql` union all `)}) hit`) as Promise<Neighbour[]>;
}

const among = (ids: string[]) => sql`(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`;

/** What a graph shows of entities. */
export const nodesBy = (db: Executor, ids: string[]) =>
  db
    .select({
      id: entities.id,
      blueprintId: entities.blueprintId,
      identifier: entities.identifier,
      title: entities.title,
      icon: entities.icon,
    })
    .from(entities)
    .where(sql`${entities.id} in ${among(ids)}`);

export interface EdgeRow extends Record<string, unknown> {
  from: string;
  to: string;
  relation: string;
}

/** Every relation between two of these entities. */
export const edgesAmong = (db: Executor, ids: string[]): Promise<EdgeRow[]> =>
  db.execute<EdgeRow>(sql`
    select r.from_id as "from", r.to_id as "to", r.relation from entity_relations r
    where r.from_id in ${among(ids)} and r.to_id in ${among(ids)}
    order by r.from_id, r.relation, r.to_id`) as Promise<EdgeRow[]>;

export interface DependentRow extends Record<string, unknown> {
  id: string;
  blueprintId: string;
  identifier: string;
  title: string | null;
  relation: string;
}

/** Readable entities with a relation to one of these, at most `limit`. */
export const dependentsOf = (
  db: Executor,
  ids: string[],
  limit: number,
  readable: SQL,
): Promise<DependentRow[]> =>
  db.execute<DependentRow>(sql`
    select entities.id, entities.blueprint_id as "blueprintId", entities.identifier, entities.title, r.relation
    from entity_relations r join entities on entities.id = r.from_id
    where r.to_id in ${among(ids)} and ${readable}
    order by lower(coalesce(entities.title, entities.identifier)), entities.id, r.relation limit ${limit}`) as Promise<
    DependentRow[]
  >;
