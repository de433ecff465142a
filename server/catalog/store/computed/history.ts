import { and, desc, eq, gte, lt, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { entityRecomputations } from "@/db/schema/catalog";

/** Recomputations of an entity, newest first, not older than `since` and older than `before`. */
export const recomputationsOf = (
  db: Executor,
  entityId: string,
  { since, before, limit }: { since?: Date; before?: Date; limit: number },
) =>
  db
    .select()
    .from(entityRecomputations)
    .where(
      and(
        eq(entityRecomputations.entityId, entityId),
        since && gte(entityRecomputations.at, since),
        before && lt(entityRecomputations.at, before),
      ),
    )
    .orderBy(desc(entityRecomputations.at), desc(entityRecomputations.id))
    .limit(limit);

/** What an entity had of some keys from one moment on: of all of them after a write, of those that changed after a recomputation. */
export interface ValueState extends Record<string, unknown> {
  at: string;
  values: Record<string, unknown>;
}

/** How values of an entity came about, oldest first; the newest `limit` of them. Meta properties have their $. */
export async function valueStates(
  db: Executor,
  entityId: string,
  keys: string[],
  limit: number,
): Promise<ValueState[]> {
  const at = sql`to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`;
  const names = sql`(select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb) as key) names`;
  return db.execute<ValueState>(sql`
    select at, "values" from (
      select ${at}, 0 as kind, revision::bigint as place, (
        select jsonb_object_agg(key, case when left(key, 1) = '$' then snapshot -> substr(key, 2) else snapshot -> 'properties' -> key end)
        from ${names}
      ) as "values"
      from entity_revisions where entity_id = ${entityId}::uuid
      union all
      select ${at}, 1, id, (
        select jsonb_object_agg(key, "values" -> key) from ${names} where jsonb_exists("values", key)
      )
      from entity_recomputations
      where entity_id = ${entityId}::uuid and exists (select 1 from ${names} where jsonb_exists("values", key))
      order by at desc, kind desc, place desc limit ${limit}
    ) newest order by at, kind, place`);
}
