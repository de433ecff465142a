import { and, asc, desc, eq, gt, gte, inArray, lt, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { costCommitments, costLedger, costReservations, entityCosts } from "@/db/schema/cost";
import { actorName } from "@/server/kernel/context";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { CostScope, LedgerKind } from "../schema";

export type LedgerRow = typeof costLedger.$inferSelect;
export type EntityCost = typeof entityCosts.$inferSelect;

/** The thing whose cost it is. */
export interface Thing {
  blueprint: string;
  entity: string;
}

export interface Entry extends Partial<Thing> {
  budgetId: string;
  kind: LedgerKind;
  runId?: string | null;
  reserved?: string;
  committed?: string;
  actual?: string;
  key: string;
  reason: string;
}

/** Writes entries; one whose key the budget has already is left out. */
export async function enter(tx: TransactionContext, entries: readonly Entry[]): Promise<void> {
  if (!entries.length) return;
  await tx.db
    .insert(costLedger)
    .values(entries.map((entry) => ({ ...entry, actorName: actorName(tx.actor) })))
    .onConflictDoNothing();
}

/** False when the run holds something under this budget already. */
export async function insertReservation(
  tx: TransactionContext,
  reservation: { runId: string; budgetId: string; amount: string },
): Promise<boolean> {
  const rows = await tx.db
    .insert(costReservations)
    .values(reservation)
    .onConflictDoNothing()
    .returning({ runId: costReservations.runId });
  return rows.length === 1;
}

/** Takes away what a run holds. Out: under which budget, how much. */
export async function takeReservations(
  tx: TransactionContext,
  runId: string,
): Promise<{ budgetId: string; amount: string }[]> {
  return tx.db
    .delete(costReservations)
    .where(eq(costReservations.runId, runId))
    .returning({ budgetId: costReservations.budgetId, amount: costReservations.amount });
}

/**
 * Changes what a thing takes from a budget each month; never below nothing. Out: by how much it really changed.
 */
export async function changeCommitment(
  tx: TransactionContext,
  { budgetId, blueprint, entity, runId, change }: Thing & { budgetId: string; runId: string; change: string },
): Promise<string> {
  const of = sql`budget_id = ${budgetId} and blueprint = ${blueprint} and entity = ${entity}`;
  // The row is there before it is locked, so that two who begin with it at once wait for each other.
  await tx.db
    .insert(costCommitments)
    .values({ budgetId, blueprint, entity, runId, amount: "0" })
    .onConflictDoNothing();
  const [row] = await tx.db.execute<{ changed: string }>(sql`
    update cost_commitments c
    set amount = greatest(before.amount + ${change}::numeric, 0), run_id = ${runId}, updated_at = now()
    from (select amount from cost_commitments where ${of} for update) before
    where c.budget_id = ${budgetId} and c.blueprint = ${blueprint} and c.entity = ${entity}
    returning (c.amount - before.amount)::text as changed`);
  return row!.changed;
}

/** Takes away everything that a thing takes from budgets. Out: from which, how much. */
export async function takeCommitments(
  tx: TransactionContext,
  { blueprint, entity }: Thing,
): Promise<{ budgetId: string; amount: string }[]> {
  return tx.db
    .delete(costCommitments)
    .where(and(eq(costCommitments.blueprint, blueprint), eq(costCommitments.entity, entity)))
    .returning({ budgetId: costCommitments.budgetId, amount: costCommitments.amount });
}

export async function costOf(db: Executor, { blueprint, entity }: Thing): Promise<EntityCost | null> {
  const [row] = await db
    .select()
    .from(entityCosts)
    .where(and(eq(entityCosts.blueprint, blueprint), eq(entityCosts.entity, entity)));
  return row ?? null;
}

/** Changes what a thing costs a month, in the scope that it has now; a thing in another currency keeps what it has. */
export async function changeCost(
  tx: TransactionContext,
  thing: Thing & CostScope & { currency: string; runId: string; change: string },
): Promise<void> {
  const { blueprint, entity, currency, runId, change, team, costCentre, environment } = thing;
  await tx.db.execute(sql`
    insert into entity_costs as c (blueprint, entity, monthly, currency, team, cost_centre, environment, run_id)
    values (${blueprint}, ${entity}, greatest(${change}::numeric, 0), ${currency}, ${team}, ${costCentre}, ${environment}, ${runId})
    on conflict (blueprint, entity) do update set
      monthly = greatest(c.monthly + ${change}::numeric, 0), team = excluded.team, cost_centre = excluded.cost_centre,
      environment = excluded.environment, run_id = excluded.run_id, updated_at = now()
      where c.currency = excluded.currency`);
}

export async function forgetCost(tx: TransactionContext, { blueprint, entity }: Thing): Promise<void> {
  await tx.db
    .delete(entityCosts)
    .where(and(eq(entityCosts.blueprint, blueprint), eq(entityCosts.entity, entity)));
}

/** Things whose cost a budget takes in, for one that is new. */
export async function costsIn(db: Executor, scope: CostScope, currency: string): Promise<EntityCost[]> {
  return db
    .select()
    .from(entityCosts)
    .where(
      and(
        eq(entityCosts.currency, currency),
        sql`(${scope.team}::text is null or ${entityCosts.team} = ${scope.team})`,
        sql`(${scope.costCentre}::text is null or ${entityCosts.costCentre} = ${scope.costCentre})`,
        sql`(${scope.environment}::text is null or ${entityCosts.environment} = ${scope.environment})`,
      ),
    )
    .orderBy(asc(entityCosts.blueprint), asc(entityCosts.entity));
}

export interface LedgerFilter {
  budgetId?: string;
  runId?: string;
  kinds?: readonly LedgerKind[];
  from?: Date;
  until?: Date;
  /** Entries with a smaller number. */
  before?: number;
  limit: number;
}

export async function entriesOf(db: Executor, filter: LedgerFilter): Promise<LedgerRow[]> {
  return db
    .select()
    .from(costLedger)
    .where(
      and(
        filter.budgetId === undefined ? undefined : eq(costLedger.budgetId, filter.budgetId),
        filter.runId === undefined ? undefined : eq(costLedger.runId, filter.runId),
        filter.kinds?.length ? inArray(costLedger.kind, [...filter.kinds]) : undefined,
        filter.from === undefined ? undefined : gte(costLedger.at, filter.from),
        filter.until === undefined ? undefined : lt(costLedger.at, filter.until),
        filter.before === undefined ? undefined : lt(costLedger.id, filter.before),
      ),
    )
    .orderBy(desc(costLedger.id))
    .limit(filter.limit);
}

/** What the entries of each budget come to, beside what is reserved and committed: equal, or something is wrong. */
export async function balances(db: Executor): Promise<
  {
    budgetId: string;
    title: string;
    currency: string;
    reserved: string;
    committed: string;
    liveReserved: string;
    liveCommitted: string;
    holds: boolean;
  }[]
> {
  return db.execute(sql`
    select b.id as "budgetId", b.title, b.currency, l.reserved::text, l.committed::text,
      r.amount::text as "liveReserved", c.amount::text as "liveCommitted",
      (l.reserved = r.amount and l.committed = c.amount) as holds
    from budgets b
    cross join lateral (select coalesce(sum(reserved), 0) as reserved, coalesce(sum(committed), 0) as committed
      from cost_ledger where budget_id = b.id) l
    cross join lateral (select coalesce(sum(amount), 0) as amount from cost_reservations where budget_id = b.id) r
    cross join lateral (select coalesce(sum(amount), 0) as amount from cost_commitments where budget_id = b.id) c
    order by b.title, b.id`);
}

/** Runs that hold something, oldest first. */
export async function reservationsOf(
  db: Executor,
  budgetId: string,
): Promise<{ runId: string; amount: string; createdAt: Date }[]> {
  return db
    .select({
      runId: costReservations.runId,
      amount: costReservations.amount,
      createdAt: costReservations.createdAt,
    })
    .from(costReservations)
    .where(and(eq(costReservations.budgetId, budgetId), gt(costReservations.amount, "0")))
    .orderBy(asc(costReservations.createdAt));
}

/** Things that take something from a budget each month, the dearest first, and how many there are. */
export async function commitmentsOf(
  db: Executor,
  budgetId: string,
  limit: number,
): Promise<{ items: (Thing & { amount: string; updatedAt: Date })[]; count: number }> {
  const of = and(eq(costCommitments.budgetId, budgetId), gt(costCommitments.amount, "0"));
  const { blueprint, entity, amount, updatedAt } = costCommitments;
  const [items, count] = await Promise.all([
    db
      .select({ blueprint, entity, amount, updatedAt })
      .from(costCommitments)
      .where(of)
      .orderBy(desc(amount), asc(blueprint), asc(entity))
      .limit(limit),
    db.$count(costCommitments, of),
  ]);
  return { items, count };
}
