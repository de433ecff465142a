import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { entities } from "@/db/schema/catalog";
import { now } from "@/server/kernel/clock";

/**
 * Gives entities back the values that they lost when properties were removed from their blueprint. The change that removed
 * a property and the entities' revisions without it were written in one transaction, so they bear the same instant: the
 * revision before that one has the value. What has been written under the key since then stays. Out: how many entities changed.
 */
export async function restoreValues(
  tx: Transaction,
  blueprintId: string,
  keys: string[],
  by: string,
): Promise<number> {
  const result = await tx.execute(sql`
    with steps as (
      select r.at, r.definition -> 'schema' -> 'properties' as has,
        lag(r.definition -> 'schema' -> 'properties') over (order by r.revision) as had
      from blueprint_revisions r where r.blueprint_id = ${blueprintId}
    ), removals as (
      select k.key, max(s.at) as at
      from jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb) as k(key)
      join steps s on s.had -> k.key is not null and s.has -> k.key is null
      group by k.key
    ), lost as (
      select e.id, jsonb_object_agg(m.key, before.snapshot -> 'properties' -> m.key) as given
      from ${entities} e cross join removals m
      join entity_revisions without on without.entity_id = e.id and without.at = m.at
      join entity_revisions before on before.entity_id = e.id and before.revision = without.revision - 1
      where e.blueprint_id = ${blueprintId}
        and before.snapshot -> 'properties' -> m.key is not null
        and without.snapshot -> 'properties' -> m.key is null
        and not jsonb_exists(e.properties, m.key)
      group by e.id
    )
    update ${entities} set properties = entities.properties || lost.given, revision = entities.revision + 1,
      updated_at = ${now}, updated_by = ${by}
    from lost where entities.id = lost.id`);
  return (result as unknown as { count: number }).count;
}
