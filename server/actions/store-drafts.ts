import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { actions } from "@/db/schema/actions";
import { now } from "@/server/kernel/clock";
import type { ActionDefinition } from "./schema";

/** Puts a draft in the place of what was there. Returns when. */
export async function setDraft(
  tx: Transaction,
  actionId: string,
  draft: ActionDefinition,
  by: string,
): Promise<string> {
  const [row] = await tx
    .update(actions)
    .set({ draft, draftBy: by, draftAt: now })
    .where(eq(actions.id, actionId))
    .returning({ at: actions.draftAt });
  if (!row?.at) throw new Error(`No action ${actionId} to keep a draft of`);
  return row.at.toISOString();
}

/** Forgets the draft of an action. */
export async function clearDraft(tx: Transaction, actionId: string): Promise<void> {
  await tx.update(actions).set({ draft: null, draftBy: null, draftAt: null }).where(eq(actions.id, actionId));
}
