import { and, asc, desc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { insightHelpMessages, insightHelpRequests } from "@/db/schema/insight-signals";
import { now } from "@/server/kernel/clock";

export type HelpRow = typeof insightHelpRequests.$inferSelect;
export type HelpMessageRow = typeof insightHelpMessages.$inferSelect;

/** Out: null when there is one of this id already. */
export async function insertHelp(
  tx: Transaction,
  row: typeof insightHelpRequests.$inferInsert,
): Promise<HelpRow | null> {
  const [made] = await tx.insert(insightHelpRequests).values(row).onConflictDoNothing().returning();
  return made ?? null;
}

export async function findHelp(db: Executor, id: string): Promise<HelpRow | undefined> {
  const [row] = await db.select().from(insightHelpRequests).where(eq(insightHelpRequests.id, id));
  return row;
}

export interface HelpSelection {
  requesterId?: string;
  /** Of these teams; null: of any, and of nobody's. */
  teams?: readonly string[] | null;
  runId?: string;
  status: "unclosed" | "closed" | "all";
}

/** So many requests are listed. */
const MOST = 200;

/** The newest first. */
export function listHelp(
  db: Executor,
  { requesterId, teams, runId, status }: HelpSelection,
): Promise<HelpRow[]> {
  const { team, closedAt } = insightHelpRequests;
  return db
    .select()
    .from(insightHelpRequests)
    .where(
      and(
        requesterId === undefined ? undefined : eq(insightHelpRequests.requesterId, requesterId),
        runId === undefined ? undefined : eq(insightHelpRequests.runId, runId),
        teams === undefined || teams === null
          ? undefined
          : teams.length
            ? inArray(team, [...teams])
            : sql`false`,
        status === "all" ? undefined : status === "closed" ? isNotNull(closedAt) : isNull(closedAt),
      ),
    )
    .orderBy(desc(insightHelpRequests.openedAt), desc(insightHelpRequests.id))
    .limit(MOST);
}

/** Those that were asked from this opening of a form and are about no run yet become about this one. */
export async function setRun(
  tx: Transaction,
  formId: string,
  requesterId: string,
  runId: string,
): Promise<HelpRow[]> {
  return tx
    .update(insightHelpRequests)
    .set({ runId, updatedAt: now })
    .where(
      and(
        eq(insightHelpRequests.requesterId, requesterId),
        sql`${insightHelpRequests.context}->>'formId' = ${formId}`,
        isNull(insightHelpRequests.runId),
      ),
    )
    .returning();
}

export async function insertMessage(
  tx: Transaction,
  row: Omit<typeof insightHelpMessages.$inferInsert, "id" | "at">,
): Promise<HelpMessageRow> {
  const [made] = await tx.insert(insightHelpMessages).values(row).returning();
  return made!;
}

export const messagesOf = (db: Executor, requestId: string): Promise<HelpMessageRow[]> =>
  db
    .select()
    .from(insightHelpMessages)
    .where(eq(insightHelpMessages.requestId, requestId))
    .orderBy(asc(insightHelpMessages.id));

/** Notes the first answer; later ones change nothing. */
export async function markAnswered(tx: Transaction, id: string): Promise<void> {
  await tx
    .update(insightHelpRequests)
    .set({ firstReplyAt: now, updatedAt: now })
    .where(and(eq(insightHelpRequests.id, id), isNull(insightHelpRequests.firstReplyAt)));
}

/** Closes it, or opens it again. Out: null when it is so already. */
export async function setClosed(
  tx: Transaction,
  id: string,
  closed: boolean,
  by: string,
): Promise<HelpRow | null> {
  const { closedAt } = insightHelpRequests;
  const [row] = await tx
    .update(insightHelpRequests)
    .set({ closedAt: closed ? now : null, closedBy: closed ? by : null, updatedAt: now })
    .where(and(eq(insightHelpRequests.id, id), closed ? isNull(closedAt) : isNotNull(closedAt)))
    .returning();
  return row ?? null;
}
