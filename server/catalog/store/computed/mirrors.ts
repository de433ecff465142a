import { sql, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";

/** Where the path of a mirror starts: an entity, one that it relates to, and at which place. */
export interface PathStart {
  source: string;
  node: string;
  place: number;
}

/** What one entity at the end of a path has. */
export interface PathEnd extends Record<string, unknown> {
  source: string;
  endId: string;
  values: Record<string, unknown>;
}

const iso = (column: SQL) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const META: Record<string, SQL | undefined> = {
  $identifier: sql`e.identifier`,
  $title: sql`coalesce(e.title, e.identifier)`,
  $team: sql`to_jsonb(e.team)`,
  $icon: sql`e.icon`,
  $blueprint: sql`(select b.identifier from blueprints b where b.id = e.blueprint_id)`,
  $createdAt: iso(sql`e.created_at`),
  $updatedAt: iso(sql`e.updated_at`),
  $createdBy: sql`e.created_by`,
  $updatedBy: sql`e.updated_by`,
};

/**
 * Follows `relations` from the starts. Out: each way's end with its values of these keys, meta properties among them, in
 * the order in which the relations hold their targets.
 */
export async function pathEnds(
  db: Executor,
  starts: PathStart[],
  relations: string[],
  keys: string[],
): Promise<PathEnd[]> {
  if (starts.length === 0) return [];
  // Each step is one look into an index. As plain joins they could be planned while the tables are small, and stay so.
  const names = relations.map((_, i) => sql.raw(`r${i}`));
  const joins = relations.map((relation, i) => {
    const from = i === 0 ? sql`s.node` : sql`${names[i - 1]}.to_id`;
    return sql`cross join lateral (select to_id, position from entity_relations where from_id = ${from} and relation = ${relation} offset 0) ${names[i]}`;
  });
  const end = names.length ? sql`${names.at(-1)}.to_id` : sql`s.node`;
  const pairs = keys.map((key) => {
    const meta = Object.hasOwn(META, key) ? META[key] : undefined;
    return sql`${key}::text, ${meta ?? sql`e.properties -> ${key}::text`}`;
  });
  const order = [sql`s.source`, sql`s.place`, ...names.map((name) => sql`${name}.position`), sql`e.id`];
  return db.execute<PathEnd>(sql`
    select s.source, e.id as "endId", jsonb_build_object(${sql.join(pairs, sql`, `)}) as values
    from jsonb_to_recordset(${JSON.stringify(starts)}::jsonb) as s(source uuid, node uuid, place int)
    ${sql.join(joins, sql` `)}
    cross join lateral (select * from entities where id = ${end} offset 0) e
    order by ${sql.join(order, sql`, `)}`);
}
