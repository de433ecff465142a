import { sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";

/** The ids of entities of a blueprint, by identifier, of those that there are. */
export async function entityIds(
  db: Executor,
  blueprint: string,
  identifiers: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db.execute<{ identifier: string; id: string }>(sql`
    select e.identifier, e.id from entities e join blueprints b on b.id = e.blueprint_id and b.identifier = ${blueprint}
    where e.identifier in (select value from jsonb_array_elements_text(${JSON.stringify(identifiers)}::jsonb))`);
  return new Map(rows.map(({ identifier, id }) => [identifier, id]));
}

/** Says who owned services and when. One who owns it still is as the catalog says, which ends it when it says otherwise. */
export async function writeOwners(
  tx: Transaction,
  owners: readonly { service: string; team: string; startsAt: string; endsAt: string | null }[],
): Promise<void> {
  await tx.execute(sql`
    insert into insight_service_owners (service, team, starts_at, ends_at, source)
    select r.service, r.team, r."startsAt", r."endsAt", case when r."endsAt" is null then 'catalog' else 'demo' end
    from jsonb_to_recordset(${JSON.stringify(owners)}::jsonb)
      as r(service text, team text, "startsAt" timestamptz, "endsAt" timestamptz)`);
}
