import { and, desc, eq, sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { insightBackfills } from "@/db/schema/insight-backfills";
import { now } from "@/server/kernel/clock";
import type { BackfillStatus } from "../core/backfill-parts";
import type { BackfillCursor } from "../core/backfill";

export type BackfillRow = typeof insightBackfills.$inferSelect;

export async function insertBackfill(
  tx: Transaction,
  row: typeof insightBackfills.$inferInsert,
): Promise<BackfillRow> {
  const [made] = await tx.insert(insightBackfills).values(row).returning();
  return made!;
}

export async function findBackfill(db: Executor, id: string): Promise<BackfillRow | undefined> {
  const [row] = await db.select().from(insightBackfills).where(eq(insightBackfills.id, id));
  return row;
}

/** The newest first. */
export const listBackfills = (db: Executor, most: number): Promise<BackfillRow[]> =>
  db
    .select()
    .from(insightBackfills)
    .orderBy(desc(insightBackfills.createdAt), desc(insightBackfills.id))
    .limit(most);

export interface Moved {
  cursor: BackfillCursor;
  /** It is over, as this. */
  status?: Exclude<BackfillStatus, "running">;
  waitUntil?: Date | null;
  requests?: number;
  created?: number;
  updated?: number;
  unchanged?: number;
  refused?: number;
  problem?: string | null;
}

/** So many lines about what could not be fetched are kept. */
const MOST_PROBLEMS = 50;

/** Moves it on from a step. Out: false when another worker was faster, or somebody ended it. */
export async function moveBackfill(tx: Transaction, id: string, step: number, to: Moved): Promise<boolean> {
  const { cursor, status, waitUntil = null, problem = null } = to;
  const plus = (name: "requests" | "created" | "updated" | "unchanged" | "refused") =>
    sql`${insightBackfills[name]} + ${to[name] ?? 0}`;
  const rows = await tx
    .update(insightBackfills)
    .set({
      cursor,
      waitUntil,
      step: step + 1,
      requests: plus("requests"),
      created: plus("created"),
      updated: plus("updated"),
      unchanged: plus("unchanged"),
      refused: plus("refused"),
      ...(problem === null
        ? {}
        : {
            problems: sql`case when cardinality(problems) < ${MOST_PROBLEMS} then problems || ${problem}::text else problems end`,
          }),
      ...(status === undefined ? {} : { status, endedAt: now }),
      updatedAt: now,
    })
    .where(
      and(
        eq(insightBackfills.id, id),
        eq(insightBackfills.step, step),
        eq(insightBackfills.status, "running"),
      ),
    )
    .returning({ id: insightBackfills.id });
  return rows.length > 0;
}

/** Ends it where it stands. Out: undefined when it is over, or there is none. */
export async function cancelBackfill(tx: Transaction, id: string): Promise<BackfillRow | undefined> {
  const [row] = await tx
    .update(insightBackfills)
    .set({ status: "cancelled", endedAt: now, updatedAt: now, waitUntil: null })
    .where(and(eq(insightBackfills.id, id), eq(insightBackfills.status, "running")))
    .returning();
  return row;
}
