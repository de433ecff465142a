import { isDeepStrictEqual } from "node:util";
import { audit } from "@/server/audit/service";
import { actorId, type Context } from "@/server/kernel/context";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { type InsightSettings, insightSettingsSchema } from "../schema";
import { applySettings } from "../store/overview";
import { readSettings, saveSettings } from "../store/settings";

/** By which clock days begin, which environments are production, and how incidents and hotfixes are told. */
export async function getInsightSettings(ctx: Context | TransactionContext): Promise<InsightSettings> {
  checkPermission(ctx.actor, "insights.read");
  return readSettings(ctx.db);
}

/** Changes them, and what follows from them for all events. Administrators only. */
export async function updateInsightSettings(ctx: Context, input: InsightSettings): Promise<InsightSettings> {
  checkPermission(ctx.actor, "insights.manage");
  const settings = insightSettingsSchema.parse(input);
  return transaction(ctx, async (tx) => {
    const before = await readSettings(tx.db);
    if (isDeepStrictEqual(before, settings)) return settings;
    await saveSettings(tx.db, settings, actorId(tx.actor));
    await applySettings(tx.db, settings);
    await audit(tx, {
      action: "UPDATE",
      resourceType: "insight_settings",
      resourceId: "insights",
      diff: { before, after: settings },
    });
    return settings;
  });
}
