import { asc, eq, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { costBaseline, costUnitCounts, costUnits } from "@/db/schema/cost-units";
import { now } from "@/server/kernel/clock";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { UnitCount } from "../core/units";

export const allUnits = (db: Executor) => db.select().from(costUnits).orderBy(asc(costUnits.title));

export async function findUnit(db: Executor, identifier: string) {
  const [row] = await db.select().from(costUnits).where(eq(costUnits.identifier, identifier));
  return row ?? null;
}

export async function putUnit(
  tx: TransactionContext,
  unit: { identifier: string; title: string; description: string | null; updatedBy: string },
): Promise<void> {
  const { identifier: _, ...set } = unit;
  await tx.db
    .insert(costUnits)
    .values(unit)
    .onConflictDoUpdate({ target: costUnits.identifier, set: { ...set, updatedAt: now } });
}

export async function deleteUnit(tx: TransactionContext, identifier: string): Promise<boolean> {
  const gone = await tx.db.delete(costUnits).where(eq(costUnits.identifier, identifier)).returning();
  return gone.length > 0;
}

/** Sets counts, each in place of what the same month and team had. */
export async function putCounts(
  tx: TransactionContext,
  unit: string,
  counts: readonly UnitCount[],
  updatedBy: string,
): Promise<void> {
  await tx.db
    .insert(costUnitCounts)
    .values(counts.map(({ month, team, count }) => ({ unit, month: `${month}-01`, team, count, updatedBy })))
    .onConflictDoUpdate({
      target: [costUnitCounts.unit, costUnitCounts.month, costUnitCounts.team],
      set: { count: sql`excluded.count`, updatedBy, updatedAt: now },
    });
}

/** The newest counts of a unit. */
export async function countsOf(db: Executor, unit: string, limit: number) {
  return [
    ...(await db.execute<{ month: string; team: string | null; count: string }>(sql`
      select to_char(month, 'YYYY-MM') as month, team, trim_scale(count)::text as count from cost_unit_counts
      where unit = ${unit} order by 1 desc, team nulls first limit ${limit}`)),
  ];
}

const listOf = (texts: readonly string[]) =>
  sql`${sql.param(`{${texts.map((text) => `"${text.replace(/["\\]/g, "\\$&")}"`).join(",")}}`)}::text[]`;

export interface UnitMonth {
  month: string;
  /** Exact decimal texts; null where there is no line, or no count. */
  amount: string | null;
  units: string | null;
}

/** What each month came to and how many of the unit it had. `teams`: null for everybody. */
export async function unitMonths(
  db: Executor,
  {
    unit,
    from,
    to,
    currency,
    basis,
    teams,
  }: {
    unit: string;
    from: string;
    to: string;
    currency: string;
    basis: "effective" | "billed";
    teams: readonly string[] | null;
  },
): Promise<UnitMonth[]> {
  const counted =
    teams === null
      ? sql`cost_unit_months(${unit}, ${from}::date, ${to}::date, null)`
      : sql`unnest(${listOf(teams)}) team cross join lateral cost_unit_months(${unit}, ${from}::date, ${to}::date, team)`;
  const own = teams === null ? sql`true` : sql`team = any(${listOf(teams)})`;
  return [
    ...(await db.execute<Record<string, unknown> & UnitMonth>(sql`
      select to_char(m.month, 'YYYY-MM') as month, trim_scale(c.amount)::text as amount, trim_scale(u.units)::text as units
      from generate_series(${from}::timestamp, ${to}::timestamp - interval '1 day', interval '1 month') m(month)
      left join (
        select month, sum(${sql.raw(basis)}) as amount from cost_months
        where currency = ${currency} and month >= ${from}::date and month < ${to}::date and ${own} group by month
      ) c on c.month = m.month::date
      left join (select month, sum(units) as units from ${counted} group by month) u on u.month = m.month::date
      order by 1`)),
  ];
}

export async function findBaseline(db: Executor) {
  const [row] = await db.select().from(costBaseline);
  return row ?? null;
}

/** Null when the revision is another. */
export async function putBaseline(
  tx: TransactionContext,
  { revision, ...set }: Omit<typeof costBaseline.$inferInsert, "id" | "updatedAt">,
): Promise<number | null> {
  const next = revision + 1;
  const [row] =
    revision === 0
      ? await tx.db
          .insert(costBaseline)
          .values({ ...set, revision: next })
          .onConflictDoNothing()
          .returning()
      : await tx.db
          .update(costBaseline)
          .set({ ...set, revision: next, updatedAt: now })
          .where(eq(costBaseline.revision, revision))
          .returning();
  return row ? row.revision : null;
}

export async function deleteBaseline(tx: TransactionContext): Promise<boolean> {
  return (await tx.db.delete(costBaseline).returning()).length > 0;
}
