import type { Database } from "@/db/client";
import type { Context } from "@/server/kernel/context";
import { log } from "@/server/kernel/log";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { groupBy } from "../core/computed/groups";
import { ALL, SWEEP, WRITTEN, type Mark } from "../core/computed/marks";
import { allHops } from "../core/computed/paths";
import { planOf } from "../core/computed/plan";
import { OWN, walksFor } from "../core/computed/walks";
import type { Model } from "../core/model";
import * as store from "../store/computed/marks";
import { reached } from "../store/computed/reach";
import { entityIdsAfter } from "../store/computed/rows";
import { causeOf } from "./computed/cause";
import { compute } from "./computed/compute";
import { asMark, demandOf, Demands, OWN_WRITE } from "./computed/demands";
import { modelOf } from "./model";
import { databaseCode } from "./write";

/** Marks that are taken, and entities that are computed, in one transaction: few enough that it takes a moment. */
const MARKS = 1000;
const ENTITIES = 2000;

/** How long a writer works for others after its own write, in ms. */
const COURTESY_MS = 200;
/** After a round that took longer, in ms, writers leave the next to the worker for as long again. */
const LONG_MS = 400;
/** Who writes many batches in a row computes so often at most, in ms: what one batch asks for is then done for many. */
const PATIENCE_MS = 200;
/** When this process last computed, and for how long. */
const lastRound = new WeakMap<Database, { ended: number; took: number }>();

const isTransaction = (ctx: Context | TransactionContext): ctx is TransactionContext => "rollback" in ctx.db;

/**
 * To be called after a write has committed: computes what follows from it, for at most some 200 ms; the worker does what
 * is left. Returns at once when another process is at it, or within a transaction, whose changes nobody sees yet.
 * `patient`: for writes that come one after the other, as when data is taken in.
 */
export async function settle(
  ctx: Context | TransactionContext,
  { patient = false }: { patient?: boolean } = {},
): Promise<void> {
  if (isTransaction(ctx)) return;
  const { ended, took } = lastRound.get(ctx.db) ?? { ended: -Infinity, took: 0 };
  const rest = Math.max(patient ? PATIENCE_MS : 0, took > LONG_MS ? took : 0);
  if (performance.now() < ended + rest) return;
  // The write has been made, so what fails here is not its failure; the marks are still there for the worker.
  await recompute(ctx, COURTESY_MS).catch((error: unknown) =>
    log.warn({ err: String(error) }, "a recomputation failed and will be tried again"),
  );
}

/**
 * Computes what follows from all that has changed, until nothing is left or the time is over. One process does it at a
 * time; the others leave it to that one, which looks once more before it ends. Out: whether nothing is left to do.
 */
export async function recompute(ctx: Context, limitMs = Infinity): Promise<boolean> {
  const began = performance.now();
  for (let rounds = 0; await store.hasMarks(ctx.db); rounds++) {
    if (rounds > 0 && performance.now() > began + limitMs) return false;
    const result = await guarded(ctx);
    if (result === "taken" || result === "stuck") return false;
    const ended = performance.now();
    lastRound.set(ctx.db, { ended, took: ended - began });
  }
  return true;
}

/** How many marks the next round takes: fewer after a failure, to find the one that is to blame. */
const sizes = new WeakMap<Database, number>();

/** A round that a mark cannot stop for ever: what fails alone, again and again, is logged and given up. */
async function guarded(ctx: Context): Promise<"taken" | "stuck" | "done"> {
  const size = sizes.get(ctx.db) ?? MARKS;
  try {
    const result = await transaction(ctx, (tx) => round(tx, size));
    sizes.set(ctx.db, Math.min(MARKS, size * 4));
    return result;
  } catch (error) {
    // Classes of errors that have nothing to do with what is computed: the connection, the load, another transaction.
    if (/^(08|40|53|57)/.test(databaseCode(error))) throw error;
    log.error({ err: String(error), marks: size }, "a recomputation failed");
    if (size === 1) await transaction(ctx, dropFirst);
    sizes.set(ctx.db, Math.max(1, Math.floor(size / 8)));
    return "done";
  }
}

async function dropFirst(tx: TransactionContext): Promise<void> {
  if (await store.lockMarks(tx.db)) await store.takeMarks(tx.db, 1);
}

/**
 * One step, in one transaction: takes marks, finds what depends on them, computes it, and marks what came out different.
 * It ends since no computed value depends on itself. What is read is at least as new as the marks that were taken; whatever
 * changes meanwhile has marks of its own, and so a later step.
 */
async function round(tx: TransactionContext, size: number): Promise<"taken" | "stuck" | "done"> {
  if (!(await store.lockMarks(tx.db))) return "taken";
  const marks = await store.takeMarks(tx.db, size);
  if (marks.length === 0) return "done";
  const model = await modelOf(tx);
  const demands = new Demands();
  const changes = await collectDemands(tx, model, marks, demands);
  await collectDependents(tx, model, changes, demands);
  const { now, later } = demands.split(ENTITIES);
  const next: Mark[] = [...later];
  let busy = 0;
  for (const [blueprintId, group] of groupBy(now, (demand) => demand.blueprintId)) {
    const blueprint = model.byId.get(blueprintId);
    if (!blueprint) continue;
    const computed = await compute(tx, model, blueprint, group);
    next.push(...read(model, computed.changed), ...computed.busy.map(asMark));
    busy += computed.busy.length;
  }
  await store.insertMarks(tx.db, next);
  return busy > 0 && busy === next.length ? "stuck" : "done";
}

/** The marks of changes that anything depends on. */
function read(model: Model, changed: Mark[]): Mark[] {
  const hops = allHops(model);
  const alike = groupBy(changed, (mark) => JSON.stringify([mark.blueprintId, mark.keys]));
  return [...alike.values()].flatMap((marks) => {
    const { identifier } = model.byId.get(marks[0]!.blueprintId)!;
    return walksFor(planOf(model), hops, identifier, marks.slice(0, 1)).length ? marks : [];
  });
}

/** Turns marks into demands on the marked entities themselves. Out: the marks that say that something changed. */
async function collectDemands(
  tx: TransactionContext,
  model: Model,
  marks: Mark[],
  demands: Demands,
): Promise<Mark[]> {
  const changes: Mark[] = [];
  for (const mark of marks) {
    const demand = demandOf(mark);
    if (demand) demands.add(mark, demand.keys, demand.cause);
    else if (mark.keys[0] === SWEEP) changes.push(...(await sweep(tx, mark, demands)));
    else {
      changes.push(mark);
      if (mark.keys.includes(ALL)) demands.add(mark, [ALL], OWN_WRITE, true);
      else if (mark.keys.includes(WRITTEN)) demands.add(mark, [OWN], OWN_WRITE, true);
      else if (mark.relations) demands.add(mark, [OWN], "what it related to was deleted");
    }
  }
  return changes.filter((mark) => model.byId.has(mark.blueprintId));
}

/**
 * Demands on the next part of a blueprint's entities; a mark for the part after it. Out: marks that they changed, where
 * their own values did.
 */
async function sweep(tx: TransactionContext, mark: Mark, demands: Demands): Promise<Mark[]> {
  const [, ...keys] = mark.keys;
  const ids = await entityIdsAfter(tx.db, mark.blueprintId, mark.entityId, ENTITIES);
  const cause = keys.length ? "time passed" : "the blueprint changed";
  for (const entityId of ids)
    demands.add({ entityId, blueprintId: mark.blueprintId }, keys.length ? keys : [ALL], cause);
  const last = ids.at(-1);
  if (last && ids.length === ENTITIES) await store.insertMarks(tx.db, [{ ...mark, entityId: last }]);
  return mark.relations ? ids.map((entityId) => ({ ...mark, entityId, keys: [ALL], relations: false })) : [];
}

/** Demands on all that depends on what changed. */
async function collectDependents(
  tx: TransactionContext,
  model: Model,
  changes: Mark[],
  demands: Demands,
): Promise<void> {
  const hops = allHops(model);
  for (const [blueprintId, marks] of groupBy(changes, (mark) => mark.blueprintId)) {
    const { identifier } = model.byId.get(blueprintId)!;
    for (const walk of walksFor(planOf(model), hops, identifier, marks)) {
      const ids = await reached(tx.db, walk.seeds, walk.routes, walk.blueprint.id);
      if (ids.length === 0) continue;
      const cause = await causeOf(tx, identifier, walk.seeds, marks);
      for (const entityId of ids) demands.add({ entityId, blueprintId: walk.blueprint.id }, walk.keys, cause);
    }
  }
}
