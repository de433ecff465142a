import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { actions } from "@/db/schema/actions";
import { now } from "@/server/kernel/clock";
import type { ActionDefinition } from "./schema";

/** Puts a draft in the place of what was there; null: there is none from now on. */
export async function setDraft(
  tx: Transaction,
  actionId: string,
  draft: ActionDefinition | null,
  by: string | null,
): Promise<void> {
  await tx
    .update(actions)
    .set({ draft, draftBy: draft && by, draftAt: draft && now })
    .where(eq(actions.id, actionId));
}
