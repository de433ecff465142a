import { audit } from "@/server/audit/service";
import { TEAM, USER } from "@/server/catalog/core/system-blueprints";
import { deleteBlueprint } from "@/server/catalog/service/blueprints";
import { deleteEntities } from "@/server/catalog/service/delete-entity";
import { removeImport } from "@/server/cost/service/billing/imports";
import { readBill } from "@/server/cost/service/billing/read-bill";
import { removePage } from "@/server/dashboards/service/change-pages";
import { actorId, type Context } from "@/server/kernel/context";
import { Conflict, Precondition } from "@/server/kernel/errors";
import { log } from "@/server/kernel/log";
import { transaction } from "@/server/kernel/transaction";
import { dayNamed } from "@/server/metrics/core/zone";
import { calendarOf } from "../core/calendar";
import { DEMO_TEAMS, ORGANISATION } from "../core/teams";
import { TEMPLATE } from "../core/template";
import { entityIds } from "../store/catalog";
import * as cost from "../store/cost";
import * as catalog from "../store/remove-catalog";
import * as events from "../store/remove-events";
import * as people from "../store/remove-people";
import * as runs from "../store/remove-runs";
import { untouchedPages } from "../store/pages";
import { findScenario } from "../store/scenario";
import { removeWaves } from "../store/surveys";
import { type Stage, type Step, steps } from "./steps";

/** So many entities go in one transaction. */
const AT_ONCE = 20;

/** What removing does, one after the other; each step finds what is left of its own, so that any of them can be begun again. */
export const REMOVALS: readonly Step[] = [
  { note: "Events of the demo organisation go.", work: removeEvents },
  { note: "Runs and answers of the demo organisation go.", work: removeRuns },
  { note: "Costs and budgets of the demo organisation go.", work: removeCosts },
  { note: "Services of the demo organisation go.", work: removeServices },
  { note: "People and teams of the demo organisation go.", work: removePeople },
  { note: "Dashboards of the demo organisation go.", work: removePages },
];

/** Removes what is left of the scenario: the job. What people made, or made their own, stays. */
export async function removeScenario(ctx: Context, attempt: number): Promise<void> {
  const begun = Date.now();
  const row = await findScenario(ctx.db);
  if (!row || row.state !== "removing") return;
  const calendar = calendarOf(dayNamed(row.anchor)!, row.timeZone);
  if (!(await steps(ctx, { state: "removing", all: REMOVALS, calendar, attempt }))) return;
  await transaction(ctx, async (tx) => {
    const kept = [
      ...(await catalog.demoEntities(tx.db, actorId(tx.actor))).map(
        (one) => `${one.blueprint}/${one.identifier}`,
      ),
      ...(await people.demoUsers(tx.db)).map(({ email }) => email),
    ];
    await events.markRest(tx.db);
    await people.deleteSnapshots(tx.db, row.startedAt);
    await people.forgetScenario(tx.db);
    await audit(tx, {
      action: "REMOVED",
      resourceType: "demo",
      resourceId: ORGANISATION,
      message:
        kept.length === 0
          ? `The demo organisation ${ORGANISATION} is gone.`
          : `The demo organisation ${ORGANISATION} is gone. What people had made their own stays: ${kept.slice(0, 50).join(", ")}.`,
    });
  });
  log.info({ ms: Date.now() - begun }, "the demo organisation is removed");
}

async function removeEvents(ctx: Context, { calendar, done }: Stage): Promise<void> {
  await events.removeTold(ctx.db, "insight_incidents");
  await events.removeTold(ctx.db, "insight_deployments");
  await events.removeChanges(ctx.db);
  await events.removeTold(ctx.db, "insight_tickets");
  await events.removeTold(ctx.db, "insight_findings");
  await events.removeProbes(ctx.db);
  await events.removeRecords(ctx.db);
  await events.removeUses(ctx.db, calendar.date(0));
  await events.removeTold(ctx.db, "insight_batches");
  await done(ctx.db);
}

async function removeRuns(ctx: Context, { done }: Stage): Promise<void> {
  await transaction(ctx, async (tx) => {
    await runs.removeRuns(tx.db);
    await runs.removeTemplate(tx.db, TEMPLATE);
    await removeWaves(tx.db, actorId(tx.actor));
    await done(tx.db);
  });
}

async function removeCosts(ctx: Context, { done }: Stage): Promise<void> {
  for (const { id, status } of await cost.billsOf(ctx.db)) {
    // One that was not read to its end is read first: then it can be taken out as any other.
    if (status === "importing") await readBill(ctx, id, 1);
    if (status !== "removed") await removeImport(ctx, id);
  }
  await transaction(ctx, async (tx) => {
    await cost.forgetBills(tx.db);
    await cost.deleteBudgets(tx.db, await cost.untouchedBudgets(tx.db));
    await done(tx.db);
  });
}

async function removeServices(ctx: Context, { done }: Stage): Promise<void> {
  for (;;) {
    const doomed = (await catalog.demoEntities(ctx.db, actorId(ctx.actor))).filter(({ kept }) => !kept);
    const some = doomed.filter(({ blueprint }) => blueprint === doomed[0]!.blueprint).slice(0, AT_ONCE);
    if (some.length === 0) break;
    await transaction(ctx, async (tx) => {
      await deleteEntities(
        tx,
        some[0]!.blueprint,
        some.map(({ identifier }) => identifier),
      );
      await catalog.forgetEntities(tx.db, some);
    });
  }
  for (const identifier of await catalog.unusedBlueprints(ctx.db, actorId(ctx.actor)))
    try {
      await deleteBlueprint(ctx, identifier);
    } catch (error) {
      // An action or another blueprint of theirs needs it: it is theirs now.
      if (!(error instanceof Conflict || error instanceof Precondition)) throw error;
      log.info({ blueprint: identifier, why: error.message }, "a blueprint of the demo organisation stays");
    }
  await done(ctx.db);
}

async function removePeople(ctx: Context, { done }: Stage): Promise<void> {
  await transaction(ctx, async (tx) => {
    const gone = (await people.demoUsers(tx.db)).filter(({ kept }) => !kept);
    await people.deleteUsers(
      tx.db,
      gone.map(({ id }) => id),
    );
    await removeEntitiesOf(
      tx,
      USER,
      gone.map(({ email }) => email),
    );
    const teams = await people.emptyTeams(tx.db);
    await people.deleteTeams(tx.db, teams);
    await removeEntitiesOf(tx, TEAM, teams);
    await people.resetTeams(
      tx.db,
      DEMO_TEAMS.map(({ identifier }) => identifier).filter((identifier) => !teams.includes(identifier)),
    );
    await done(tx.db);
  });
}

async function removePages(ctx: Context, { done }: Stage): Promise<void> {
  await transaction(ctx, async (tx) => {
    for (const identifier of await untouchedPages(tx.db)) await removePage(tx, identifier);
    await done(tx.db);
  });
}

/** The catalog's entities of people and teams go with them. */
async function removeEntitiesOf(
  tx: Parameters<typeof deleteEntities>[0],
  blueprint: string,
  identifiers: readonly string[],
): Promise<void> {
  const known = await entityIds(tx.db, blueprint, identifiers);
  if (known.size === 0) return;
  await deleteEntities(tx, blueprint, [...known.keys()], { inStep: true });
  await catalog.forgetHistory(tx.db, [...known.values()]);
}
