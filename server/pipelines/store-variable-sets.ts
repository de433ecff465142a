import { and, asc, eq, inArray, isNull, or } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { variableSets, variableSetVariables } from "@/db/schema/pipelines";
import { now } from "@/server/kernel/clock";

export type VariableSetRow = typeof variableSets.$inferSelect;
export type VariableRow = typeof variableSetVariables.$inferSelect;
export type SetWithVariables = VariableSetRow & { variables: VariableRow[] };

async function withVariables(db: Executor, sets: VariableSetRow[]): Promise<SetWithVariables[]> {
  if (sets.length === 0) return [];
  const rows = await db
    .select()
    .from(variableSetVariables)
    .where(
      inArray(
        variableSetVariables.setId,
        sets.map((set) => set.id),
      ),
    )
    .orderBy(asc(variableSetVariables.kind), asc(variableSetVariables.name));
  return sets.map((set) => ({ ...set, variables: rows.filter((row) => row.setId === set.id) }));
}

export async function allVariableSets(db: Executor): Promise<SetWithVariables[]> {
  return withVariables(
    db,
    await db.select().from(variableSets).orderBy(asc(variableSets.title), asc(variableSets.identifier)),
  );
}

/** Sets that apply to runs of a team in an environment. */
export async function setsFor(
  db: Executor,
  { team, environment }: { team: string | null; environment: string | null },
): Promise<SetWithVariables[]> {
  const rows = await db
    .select()
    .from(variableSets)
    .where(
      and(
        team === null
          ? isNull(variableSets.team)
          : or(isNull(variableSets.team), eq(variableSets.team, team)),
        environment === null
          ? isNull(variableSets.environment)
          : or(isNull(variableSets.environment), eq(variableSets.environment, environment)),
      ),
    );
  return withVariables(db, rows);
}

/** The set, held against other writers until the end of the transaction. */
export async function lockVariableSet(tx: Transaction, identifier: string): Promise<SetWithVariables | null> {
  const rows = await tx
    .select()
    .from(variableSets)
    .where(eq(variableSets.identifier, identifier))
    .for("update");
  return (await withVariables(tx, rows))[0] ?? null;
}

/** Null when somebody else has just made one of that identifier. */
export async function insertVariableSet(
  tx: Transaction,
  values: typeof variableSets.$inferInsert,
): Promise<string | null> {
  const [row] = await tx
    .insert(variableSets)
    .values(values)
    .onConflictDoNothing()
    .returning({ id: variableSets.id });
  return row?.id ?? null;
}

export async function updateVariableSet(
  tx: Transaction,
  id: string,
  values: Pick<VariableSetRow, "title" | "description" | "team" | "environment" | "updatedBy">,
): Promise<void> {
  await tx
    .update(variableSets)
    .set({ ...values, updatedAt: now })
    .where(eq(variableSets.id, id));
}

/** Puts these variables in the place of those that a set has. */
export async function replaceVariables(
  tx: Transaction,
  setId: string,
  rows: Omit<typeof variableSetVariables.$inferInsert, "setId">[],
): Promise<void> {
  await tx.delete(variableSetVariables).where(eq(variableSetVariables.setId, setId));
  if (rows.length) await tx.insert(variableSetVariables).values(rows.map((row) => ({ ...row, setId })));
}

export async function removeVariableSet(tx: Transaction, id: string): Promise<void> {
  await tx.delete(variableSets).where(eq(variableSets.id, id));
}
