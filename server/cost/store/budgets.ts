import { and, asc, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { budgetExceptions, budgets } from "@/db/schema/cost";
import { now } from "@/server/kernel/clock";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { BudgetFigures } from "../core/budget-state";
import type { CostScope } from "../schema";

export type BudgetRow = typeof budgets.$inferSelect;
export type ExceptionRow = typeof budgetExceptions.$inferSelect;

/** The month that it is, as providers bill: YYYY-MM in UTC. */
const thisMonth = sql`to_char(now() at time zone 'UTC', 'YYYY-MM')`;
const today = sql`(now() at time zone 'UTC')::date`;

export async function currentMonth(db: Executor): Promise<string> {
  const [row] = await db.execute<{ month: string }>(sql`select ${thisMonth} as month`);
  return row!.month;
}

/** In force today, and taking in what belongs to the scope. */
const matching = ({ team, costCentre, environment }: CostScope) => sql`
  b.archived_at is null
  and (b.valid_from is null or b.valid_from <= ${today}) and (b.valid_until is null or b.valid_until >= ${today})
  and (b.team is null or b.team = ${team}) and (b.cost_centre is null or b.cost_centre = ${costCentre})
  and (b.environment is null or b.environment = ${environment})`;

/**
 * Locks the budgets that take in a scope until the transaction ends, always in the same order. Whoever reserves does this
 * first, so that what it reads next is what is true when it writes.
 */
export async function lockMatching(tx: TransactionContext, scope: CostScope): Promise<string[]> {
  const rows = await tx.db.execute<{ id: string }>(
    sql`select b.id from budgets b where ${matching(scope)} order by b.id for no key update`,
  );
  return rows.map((row) => row.id);
}

const columns = sql`b.id, b.title, b.amount::text, b.currency, b.warn_at as "warnAt", b.extra_approval_at as "extraApprovalAt",
  b.block_at as "blockAt", b.owners, b.approvers,
  (select coalesce(sum(c.amount), 0)::text from cost_commitments c where c.budget_id = b.id) as committed,
  (select coalesce(sum(r.amount), 0)::text from cost_reservations r where r.budget_id = b.id) as reserved,
  (select coalesce(sum(e.amount), 0)::text from budget_exceptions e
    where e.budget_id = b.id and e.revoked_at is null and e.expires_at > now()) as exceptions,
  (select coalesce(sum(a.amount), 0)::text from cost_actuals a where a.month = ${thisMonth} and a.currency = b.currency
    and (b.team is null or b.team = a.team) and (b.cost_centre is null or b.cost_centre = a.cost_centre)
    and (b.environment is null or b.environment = a.environment)) as actual`;

type FiguresRow = BudgetFigures & Record<string, unknown>;

/** The budgets that take in a scope, with what counts against each now. */
export async function figuresMatching(db: Executor, scope: CostScope): Promise<BudgetFigures[]> {
  return db.execute<FiguresRow>(sql`select ${columns} from budgets b where ${matching(scope)} order by b.id`);
}

/** The same of budgets by id. */
export async function figuresOf(db: Executor, ids: readonly string[]): Promise<BudgetFigures[]> {
  if (!ids.length) return [];
  return db.execute<FiguresRow>(
    sql`select ${columns} from budgets b where b.id = any(${sql.param([...ids])}::uuid[]) order by b.id`,
  );
}

/** Ids of the budgets, in force or not, that take in a scope and are in a currency. */
export async function idsTakingIn(db: Executor, scope: CostScope, currency: string): Promise<string[]> {
  const { team, costCentre, environment } = scope;
  const rows = await db.execute<{ id: string }>(sql`
    select b.id from budgets b where b.archived_at is null and b.currency = ${currency}
      and (b.team is null or b.team = ${team}) and (b.cost_centre is null or b.cost_centre = ${costCentre})
      and (b.environment is null or b.environment = ${environment}) order by b.id`);
  return rows.map((row) => row.id);
}

export async function allBudgets(db: Executor): Promise<BudgetRow[]> {
  return db
    .select()
    .from(budgets)
    .where(isNull(budgets.archivedAt))
    .orderBy(asc(budgets.title), asc(budgets.id));
}

export async function findBudget(db: Executor, id: string): Promise<BudgetRow | null> {
  const [row] = await db.select().from(budgets).where(eq(budgets.id, id));
  return row ?? null;
}

export async function lockBudget(tx: TransactionContext, id: string): Promise<BudgetRow | null> {
  const [row] = await tx.db.select().from(budgets).where(eq(budgets.id, id)).for("no key update");
  return row ?? null;
}

export async function insertBudget(
  tx: TransactionContext,
  budget: typeof budgets.$inferInsert,
): Promise<BudgetRow> {
  const [row] = await tx.db.insert(budgets).values(budget).returning();
  return row!;
}

/** Null when the revision is another: somebody else was first. */
export async function updateBudget(
  tx: TransactionContext,
  id: string,
  revision: number,
  set: Partial<typeof budgets.$inferInsert>,
): Promise<BudgetRow | null> {
  const [row] = await tx.db
    .update(budgets)
    .set({ ...set, revision: revision + 1, updatedAt: now })
    .where(and(eq(budgets.id, id), eq(budgets.revision, revision), isNull(budgets.archivedAt)))
    .returning();
  return row ?? null;
}

export async function archiveBudget(tx: TransactionContext, id: string): Promise<boolean> {
  const rows = await tx.db
    .update(budgets)
    .set({ archivedAt: now, updatedAt: now })
    .where(and(eq(budgets.id, id), isNull(budgets.archivedAt)))
    .returning({ id: budgets.id });
  return rows.length === 1;
}

export async function exceptionsOf(db: Executor, budgetIds: readonly string[]): Promise<ExceptionRow[]> {
  if (!budgetIds.length) return [];
  return db
    .select()
    .from(budgetExceptions)
    .where(inArray(budgetExceptions.budgetId, [...budgetIds]))
    .orderBy(desc(budgetExceptions.createdAt));
}

/** Null when it would have expired already, by the database's clock. */
export async function insertException(
  tx: TransactionContext,
  input: { budgetId: string; amount: string; reason: string; expiresAt: Date; by: string; byName: string },
): Promise<ExceptionRow | null> {
  const rows = await tx.db.execute<{ id: string }>(sql`
    insert into budget_exceptions (budget_id, amount, reason, expires_at, granted_by, granted_by_name)
    select ${input.budgetId}, ${input.amount}, ${input.reason}, e.at, ${input.by}, ${input.byName}
    from (select ${input.expiresAt.toISOString()}::timestamptz as at) e where e.at > now() returning id`);
  const id = rows[0]?.id;
  if (!id) return null;
  const [row] = await tx.db.select().from(budgetExceptions).where(eq(budgetExceptions.id, id));
  return row ?? null;
}

export async function revokeException(
  tx: TransactionContext,
  id: string,
  by: string,
): Promise<ExceptionRow | null> {
  const [row] = await tx.db
    .update(budgetExceptions)
    .set({ revokedAt: now, revokedBy: by })
    .where(and(eq(budgetExceptions.id, id), isNull(budgetExceptions.revokedAt)))
    .returning();
  return row ?? null;
}

/** Records that a budget reached a level this month; false when it had before. */
export async function noteLevel(tx: TransactionContext, budgetId: string, level: string): Promise<boolean> {
  const rows = await tx.db.execute(sql`
    insert into budget_notices (budget_id, month, level) values (${budgetId}, ${thisMonth}, ${level})
    on conflict do nothing returning budget_id`);
  return rows.length === 1;
}
