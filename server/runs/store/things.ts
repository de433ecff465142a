import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";

export interface ThingsRow extends Record<string, unknown> {
  id: string;
  actionDeleted: boolean;
  blueprintTitle: string | null;
  blueprintIcon: string | null;
  entityIcon: string | null;
  /** It is there no more; what a run has yet to make is not. */
  entityDeleted: boolean;
}

/** What has become of what runs name: their actions, blueprints and entities. */
export async function thingsOfRuns(db: Executor, runIds: readonly string[]): Promise<ThingsRow[]> {
  if (runIds.length === 0) return [];
  return db.execute<ThingsRow>(sql`
    select r.id, a.id is null as "actionDeleted", b.definition->>'title' as "blueprintTitle", b.definition->>'icon' as "blueprintIcon",
      e.icon as "entityIcon",
      e.identifier is null and (r.action->>'operation' <> 'CREATE' or r.status = 'succeeded') as "entityDeleted"
    from runs r
      left join actions a on a.id::text = r.action->>'id'
      left join blueprints b on b.identifier = r.blueprint
      left join entities e on e.blueprint_id = b.id and e.identifier = r.target->>'identifier'
    where r.id = any(${sql.param([...runIds])}::text[])`);
}
