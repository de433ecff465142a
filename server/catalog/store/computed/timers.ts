import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";

export interface Timer {
  entityId: string;
  key: string;
  /** ISO 8601; null: there is none any more. */
  expiresAt: string | null;
}

/** Sets and clears timers of entities. */
export async function writeTimers(tx: Transaction, timers: Timer[]): Promise<void> {
  if (timers.length === 0) return;
  const rows = timers.map((t) => ({ entity_id: t.entityId, key: t.key, expires_at: t.expiresAt }));
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(entity_id uuid, key text, expires_at timestamptz)`;
  await tx.execute(sql`
    delete from entity_timers where (entity_id, key) in (select t.entity_id, t.key from ${given} where t.expires_at is null)`);
  await tx.execute(sql`
    insert into entity_timers (entity_id, key, expires_at)
    select t.entity_id, t.key, t.expires_at from ${given} where t.expires_at is not null
    on conflict (entity_id, key) do update set expires_at = excluded.expires_at`);
}

export interface Expired extends Record<string, unknown> {
  entityId: string;
  blueprint: string;
  identifier: string;
  key: string;
  expiresAt: string;
}

/** Takes timers that have expired: they are gone when the transaction commits. Those that another process takes are left to it. */
export async function takeExpired(tx: Transaction, limit: number): Promise<Expired[]> {
  return tx.execute<Expired>(sql`
    with due as (
      select entity_id, key from entity_timers where expires_at <= now()
      order by expires_at limit ${limit} for update skip locked
    ), taken as (
      delete from entity_timers t using due where t.entity_id = due.entity_id and t.key = due.key returning t.*
    )
    select t.entity_id as "entityId", b.identifier as blueprint, e.identifier, t.key,
      to_char(t.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "expiresAt"
    from taken t join entities e on e.id = t.entity_id join blueprints b on b.id = e.blueprint_id
    order by t.expires_at`);
}
