import { audit } from "@/server/audit/service";
import type { Context } from "@/server/kernel/context";
import { Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { isTimeZone } from "../core/facts";
import * as store from "../store";

/** What holds for all policies: the time zone whose days and hours they see. */
export async function getPolicySettings(ctx: Context | TransactionContext): Promise<{ timeZone: string }> {
  checkPermission(ctx.actor, "policies.read");
  return { timeZone: await store.timeZone(ctx.db) };
}

/** Sets the time zone by its IANA name. Administrators only. Throws Invalid for one that there is not. */
export async function updatePolicySettings(
  ctx: Context | TransactionContext,
  input: { timeZone: string },
): Promise<{ timeZone: string }> {
  checkPermission(ctx.actor, "policies.manage");
  const { timeZone } = input;
  if (!isTimeZone(timeZone))
    throw Invalid.at(["timeZone"], `There is no time zone "${timeZone}". Write one such as Europe/Berlin.`);
  return transaction(ctx, async (tx) => {
    const before = await store.timeZone(tx.db);
    await store.saveTimeZone(tx.db, timeZone);
    if (before !== timeZone)
      await audit(tx, {
        action: "UPDATE",
        resourceType: "policy_settings",
        resourceId: "policies",
        diff: { before: { timeZone: before }, after: { timeZone } },
      });
    return { timeZone };
  });
}
