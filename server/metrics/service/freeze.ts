import { databaseNow } from "@/server/kernel/clock";
import type { Context } from "@/server/kernel/context";
import { log } from "@/server/kernel/log";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { resolveRange } from "../core/range";
import { type MetricResult, noData, type Window } from "../core/result";
import { dateOf, dayNamed, dayOf, startOf, startOfDay } from "../core/zone";
import type { Ask, MetricDefinition } from "../definition";
import { METRICS, metricOf } from "../definitions/registry";
import {
  anythingTold,
  frozenOn,
  inputsOf,
  insertSnapshot,
  leastChecked,
  noteRestatement,
  takeTurn,
  teamsToFreeze,
} from "../store/snapshots";
import { figureSettings, teamsBelow } from "../store/scope";
import { protect } from "./protect";

/** So much at a time, so that a turn of the worker has an end. */
const BATCH = 24;

interface Due {
  metric: MetricDefinition;
  scope: "organisation" | "team";
  id: string;
}

/**
 * Freezes what is due: each metric over its own range as of the last Monday, of the organisation and of each team. What is about
 * people is kept of the organisation alone. Then looks whether late events changed what was frozen, and notes it beside. Returns
 * how many snapshots it took and how many it looked at. One worker does it at a time.
 */
export async function tickSnapshots(ctx: Context): Promise<{ frozen: number; checked: number }> {
  return transaction(ctx, async (tx) => {
    if (!(await anythingTold(tx.db)) || !(await takeTurn(tx.db))) return { frozen: 0, checked: 0 };
    const { timeZone } = await figureSettings(tx.db);
    const monday = dateOf(startOf("week", dayOf(await databaseNow(tx.db), timeZone)));
    const due = await dueOn(tx, monday);
    for (const one of due.slice(0, BATCH)) await freeze(tx, one, monday, timeZone);
    if (due.length) return { frozen: Math.min(due.length, BATCH), checked: 0 };
    return { frozen: 0, checked: await checkAgain(tx, timeZone) };
  });
}

async function dueOn(tx: TransactionContext, monday: string): Promise<Due[]> {
  const [done, teams] = await Promise.all([frozenOn(tx.db, monday), teamsToFreeze(tx.db)]);
  return METRICS.filter((metric) => !metric.unavailable)
    .flatMap((metric): Due[] => [
      { metric, scope: "organisation", id: "" },
      ...(metric.dimensions.includes("team") && !metric.personal
        ? teams.map((id): Due => ({ metric, scope: "team", id }))
        : []),
    ])
    .filter(({ metric, scope, id }) => !done.has(`${metric.id} ${scope} ${id}`));
}

async function freeze(
  tx: TransactionContext,
  { metric, scope, id }: Due,
  monday: string,
  zone: string,
): Promise<void> {
  const asOf = startOfDay(dayNamed(monday)!, zone);
  const { window } = resolveRange({ last: metric.window }, zone, asOf);
  const { result, inputs, hash } = await figureOf(tx, metric, scope, id, window, asOf, zone);
  await insertSnapshot(tx.db, {
    takenOn: monday,
    metric: metric.id,
    scope,
    scopeId: id,
    windowFrom: window.from,
    windowTo: window.to,
    result,
    inputs,
    inputsHash: hash,
  });
}

async function figureOf(
  tx: TransactionContext,
  metric: MetricDefinition,
  scope: "organisation" | "team",
  id: string,
  window: Window,
  asOf: Date,
  zone: string,
): Promise<{ result: MetricResult; inputs: number; hash: string }> {
  const teams = scope === "team" ? await teamsBelow(tx.db, id) : null;
  const ask: Ask = { teams, service: null, windows: [window], detailed: 1, by: null, zone, asOf };
  const [cell] = await metric.compute(tx.db, ask);
  const computed = protect(metric, cell?.result ?? noData("There is nothing in this period."), false);
  // As it will come back from the database, so that both can be compared.
  const result = JSON.parse(JSON.stringify(computed)) as MetricResult;
  return { result, ...(await inputsOf(tx.db, metric, ask, result)) };
}

async function checkAgain(tx: TransactionContext, zone: string): Promise<number> {
  const rows = await leastChecked(tx.db, BATCH);
  for (const row of rows) {
    const metric = metricOf(row.metric);
    if (!metric) {
      log.warn({ metric: row.metric }, "a snapshot is of a metric that is no more");
      await noteRestatement(tx.db, row.id, null);
      continue;
    }
    const asOf = startOfDay(dayNamed(row.takenOn)!, zone);
    const window = { from: row.windowFrom, to: row.windowTo };
    const found = await figureOf(tx, metric, row.scope, row.scopeId, window, asOf, zone);
    await noteRestatement(tx.db, row.id, found.hash === row.inputsHash ? null : found);
  }
  return rows.length;
}
