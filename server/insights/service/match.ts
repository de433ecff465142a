import { isDeepStrictEqual } from "node:util";
import type { Context } from "@/server/kernel/context";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { attribute, type Candidate } from "../core/incidents";
import { inOrder, type Link } from "../core/deployed";
import { matchService } from "../core/match";
import { markNaming } from "../store/batches";
import * as store from "../store/match";
import { readSettings } from "../store/settings";
import { foldVersions } from "../store/versions";

/** So many services are looked up at a time. */
const AT_ONCE = 100;
/** So many rows about versions of tables are read in no time. */
const MOST_VERSIONS = 300;

/**
 * Matches anew what was marked, service by service, each in a transaction of its own, until nothing is marked or the time is
 * up. To be called again and again by workers; any number of them may. Out: how many services were matched.
 */
export async function matchMarked(ctx: Context, longestMs = 2_000): Promise<number> {
  const until = Date.now() + longestMs;
  await transaction(ctx, async (tx) => {
    const repositories = await store.spreadMarks(tx.db);
    if (repositories.length > 0) {
      await store.lockMatching(tx.db);
      await store.settleReverts(tx.db, repositories);
      await store.settleFirstCommits(tx.db, repositories);
    }
    await foldVersions(tx.db, MOST_VERSIONS);
  });
  let matched = 0;
  for (;;) {
    const services = await store.markedServices(ctx.db, AT_ONCE);
    if (services.length === 0) return matched;
    for (const service of services) {
      if (Date.now() > until) return matched;
      await transaction(ctx, (tx) => matchOne(tx, service));
      matched += 1;
    }
  }
}

async function matchOne(tx: TransactionContext, service: string | null): Promise<void> {
  await store.lockMatching(tx.db);
  await store.clearMarks(tx.db, service);
  const candidates = service === null ? [] : await matchDeployments(tx, service);
  await attributeIncidents(tx, service, candidates);
}

/** Out: the deployments that count, in order of time. */
async function matchDeployments(tx: TransactionContext, service: string): Promise<Candidate[]> {
  const deployed = await store.deployedOf(tx.db, service);
  const changes = await store.changesFor(tx.db, service);
  const repositories = [
    ...new Set(
      [...deployed, ...changes].flatMap(({ repository }) => (repository === null ? [] : [repository])),
    ),
  ];
  const found = matchService(deployed, changes, await store.parentsIn(tx.db, repositories));
  const before = new Map(deployed.map((one) => [one.id, one]));
  const news = found.deployments.filter((one) => !isDeepStrictEqual(one, before.get(one.id)!.was));
  await store.saveMatched(tx.db, service, news);
  await saveLinks(tx, await store.linksOf(tx.db, service), found.links);
  // Incidents of other services may name a deployment that counts no more, or counts now.
  await markNaming(
    tx.db,
    news
      .filter((one) => one.duplicateOf !== before.get(one.id)!.was.duplicateOf)
      .map(({ id }) => before.get(id)!.externalId),
  );
  const counted = new Set(found.deployments.filter((one) => one.duplicateOf === null).map(({ id }) => id));
  return deployed.filter(({ id }) => counted.has(id)).sort(inOrder);
}

const keyOf = ({ deploymentId, changeId }: Link): string => `${deploymentId}:${changeId}`;

async function saveLinks(
  tx: TransactionContext,
  before: readonly Link[],
  now: readonly Link[],
): Promise<void> {
  const [old, fresh] = [new Map(before.map((l) => [keyOf(l), l])), new Map(now.map((l) => [keyOf(l), l]))];
  const gone = before.filter((link) => !isDeepStrictEqual(link, fresh.get(keyOf(link))));
  const made = now.filter((link) => !isDeepStrictEqual(link, old.get(keyOf(link))));
  await store.saveLinks(tx.db, gone, made);
  // A deployment may have moved in time with its links as they were, so all of them are looked at.
  await store.settleFirsts(tx.db, [...new Set([...before, ...now].map(({ changeId }) => changeId))]);
}

async function attributeIncidents(
  tx: TransactionContext,
  service: string | null,
  candidates: readonly Candidate[],
): Promise<void> {
  const incidents = await store.incidentsOf(tx.db, service);
  if (incidents.length === 0) return;
  const { incidentWindowHours } = await readSettings(tx.db);
  const named = await store.deploymentsNamed(tx.db, [
    ...new Set(incidents.flatMap(({ deploymentExternalId: name }) => (name === null ? [] : [name]))),
  ]);
  const all = incidents.map((incident) => ({
    was: incident.was,
    found: attribute(incident, named, candidates, incidentWindowHours),
  }));
  await store.saveAttributed(
    tx.db,
    all
      .filter(({ was, found: { id: _id, ...found } }) => !isDeepStrictEqual(found, was))
      .map(({ found }) => found),
  );
}
