import type { Context } from "@/server/kernel/context";
import { log } from "@/server/kernel/log";
import { dayNamed } from "@/server/metrics/core/zone";
import { calendarOf } from "../core/calendar";
import * as store from "../store/scenario";
import { loadCatalog } from "./load-catalog";
import { loadBill, loadBudgets } from "./load-cost";
import { loadDelivery, matchAll } from "./load-events";
import { loadPeople } from "./load-people";
import { loadOperations, loadSignals } from "./load-operations";
import { loadPages } from "./load-pages";
import { loadRuns } from "./load-runs";
import { loadSurveys } from "./load-surveys";
import { type Step, steps } from "./steps";

/** What loading does, one after the other; each step writes what it wrote before without doubling it, or with its mark that it is done. */
export const STEPS: readonly Step[] = [
  { note: "People and teams come in.", work: loadPeople },
  { note: "Services come into the catalog.", work: loadCatalog },
  { note: "Changes, deployments and incidents of nine months come in.", work: loadDelivery },
  { note: "Tickets, findings and outages come in.", work: loadOperations },
  { note: "Visits, tools and working time come in.", work: loadSignals },
  { note: "Runs of actions come into the history.", work: loadRuns },
  { note: "Budgets are made.", work: loadBudgets },
  { note: "The bill of nine months is read.", work: loadBill },
  { note: "Two waves of surveys come in.", work: loadSurveys },
  { note: "Changes are matched with deployments, incidents with their causes.", work: matchAll },
  { note: "Dashboards are made.", work: loadPages },
];

/** Loads what is missing of the scenario: the job. What was interrupted goes on with the step that it was in. */
export async function loadScenario(ctx: Context, attempt: number): Promise<void> {
  const begun = Date.now();
  const row = await store.findScenario(ctx.db);
  if (!row || row.state !== "loading") return;
  const calendar = calendarOf(dayNamed(row.anchor)!, row.timeZone);
  const done = await steps(ctx, { state: "loading", all: STEPS, calendar, attempt });
  if (!done) return;
  await store.changeScenario(ctx.db, "loading", {
    state: "present",
    note: "Everything is there.",
    finished: true,
  });
  log.info({ ms: Date.now() - begun }, "the demo organisation is loaded");
}
