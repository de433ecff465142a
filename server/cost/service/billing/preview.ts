import { teamTitles } from "@/server/identity/service/teams";
import type { Context } from "@/server/kernel/context";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction } from "@/server/kernel/transaction";
import { allocate } from "../../core/billing/allocate";
import { nextMonth } from "../../core/billing/days";
import { compareAllocations, type CurrencyPreview } from "../../core/billing/preview";
import { type AllocationInput, allocationSchema } from "../../core/billing/settings";
import { costedKeys, lastBilledMonth } from "../../store/billing/preview";
import { readInput } from "../input";
import { getAllocation } from "./allocation";
import { bearersOf } from "./bearers";

export interface AllocationPreview {
  /** YYYY-MM; null: nothing is billed, so nothing can be previewed. */
  month: string | null;
  /** Different origins of its lines, and how many of them would be given otherwise. */
  origins: number;
  changed: number;
  currencies: CurrencyPreview[];
}

/**
 * What settings would change if they were saved, over the last billed month: how much each way of allocation gives, what would be
 * unallocated, and each team's cost, before and after. Changes nothing. Administrators only. Throws Invalid with paths.
 */
export async function previewAllocation(
  ctx: Context,
  { settings: input }: { settings: AllocationInput },
): Promise<AllocationPreview> {
  checkPermission(ctx.actor, "budgets.manage");
  const settings = readInput(allocationSchema, input);
  return transaction(ctx, async (tx) => {
    const start = await lastBilledMonth(tx);
    if (start === null) return { month: null, origins: 0, changed: 0, currencies: [] };
    const present = (await getAllocation(tx)).settings;
    const bearers = await bearersOf(tx, settings);
    const compared = compareAllocations({ before: present.pools, after: settings.pools });
    const origins = new Set<number>();
    const changed = new Set<number>();
    const span = { from: start, to: nextMonth(start), basis: settings.basis };
    for await (const keys of costedKeys(tx, span))
      for (const key of keys) {
        const after = allocate(key, settings, bearers);
        origins.add(key.id);
        if (key.team !== after.team || key.pool !== after.pool) changed.add(key.id);
        compared.add(key.currency, key.amount, key, after);
      }
    const currencies = compared.result();
    const titles = await teamTitles(
      tx,
      currencies.flatMap(({ teams }) => teams.map(({ id }) => id)),
    );
    return {
      month: start.slice(0, 7),
      origins: origins.size,
      changed: changed.size,
      currencies: currencies.map((one) => ({
        ...one,
        teams: one.teams.map((team) => {
          const title = titles.get(team.id);
          return { ...team, ...(title ? { title } : {}) };
        }),
      })),
    };
  });
}
