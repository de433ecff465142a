import { audit } from "@/server/audit/service";
import { actorId, actorName, type Context } from "@/server/kernel/context";
import { Conflict } from "@/server/kernel/errors";
import { enqueue } from "@/server/kernel/jobs";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { allocate } from "../../core/billing/allocate";
import { type AllocationInput, allocationSchema, type AllocationSettings } from "../../core/billing/settings";
import { allocationRevisions, findAllocation, putAllocation } from "../../store/billing/imports";
import { forgetAllocation, putAllocated, staleKeys } from "../../store/billing/lines";
import { allBillingMonths, sumAnew } from "../../store/billing/rollups";
import { readInput } from "../input";
import { bearersOf } from "./bearers";
import { tellBudgets } from "./tell-budgets";

const KEYS_AT_ONCE = 2_000;

export interface AllocationView {
  /** 0: nobody has set anything, and the defaults hold. */
  revision: number;
  settings: AllocationSettings;
}

/** How costs are given to those who cause them. */
export async function getAllocation(
  ctx: Pick<Context, "db" | "actor"> | TransactionContext,
): Promise<AllocationView> {
  checkPermission(ctx.actor, "budgets.read");
  return (await findAllocation(ctx.db)) ?? { revision: 0, settings: allocationSchema.parse({}) };
}

/**
 * Changes how costs are allocated, and has all of them allocated anew in the background. Administrators only. Throws Invalid with
 * paths, Conflict when somebody else changed it meanwhile.
 */
export async function setAllocation(
  ctx: Context,
  { revision, settings: input }: { revision: number; settings: AllocationInput },
): Promise<AllocationView> {
  checkPermission(ctx.actor, "budgets.manage");
  const settings = readInput(allocationSchema, input);
  return transaction(ctx, async (tx) => {
    const before = await findAllocation(tx.db);
    const next = await putAllocation(tx, {
      revision,
      settings,
      by: actorId(tx.actor),
      byName: actorName(tx.actor),
    });
    if (next === null)
      throw new Conflict(
        "Somebody has changed how costs are allocated since you opened it. Reload the page and change it again.",
      );
    await audit(tx, {
      action: "UPDATE",
      resourceType: "cost_allocation",
      resourceId: String(next),
      diff: { ...(before ? { before: before.settings } : {}), after: settings },
    });
    await enqueue(tx, "cost.allocate", {}, { key: "cost.allocate" });
    return { revision: next, settings };
  });
}

/** The last fifty states of the settings, newest first, each with who set it. Administrators only. */
export async function listAllocationRevisions(ctx: Context) {
  checkPermission(ctx.actor, "budgets.manage");
  return (await allocationRevisions(ctx.db, 50)).map(({ revision, settings, at, byName }) => ({
    revision,
    settings,
    at,
    byName,
  }));
}

/** Has every cost allocated anew, as after teams or entities have changed. Administrators only. */
export async function requestAllocation(ctx: Context): Promise<void> {
  checkPermission(ctx.actor, "budgets.manage");
  await transaction(ctx, async (tx) => {
    await audit(tx, { action: "ALLOCATE", resourceType: "cost_allocation", resourceId: "all" });
    await enqueue(tx, "cost.allocate", {}, { key: "cost.allocate" });
  });
}

/** Allocates every key anew and sums up again: a job. */
export async function allocateAll(ctx: Context): Promise<void> {
  await transaction(ctx, async (tx) => {
    await forgetAllocation(tx.db);
    await allocateStale(tx);
    for (const [source, months] of await allBillingMonths(tx.db)) {
      await sumAnew(tx.db, source, months);
      await tellBudgets(tx, source);
    }
  });
}

/** Allocates the keys that the present settings have not allocated. */
export async function allocateStale(tx: TransactionContext): Promise<void> {
  const { revision, settings } = (await findAllocation(tx.db)) ?? {
    revision: 0,
    settings: allocationSchema.parse({}),
  };
  // 0 marks what has never been allocated, so the defaults are allocated as -1.
  const mark = revision === 0 ? -1 : revision;
  const bearers = await bearersOf(tx, settings);
  for (;;) {
    const keys = await staleKeys(tx.db, mark, KEYS_AT_ONCE);
    if (!keys.length) return;
    await putAllocated(
      tx.db,
      mark,
      keys.map((key) => ({ id: key.id, ...allocate(key, settings, bearers) })),
    );
  }
}
