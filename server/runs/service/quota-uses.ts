import type { Context } from "@/server/kernel/context";
import { checkPermission } from "@/server/kernel/permissions";
import { usesOfQuotas } from "../store/quota";

/** Of each quota so many are named: whoever has the most. */
const NAMED = 10;

export interface QuotaUses {
  /** Id of the quota. */
  quota: string;
  /** How many people or teams are at its limit. */
  atLimit: number;
  /** How many have any. */
  subjects: number;
  /** Those who have the most: by e-mail address, or a team's identifier. */
  most: { subject: string; used: number }[];
}

/** Who has how many of what quotas limit, counted as requests are; quotas of which nobody has any are left out. Administrators only. */
export async function quotaUses(ctx: Context): Promise<QuotaUses[]> {
  checkPermission(ctx.actor, "budgets.manage");
  const byQuota = new Map<string, QuotaUses>();
  for (const { quota, atLimit, subjects, subject, used } of await usesOfQuotas(ctx.db, NAMED)) {
    const uses = byQuota.get(quota) ?? { quota, atLimit, subjects, most: [] };
    uses.most.push({ subject, used });
    byQuota.set(quota, uses);
  }
  return [...byQuota.values()];
}
