import { audit } from "@/server/audit/service";
import { getInsightSettings } from "@/server/insights/service/settings";
import { actorId, actorName, type Context, isAdmin } from "@/server/kernel/context";
import { Conflict } from "@/server/kernel/errors";
import { enqueue } from "@/server/kernel/jobs";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { DEMO_PEOPLE } from "../core/people";
import { DEMO_SERVICES } from "../core/services";
import { ORGANISATION, DEMO_TEAMS } from "../core/teams";
import { DEMO_ACTOR, type DemoStatus } from "../schema";
import { entityIds } from "../store/catalog";
import { takenNames } from "../store/people";
import * as store from "../store/scenario";
import { STEPS } from "./load";
import { REMOVALS } from "./remove";

/** Loading and removing wait for one another. */
const QUEUE = { queue: "demo", key: "demo" };

/** Whether there is demo data, for everybody: what pages show has to be told from what is true. */
export async function demoStatus(ctx: Context | TransactionContext): Promise<DemoStatus> {
  checkPermission(ctx.actor, "session");
  const row = await store.findScenario(ctx.db);
  if (!row) {
    const offered = isAdmin(ctx.actor) && !(await store.anythingTold(ctx.db));
    return { state: "absent", note: null, progress: null, problem: null, anchor: null, offered };
  }
  const { state, note, problem, anchor, step } = row;
  const steps = { loading: STEPS.length, removing: REMOVALS.length, present: null }[state];
  return {
    state,
    note,
    problem,
    anchor,
    progress: steps === null ? null : Math.min(1, step / steps),
    offered: false,
  };
}

/**
 * Loads the demo scenario in the background. Administrators only. Where it is on its way and stopped, it goes on. Throws Conflict
 * when it is there, or when something has one of its names.
 */
export async function askForLoading(ctx: Context | TransactionContext): Promise<DemoStatus> {
  checkPermission(ctx.actor, "demo.manage");
  return transaction(ctx, async (tx) => {
    const before = await store.findScenario(tx.db);
    if (before && !(before.state === "loading" && before.problem !== null))
      throw new Conflict(
        before.state === "present"
          ? `The demo organisation ${ORGANISATION} is in the portal already.`
          : "The demo organisation is being loaded or removed at the moment. Wait until that is done.",
      );
    if (before) await store.changeScenario(tx.db, "loading", { problem: null });
    else await begin(tx);
    await enqueue(tx, "demo.load", {}, QUEUE);
    return demoStatus(tx);
  });
}

async function begin(tx: TransactionContext): Promise<void> {
  const { timeZone, serviceBlueprint } = await getInsightSettings(tx);
  await requireFreeNames(tx, serviceBlueprint);
  const anchor = await store.today(tx.db, timeZone);
  const begun = await store.beginScenario(tx.db, {
    anchor,
    timeZone,
    note: STEPS[0]!.note,
    startedBy: actorId(tx.actor),
    startedByName: actorName(tx.actor),
  });
  if (!begun) throw new Conflict("Somebody else has just begun to load the demo organisation.");
  await audit(tx, {
    action: "LOAD",
    resourceType: "demo",
    resourceId: ORGANISATION,
    message: `The demo organisation ${ORGANISATION} is loaded, as of ${anchor}.`,
  });
}

/** What has a name of the scenario and is not of the small demo would be mixed up with it. */
async function requireFreeNames(tx: TransactionContext, blueprint: string): Promise<void> {
  if (await store.hasSmallDemo(tx.db)) return;
  const taken = await takenNames(tx.db, {
    teams: DEMO_TEAMS.map(({ identifier }) => identifier),
    emails: DEMO_PEOPLE.map(({ email }) => email),
  });
  const services = await entityIds(
    tx.db,
    blueprint,
    DEMO_SERVICES.map(({ identifier }) => identifier),
  );
  const names = [...taken.teams, ...taken.emails, ...services.keys()];
  if (names.length > 0)
    throw new Conflict(
      `The demo organisation would mix with what the portal has: ${names.slice(0, 5).join(", ")}${names.length > 5 ? ` and ${names.length - 5} more` : ""}. It can be loaded into a portal that has nothing of these names.`,
    );
}

/**
 * Removes all that the scenario brought, and nothing else, in the background. Administrators only. Asked again, it goes on where it
 * stopped. Throws Conflict when there is none.
 */
export async function askForRemoval(ctx: Context): Promise<DemoStatus> {
  checkPermission(ctx.actor, "demo.manage");
  return transaction(ctx, async (tx) => {
    const before = await store.findScenario(tx.db);
    if (!before) throw new Conflict("There is no demo data to remove.");
    if (before.state === "removing") await store.changeScenario(tx.db, "removing", { problem: null });
    else {
      const begun = await store.changeScenario(tx.db, before.state, {
        state: "removing",
        step: 0,
        note: REMOVALS[0]!.note,
        problem: null,
      });
      if (!begun) throw new Conflict("The demo data has just changed its state. Reload the page.");
      await audit(tx, {
        action: "REMOVE",
        resourceType: "demo",
        resourceId: ORGANISATION,
        message: `The demo organisation ${ORGANISATION} is removed by ${actorName(tx.actor)}; the portal does it as ${DEMO_ACTOR}.`,
      });
    }
    await enqueue(tx, "demo.remove", {}, QUEUE);
    return demoStatus(tx);
  });
}
