import { Readable } from "node:stream";
import { receiveBill } from "@/server/cost/service/billing/imports";
import { readBill } from "@/server/cost/service/billing/read-bill";
import { createBudget } from "@/server/cost/service/manage";
import type { Context } from "@/server/kernel/context";
import { transaction } from "@/server/kernel/transaction";
import { bill, BUDGETS, CURRENCY } from "../core/bill";
import { ORGANISATION } from "../core/teams";
import { DEMO_SOURCE } from "../schema";
import { findBill } from "../store/cost";
import { noteItems } from "../store/scenario";
import type { Stage } from "./steps";

/** Makes the budgets. They have no levels, so that they tell nobody of anything. */
export async function loadBudgets(ctx: Context, { done }: Stage): Promise<void> {
  await transaction(ctx, async (tx) => {
    const ids: string[] = [];
    for (const { title, team, amount } of BUDGETS) {
      const { id } = await createBudget(tx, {
        title: team === null ? `${ORGANISATION} (demo data)` : `${title} (demo data)`,
        amount,
        currency: CURRENCY,
        scope: { team, costCentre: null, environment: null },
        warnAt: null,
        extraApprovalAt: null,
        blockAt: null,
      });
      ids.push(id);
    }
    await noteItems(tx.db, "budget", ids);
    await done(tx.db);
  });
}

/** Sends the bill of the months in as an administrator would: lines, allocation, sums and what budgets hear follow from it. */
export async function loadBill(ctx: Context, { calendar, done }: Stage): Promise<void> {
  const known =
    (await findBill(ctx.db)) ??
    (await receiveBill(
      ctx,
      {
        source: DEMO_SOURCE,
        fileName: `demo-data-${calendar.date(0)}.csv`,
        currency: CURRENCY,
        importNow: true,
      },
      Readable.from(bill(calendar)),
    ));
  // The job that was added with it finds it read, or reads it and this finds that.
  if (known.status === "importing") await readBill(ctx, known.id, 1);
  if ((await findBill(ctx.db))?.status !== "imported")
    throw new Error("The bill of the scenario could not be read.");
  await done(ctx.db);
}
