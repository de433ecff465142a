import { audit } from "@/server/audit/service";
import type { Context } from "@/server/kernel/context";
import { DomainError, NotFound } from "@/server/kernel/errors";
import { log } from "@/server/kernel/log";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { decide } from "../core/condition";
import { refusal } from "../core/guard";
import type { AutomationEvent } from "../schema";
import { findFiring, type FiringRow, holdFiring, recentlyFired, settleFiring } from "../store";
import { evaluateCondition } from "./evaluate";
import { eventOf } from "./event-of";
import { type Automation, automationContext, loadAutomation, startAutomation } from "./start";

/** After so many attempts what fails for a reason that nobody foresaw is given up, and said to have failed. */
const ATTEMPTS = 5;

/** Looks at events that wait, one after the other; each that has been decided on is left alone. Throws so that it is tried again. */
export async function fireAll(ctx: Context, firingIds: readonly string[], attempt: number): Promise<void> {
  const failures: unknown[] = [];
  for (const id of firingIds)
    try {
      await fire(ctx, id);
    } catch (error) {
      if (attempt < ATTEMPTS) failures.push(error);
      else {
        log.error({ firing: id, err: String(error) }, "an automation could not be looked at");
        await close(ctx, id, "failed", "The portal could not look at it. Its log says why.");
      }
    }
  if (failures.length) throw failures[0];
}

/** Decides on one event, and submits the run of the automation when its condition is met. */
async function fire(ctx: Context, id: string): Promise<void> {
  const firing = await findFiring(ctx.db, id);
  if (!firing || firing.outcome !== "waiting") return;
  const as = automationContext(ctx, firing.automation);
  const loaded = await load(as, firing);
  if ("outcome" in loaded) return close(as, id, loaded.outcome, loaded.reason);
  const event = await eventOf(as, firing);
  if (!event) return close(as, id, "failed", "What changed is not in the history any more.");
  const { condition } = loaded.trigger;
  const decision = decide(condition?.combinator, await evaluateCondition(condition, event));
  if (!decision.fires) return close(as, id, decision.failed ? "failed" : "not_fired", decision.reason);
  await run(as, firing, loaded, event);
}

type Closed = { outcome: "not_fired" | "failed"; reason: string };

/** The automation as it is now; or why it does not run. */
async function load(ctx: Context, firing: FiringRow): Promise<Automation | Closed> {
  try {
    const automation = await loadAutomation(ctx, firing.automation);
    if (automation.row.id !== firing.actionId) throw new NotFound("Automation", firing.automation);
    return automation.row.published
      ? automation
      : { outcome: "not_fired", reason: "The automation was switched off before it could run." };
  } catch (error) {
    if (error instanceof NotFound)
      return { outcome: "not_fired", reason: "The automation was deleted or renamed before it could run." };
    if (error instanceof DomainError) return { outcome: "failed", reason: error.message };
    throw error;
  }
}

async function close(ctx: Context, id: string, outcome: Closed["outcome"], reason: string): Promise<void> {
  await transaction(ctx, (tx) => settleFiring(tx.db, id, { outcome, reason }));
}

/** Makes the run, in one transaction with the mark that it was made; or says why there is none. */
async function run(
  ctx: Context,
  firing: FiringRow,
  automation: Automation,
  event: AutomationEvent,
): Promise<void> {
  await transaction(ctx, async (tx) => {
    const refused = refusal(firing.depth, await recentlyFired(tx.db, firing));
    if (refused) return refuse(tx, firing, refused);
    // The row is taken first, so that of two workers the second makes no run.
    if (!(await holdFiring(tx.db, firing.id))) return;
    try {
      const cause = { firingId: firing.id, depth: firing.depth };
      const made = await transaction(tx, (inner) => startAutomation(inner, automation, event, cause));
      await settleFiring(tx.db, firing.id, { outcome: "fired", runId: made.id });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await settleFiring(tx.db, firing.id, { outcome: "failed", reason: error.message });
    }
  });
}

/** Says aloud that an automation was kept from running. */
async function refuse(tx: TransactionContext, firing: FiringRow, reason: string): Promise<void> {
  if (!(await settleFiring(tx.db, firing.id, { outcome: "refused", reason }))) return;
  await audit(tx, {
    action: "EXECUTE",
    resourceType: "action",
    resourceId: firing.automation,
    blueprint: firing.blueprint,
    status: "FAILURE",
    message: reason,
  });
}
