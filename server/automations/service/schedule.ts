import { selectActions } from "@/server/actions/service/definitions";
import { slotBefore } from "@/server/actions/core/definition/cron";
import { type Context } from "@/server/kernel/context";
import { transaction } from "@/server/kernel/transaction";
import { databaseTime, forgetFirings, type NewFiring } from "../store";
import { note } from "./listen";

/**
 * Notes the slots of schedules that are due: the last one of each that has passed since the automation was saved, so that after
 * a standstill it runs once and not for every slot that was missed. Each slot is noted once, however many look. Out: how many.
 */
export async function noteSlots(ctx: Context): Promise<number> {
  const found = await selectActions(ctx, { trigger: "automation", published: true, events: ["SCHEDULE"] });
  if (found.length === 0) return 0;
  const at = await databaseTime(ctx.db);
  const due = found.flatMap(({ id, identifier, trigger, updatedAt }): NewFiring[] => {
    if (trigger.type !== "automation" || trigger.event.type !== "SCHEDULE") return [];
    const slot = slotBefore(trigger.event.cron, trigger.event.timezone, at);
    if (!slot || slot <= new Date(updatedAt)) return [];
    return [
      {
        actionId: id,
        automation: identifier,
        eventKey: `slot:${slot.toISOString()}`,
        event: "SCHEDULE",
        source: { kind: "schedule", slot: slot.toISOString() },
        blueprint: null,
        subject: null,
        causedBy: null,
      },
    ];
  });
  return transaction(ctx, (tx) => note(tx, due));
}

/** Forgets what set nothing off long ago. */
export const forget = (ctx: Context): Promise<void> => forgetFirings(ctx.db);
