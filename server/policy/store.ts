import { and, asc, desc, eq, gte, inArray, isNotNull, ne, sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { policies, policyCases, policyDecisions, policyRevisions, policySettings } from "@/db/schema/policy";
import { now } from "@/server/kernel/clock";
import type { LivePolicy } from "./core/verdict";
import type { PolicyDefinition, PolicyInput, PolicyState } from "./schema";

export type PolicyRow = typeof policies.$inferSelect;
export type RevisionRow = typeof policyRevisions.$inferSelect;
export type StoredPolicy = PolicyRow & { definition: PolicyDefinition; by: string };

/** PostgreSQL has no NUL in texts: nothing has such an identifier, and asking for it would be an error. */
const isStorable = (identifier: string) => !identifier.includes("\0");

const withDefinition = (db: Executor) =>
  db
    .select({ policy: policies, definition: policyRevisions.definition, by: policyRevisions.by })
    .from(policies)
    .innerJoin(
      policyRevisions,
      and(eq(policyRevisions.policyId, policies.id), eq(policyRevisions.revision, policies.revision)),
    );

/** Every policy with its newest revision, by identifier. */
export async function allPolicies(db: Executor): Promise<StoredPolicy[]> {
  const rows = await withDefinition(db).orderBy(asc(policies.identifier));
  return rows.map(({ policy, ...rest }) => ({ ...policy, ...rest }));
}

export async function findPolicy(db: Executor, identifier: string): Promise<StoredPolicy | undefined> {
  if (!isStorable(identifier)) return undefined;
  const [row] = await withDefinition(db).where(eq(policies.identifier, identifier));
  return row && { ...row.policy, definition: row.definition, by: row.by };
}

/** The same, kept from others who would change it until the transaction ends. */
export async function lockPolicy(db: Transaction, identifier: string): Promise<StoredPolicy | undefined> {
  if (!isStorable(identifier)) return undefined;
  const [locked] = await db
    .select({ id: policies.id })
    .from(policies)
    .where(eq(policies.identifier, identifier))
    .for("update");
  return locked && findPolicy(db, identifier);
}

/** Ids by identifier; those that there are not are left out. */
export async function idsOf(db: Executor, identifiers: string[]): Promise<Map<string, string>> {
  if (!identifiers.length) return new Map();
  const rows = await db
    .select({ identifier: policies.identifier, id: policies.id })
    .from(policies)
    .where(inArray(policies.identifier, identifiers));
  return new Map(rows.map(({ identifier, id }) => [identifier, id]));
}

/** Out: undefined when the identifier is taken. */
export async function insertPolicy(db: Transaction, identifier: string): Promise<PolicyRow | undefined> {
  const [row] = await db.insert(policies).values({ identifier }).onConflictDoNothing().returning();
  return row;
}

export async function insertRevision(
  db: Transaction,
  row: Pick<PolicyRow, "id" | "identifier">,
  revision: { revision: number; definition: PolicyDefinition; changed: string[]; by: string },
): Promise<void> {
  await db.insert(policyRevisions).values({ policyId: row.id, identifier: row.identifier, ...revision });
}

export async function updatePolicy(
  db: Transaction,
  id: string,
  set: { revision?: number; state?: PolicyState; liveRevision?: number },
): Promise<void> {
  await db
    .update(policies)
    .set({ ...set, updatedAt: now })
    .where(eq(policies.id, id));
}

export async function deletePolicy(db: Transaction, id: string): Promise<void> {
  await db.delete(policies).where(eq(policies.id, id));
}

export function revisionsOf(db: Executor, policyId: string): Promise<RevisionRow[]> {
  return db
    .select()
    .from(policyRevisions)
    .where(eq(policyRevisions.policyId, policyId))
    .orderBy(desc(policyRevisions.revision));
}

export async function revisionOf(
  db: Executor,
  policyId: string,
  revision: number,
): Promise<RevisionRow | undefined> {
  const [row] = await db
    .select()
    .from(policyRevisions)
    .where(and(eq(policyRevisions.policyId, policyId), eq(policyRevisions.revision, revision)));
  return row;
}

/** The policies in force, each in the revision that was published, in the order in which their verdicts are shown. */
export function livePolicies(db: Executor): Promise<LivePolicy[]> {
  return db
    .select({
      id: policies.id,
      identifier: policies.identifier,
      revision: policyRevisions.revision,
      definition: policyRevisions.definition,
    })
    .from(policies)
    .innerJoin(
      policyRevisions,
      and(eq(policyRevisions.policyId, policies.id), eq(policyRevisions.revision, policies.liveRevision)),
    )
    .where(and(eq(policies.state, "live"), isNotNull(policies.liveRevision)))
    .orderBy(asc(policies.identifier));
}

/** Keeps what policies were told of a run; of a run that is judged again, what they were told last. */
export async function saveCase(db: Transaction, facts: PolicyInput): Promise<void> {
  await db
    .insert(policyCases)
    .values({ runId: facts.runId, facts })
    .onConflictDoUpdate({ target: policyCases.runId, set: { facts, at: now } });
}

export async function saveDecisions(
  db: Transaction,
  rows: Omit<typeof policyDecisions.$inferInsert, "at">[],
): Promise<void> {
  if (!rows.length) return;
  await db
    .insert(policyDecisions)
    .values(rows)
    .onConflictDoUpdate({
      target: [policyDecisions.runId, policyDecisions.policyId],
      set: {
        revision: sql`excluded.revision`,
        effect: sql`excluded.effect`,
        outcome: sql`excluded.outcome`,
        overridden: sql`excluded.overridden`,
        at: now,
      },
    });
}

export async function caseOf(db: Executor, runId: string): Promise<PolicyInput | undefined> {
  if (!isStorable(runId)) return undefined;
  const [row] = await db.select().from(policyCases).where(eq(policyCases.runId, runId));
  return row?.facts;
}

/** What the newest runs were told is kept, and what was told in these days: policies are tried on it before they go live. */
const KEPT_CASES = 2_000;
const KEPT_DAYS = 90;

/** Forgets what policies were told of runs that are neither recent nor among the newest, some at a time. Out: how many. */
export async function forgetCases(db: Executor): Promise<number> {
  const rows = await db.execute(sql`
    delete from policy_cases where run_id in (
      select run_id from policy_cases
      where at < now() - make_interval(days => ${KEPT_DAYS})
        and at < (select at from policy_cases order by at desc offset ${KEPT_CASES} limit 1)
      order by at limit 1000)
    returning run_id`);
  return rows.length;
}

/** What was told of the last runs, the newest first. */
export async function recentCases(db: Executor, limit: number): Promise<PolicyInput[]> {
  const rows = await db
    .select({ facts: policyCases.facts })
    .from(policyCases)
    .orderBy(desc(policyCases.at), desc(policyCases.runId))
    .limit(limit);
  return rows.map(({ facts }) => facts);
}

/** How many runs policies judged in the last days, and how many of them they did not let pass, by policy. */
export async function hits(
  db: Executor,
  policyIds: string[],
  days: number,
): Promise<Map<string, { judged: number; failed: number }>> {
  if (!policyIds.length) return new Map();
  const rows = await db
    .select({
      policyId: policyDecisions.policyId,
      judged: sql<number>`count(*)::int`,
      failed: sql<number>`(count(*) filter (where ${ne(policyDecisions.outcome, "pass")}))::int`,
    })
    .from(policyDecisions)
    .where(
      and(
        inArray(policyDecisions.policyId, policyIds),
        gte(policyDecisions.at, sql`now() - make_interval(days => ${days})`),
      ),
    )
    .groupBy(policyDecisions.policyId);
  return new Map(rows.map(({ policyId, ...counts }) => [policyId, counts]));
}

export async function timeZone(db: Executor): Promise<string> {
  const [row] = await db.select({ timeZone: policySettings.timeZone }).from(policySettings);
  return row?.timeZone ?? "UTC";
}

export async function saveTimeZone(db: Transaction, zone: string): Promise<void> {
  await db
    .insert(policySettings)
    .values({ id: 1, timeZone: zone, updatedAt: now })
    .onConflictDoUpdate({ target: policySettings.id, set: { timeZone: zone, updatedAt: now } });
}
