import { type SQL, sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";

export interface DoomedEntity {
  id: string;
  blueprint: string;
  identifier: string;
  /** Somebody has changed it, relates to it or runs something on it: it is theirs now. */
  kept: boolean;
}

const item = (kind: string, key: SQL): SQL =>
  sql`exists (select from demo_items i where i.kind = ${kind} and i.key = ${key})`;

/** The entities of the scenario, and which of them people have made their own. */
export async function demoEntities(db: Executor, actor: string): Promise<DoomedEntity[]> {
  return [
    ...(await db.execute<DoomedEntity & Record<string, unknown>>(sql`
      select e.id, b.identifier as blueprint, e.identifier,
        e.updated_by <> ${actor}
          or exists (select from entity_relations r where r.to_id = e.id and not ${item("entity", sql`r.from_id::text`)})
          or exists (select from runs r where r.blueprint = b.identifier and r.entity_identifier = e.identifier
            and not ${item("run", sql`r.id`)}) as kept
      from entities e join blueprints b on b.id = e.blueprint_id
      where ${item("entity", sql`e.id::text`)} order by e.id`)),
  ];
}

/** Forgets who owned these services, and what they were like before. */
export async function forgetEntities(tx: Transaction, gone: readonly DoomedEntity[]): Promise<void> {
  await tx.execute(sql`
    delete from insight_service_owners where service in (
      select r.identifier from jsonb_to_recordset(${JSON.stringify(gone)}::jsonb) as r(identifier text))`);
  await forgetHistory(
    tx,
    gone.map(({ id }) => id),
  );
}

/** Forgets what entities were like before; the audit log says still that they were there. */
export async function forgetHistory(tx: Executor, ids: readonly string[]): Promise<void> {
  const given = sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`;
  await tx.execute(sql`delete from entity_revisions where entity_id in ${given}`);
  await tx.execute(sql`delete from entity_recomputations where entity_id in ${given}`);
}

/** A blueprint of the scenario without an entity, an action or a relation to it can go. */
export async function unusedBlueprints(db: Executor, actor: string): Promise<string[]> {
  const rows = await db.execute<{ identifier: string }>(sql`
    select b.identifier from blueprints b
    where ${item("blueprint", sql`b.identifier`)} and b.updated_by = ${actor}
      and not exists (select from entities e where e.blueprint_id = b.id)`);
  return rows.map(({ identifier }) => identifier);
}
