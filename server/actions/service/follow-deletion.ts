import type { Events } from "@/server/kernel/events";
import type { TransactionContext } from "@/server/kernel/transaction";
import * as store from "../store";
import { removeAction } from "./definitions";

/** A blueprint was deleted: its actions go too, where whoever deleted it asked for that. */
export async function onBlueprintDeleted(
  tx: TransactionContext,
  { blueprint, deleteActions }: Events["blueprint.deleted"],
): Promise<void> {
  if (!deleteActions) return;
  for (const { identifier } of await store.selectActions(tx.db, {
    blueprints: [blueprint],
    trigger: "self-service",
  }))
    await removeAction(tx, identifier);
}
