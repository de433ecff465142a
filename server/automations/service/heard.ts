import { automationEvents } from "@/server/actions/service/definitions";
import type { Context } from "@/server/kernel/context";

/** Of what there are events that an automation which is on listens to. */
export async function heardEvents(ctx: Context): Promise<{ entities: boolean; runs: boolean }> {
  const events = await automationEvents(ctx);
  return {
    entities: events.some((event) => event.startsWith("ENTITY_") || event === "ANY_ENTITY_CHANGE"),
    runs: events.some((event) => event.startsWith("RUN_") || event === "ANY_RUN_CHANGE"),
  };
}
