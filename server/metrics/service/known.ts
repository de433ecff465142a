import type { Executor } from "@/db/client";
import { ResultsCache } from "../core/results-cache";
import type { Ask, Computed, MetricDefinition } from "../definition";
import { type Versions, versionOf, versions } from "../store/versions";

/** Some 300 bytes each. */
const MOST_RESULTS = 100_000;

/** One for each database; a transaction, which sees what nobody else does, has one of its own. */
const caches = new WeakMap<Executor, ResultsCache<Computed>>();

function cacheOf(db: Executor): ResultsCache<Computed> {
  const cache = caches.get(db) ?? new ResultsCache<Computed>(MOST_RESULTS);
  caches.set(db, cache);
  return cache;
}

/**
 * What a metric says, from what was computed before where its events are still the same. Of the whole, each window is known by
 * itself: those that are over stay as they are, and only the one under way is computed. Of teams or services, which of them
 * are named depends on all windows, so these are known together. `at` was read before; what ends after its steady instant is
 * never the same again, and not kept.
 */
export async function computeKnown(
  db: Executor,
  metric: MetricDefinition,
  ask: Ask,
  at: Versions,
): Promise<readonly Computed[]> {
  const settledUntil = (windows: Ask["windows"]) => windows.every(({ to }) => to <= at.steady);
  if (!metric.reads || (ask.by !== null && !settledUntil(ask.windows))) return metric.compute(db, ask);
  const version = versionOf(metric.reads, at);
  const cache = cacheOf(db);
  if (ask.by !== null) return together(db, metric, ask, version);
  const keys = ask.windows.map((_, ix) => keyOf(metric, ask, [ix]));
  const known = keys.map((key) => cache.get(key, version));
  const missing = ask.windows.flatMap((_, ix) => (known[ix] ? [] : [ix]));
  if (missing.length > 0) {
    const computed = settled(
      db,
      metric,
      {
        ...ask,
        windows: missing.map((ix) => ask.windows[ix]!),
        detailed: missing.filter((ix) => ix < ask.detailed).length,
      },
      version,
      missing.map((ix) => keys[ix]!),
    );
    missing.forEach((ix, n) => {
      known[ix] = computed.then((all) => all.filter((one) => one.window === n));
      if (settledUntil([ask.windows[ix]!])) cache.set(keys[ix]!, version, known[ix]);
    });
  }
  const all = await Promise.all(known);
  return all.flatMap((results, window) => results!.map((one) => ({ ...one, window })));
}

function together(
  db: Executor,
  metric: MetricDefinition,
  ask: Ask,
  version: string,
): Promise<readonly Computed[]> {
  const key = keyOf(
    metric,
    ask,
    ask.windows.map((_, ix) => ix),
  );
  const cache = cacheOf(db);
  const known = cache.get(key, version);
  if (known) return known;
  const computed = settled(db, metric, ask, version, [key]);
  cache.set(key, version, computed);
  return computed;
}

/** Computes, and forgets the answer where something was committed meanwhile: its statements may have seen one half each. */
async function settled(
  db: Executor,
  metric: MetricDefinition,
  ask: Ask,
  version: string,
  keys: readonly string[],
): Promise<readonly Computed[]> {
  const computed = await metric.compute(db, ask);
  if (versionOf(metric.reads!, await versions(db)) !== version)
    for (const key of keys) cacheOf(db).drop(key, version);
  return computed;
}

const keyOf = (
  metric: MetricDefinition,
  { teams, service, by, zone, windows, detailed }: Ask,
  of: readonly number[],
) =>
  JSON.stringify([
    metric.id,
    teams,
    service,
    by,
    zone,
    of.map((ix) => [windows[ix]!.from.getTime(), windows[ix]!.to.getTime(), ix < detailed]),
  ]);
