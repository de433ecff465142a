import { sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { PROVIDER } from "../core/bill";
import { DEMO_SOURCE } from "../schema";

/** The bill of the scenario, where it was sent in: its id and how far it is. */
export async function findBill(db: Executor): Promise<{ id: string; status: string } | null> {
  const [row] = await db.execute<{ id: string; status: string }>(sql`
    select id, status from cost_imports where source = ${DEMO_SOURCE} and status in ('importing', 'imported')
    order by created_at desc limit 1`);
  return row ?? null;
}

export async function billsOf(db: Executor): Promise<{ id: string; status: string }[]> {
  return [
    ...(await db.execute<{ id: string; status: string }>(
      sql`select id, status from cost_imports where source = ${DEMO_SOURCE} order by created_at`,
    )),
  ];
}

/** What is left of a bill whose lines are gone. */
export async function forgetBills(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    delete from cost_imports i where i.source = ${DEMO_SOURCE}
      and not exists (select from cost_lines l where l.import_id = i.id)`);
  await tx.execute(sql`
    delete from cost_keys k where k.provider = ${PROVIDER} and not exists (select from cost_lines l where l.key_id = k.id)`);
  await tx.execute(sql`delete from cost_actuals where source = ${`bill:${DEMO_SOURCE}`}`);
}

/** The budgets of the scenario that nobody has changed. */
export async function untouchedBudgets(db: Executor): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select b.id from budgets b
    where b.revision = 1 and exists (select from demo_items i where i.kind = 'budget' and i.key = b.id::text)
      and not exists (select from budget_exceptions e where e.budget_id = b.id)
      and not exists (select from cost_reservations r where r.budget_id = b.id)
      and not exists (select from cost_commitments c where c.budget_id = b.id)`);
  return rows.map(({ id }) => id);
}

/** Deletes budgets with their ledgers, which the database allows for budgets of the scenario alone. */
export async function deleteBudgets(tx: Transaction, ids: readonly string[]): Promise<void> {
  const given = sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`;
  await tx.execute(sql`delete from cost_ledger where budget_id in ${given}`);
  await tx.execute(sql`delete from budgets where id in ${given}`);
}
