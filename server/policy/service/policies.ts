import { z } from "zod";
import { audit } from "@/server/audit/service";
import { actorNames } from "@/server/catalog/service/names";
import { actorId, type Context } from "@/server/kernel/context";
import { Conflict, Limit, NotFound, Precondition } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { equalJson } from "@/server/properties/equal";
import { MAX_LIVE_POLICIES, type PolicyDefinition, policyIdentifier, type PolicyState } from "../schema";
import * as store from "../store";
import { parseDefinition, readDefinition } from "./read-definition";

type AnyContext = Context | TransactionContext;

/** Days over which the hits of a policy are counted. */
export const HIT_DAYS = 30;

const policyIdentifierAt = z.object({ identifier: policyIdentifier });

/** A policy as lists show it. */
export interface PolicySummary {
  identifier: string;
  state: PolicyState;
  /** The newest revision. */
  revision: number;
  /** The one that judges runs, or did last; null: none ever did. */
  liveRevision: number | null;
  updatedAt: string;
  updatedBy: string;
  updatedByName: string;
  /** Runs of the last 30 days that it judged, and those of them that did not pass. */
  judged: number;
  failed: number;
  definition: PolicyDefinition;
}

/** A policy with both of its revisions: the newest, and the one that is in force. */
export interface PolicyView extends PolicySummary {
  live: PolicyDefinition | null;
}

async function summaries(ctx: AnyContext, rows: store.StoredPolicy[]): Promise<PolicySummary[]> {
  const names = await actorNames(
    ctx,
    rows.map(({ by }) => by),
  );
  const counted = await store.hits(
    ctx.db,
    rows.map(({ id }) => id),
    HIT_DAYS,
  );
  return rows.map(({ id, identifier, state, revision, liveRevision, updatedAt, by, definition }) => ({
    identifier,
    state,
    revision,
    liveRevision,
    updatedAt: updatedAt.toISOString(),
    updatedBy: by,
    updatedByName: names.get(by) ?? by,
    judged: counted.get(id)?.judged ?? 0,
    failed: counted.get(id)?.failed ?? 0,
    definition,
  }));
}

/** Every policy, by identifier. */
export async function listPolicies(ctx: AnyContext): Promise<PolicySummary[]> {
  checkPermission(ctx.actor, "policies.read");
  return summaries(ctx, await store.allPolicies(ctx.db));
}

/** One policy. Throws NotFound. */
export async function getPolicy(ctx: AnyContext, identifier: string): Promise<PolicyView> {
  checkPermission(ctx.actor, "policies.read");
  const row = await found(ctx, identifier);
  const [summary] = await summaries(ctx, [row]);
  const live =
    row.liveRevision === null
      ? null
      : row.liveRevision === row.revision
        ? row.definition
        : ((await store.revisionOf(ctx.db, row.id, row.liveRevision))?.definition ?? null);
  return { ...summary!, live };
}

async function found(ctx: AnyContext, identifier: string): Promise<store.StoredPolicy> {
  const row = await store.findPolicy(ctx.db, identifier);
  if (!row) throw new NotFound("Policy", identifier);
  return row;
}

const record = (
  tx: TransactionContext,
  action: string,
  identifier: string,
  diff?: { before?: unknown; after?: unknown },
  message?: string,
) => audit(tx, { action, resourceType: "policy", resourceId: identifier, diff, message });

/** Parts of the definition that differ. */
function changedParts(before: PolicyDefinition | null, after: PolicyDefinition): string[] {
  return (Object.keys(after) as (keyof PolicyDefinition)[]).filter(
    (key) => !before || !equalJson(before[key], after[key]),
  );
}

/** Makes a policy as a draft: it judges nothing until it is published. Administrators only. Throws Invalid, Conflict. */
export async function createPolicy(ctx: AnyContext, input: unknown): Promise<PolicyView> {
  checkPermission(ctx.actor, "policies.manage");
  const { identifier: given, ...rest } = asObject(input);
  const identifier = parseDefinition(policyIdentifierAt, { identifier: given }).identifier;
  const definition = await readDefinition(ctx, rest);
  return transaction(ctx, async (tx) => {
    const row = await store.insertPolicy(tx.db, identifier);
    if (!row)
      throw new Conflict(
        `There is a policy "${identifier}" already. Choose another identifier, or change that policy.`,
        { resource: "Policy", identifier },
      );
    await store.insertRevision(tx.db, row, {
      revision: 1,
      definition,
      changed: changedParts(null, definition),
      by: actorId(tx.actor),
    });
    await record(tx, "CREATE", identifier, { after: definition });
    return getPolicy(tx, identifier);
  });
}

const asObject = (input: unknown): Record<string, unknown> =>
  typeof input === "object" && input !== null && !Array.isArray(input) ? { ...input } : {};

/**
 * Keeps a change as a new revision. A live policy goes on judging by the revision that was published, until this one is.
 * Without a difference nothing is written. Administrators only. Throws NotFound, Invalid, and Conflict when the policy is at
 * another revision than `revision`, so that nobody overwrites what they have not seen.
 */
export async function updatePolicy(
  ctx: AnyContext,
  identifier: string,
  input: unknown,
  options: { revision?: number } = {},
): Promise<PolicyView> {
  checkPermission(ctx.actor, "policies.manage");
  await found(ctx, identifier);
  const definition = await readDefinition(ctx, input);
  return transaction(ctx, async (tx) => {
    const row = await locked(tx, identifier, options.revision);
    const changed = changedParts(row.definition, definition);
    if (changed.length) {
      const revision = row.revision + 1;
      await store.insertRevision(tx.db, row, { revision, definition, changed, by: actorId(tx.actor) });
      await store.updatePolicy(tx.db, row.id, { revision });
      await record(tx, "UPDATE", identifier, { before: row.definition, after: definition });
    }
    return getPolicy(tx, identifier);
  });
}

async function locked(
  tx: TransactionContext,
  identifier: string,
  revision?: number,
): Promise<store.StoredPolicy> {
  const row = await store.lockPolicy(tx.db, identifier);
  if (!row) throw new NotFound("Policy", identifier);
  if (revision !== undefined && revision !== row.revision) {
    const by = (await actorNames(tx, [row.by])).get(row.by) ?? "somebody";
    throw new Conflict(
      `The policy was changed by ${by} while you worked on it. Reload it and make your change again.`,
      { revision: row.revision },
    );
  }
  return row;
}

/**
 * Lets the newest revision judge runs from now on. Its expressions and people are checked again, since teams and people
 * change. Administrators only. Throws NotFound, Invalid, Conflict for another revision than `revision`, Limit.
 */
export async function publishPolicy(
  ctx: AnyContext,
  identifier: string,
  options: { revision?: number } = {},
): Promise<PolicyView> {
  checkPermission(ctx.actor, "policies.manage");
  return transaction(ctx, async (tx) => {
    const row = await locked(tx, identifier, options.revision);
    if (row.state === "live" && row.liveRevision === row.revision) return getPolicy(tx, identifier);
    await readDefinition(tx, row.definition);
    if (row.state !== "live" && (await store.livePolicies(tx.db)).length >= MAX_LIVE_POLICIES)
      throw new Limit(
        `${MAX_LIVE_POLICIES} policies are live, and no more can be, since each run waits for all of them. Disable one first.`,
        "size",
      );
    await store.updatePolicy(tx.db, row.id, { state: "live", liveRevision: row.revision });
    await record(tx, "PUBLISH", identifier, {
      before: { state: row.state, liveRevision: row.liveRevision },
      after: { state: "live", liveRevision: row.revision },
    });
    return getPolicy(tx, identifier);
  });
}

/** Takes a policy out of force; it keeps its revisions. Administrators only. Throws NotFound, Precondition for one that is not live. */
export async function disablePolicy(ctx: AnyContext, identifier: string): Promise<PolicyView> {
  checkPermission(ctx.actor, "policies.manage");
  return transaction(ctx, async (tx) => {
    const row = await locked(tx, identifier);
    if (row.state !== "live")
      throw new Precondition(`The policy "${identifier}" is not live, so there is nothing to turn off.`);
    await store.updatePolicy(tx.db, row.id, { state: "disabled" });
    await record(tx, "DISABLE", identifier, { before: { state: "live" }, after: { state: "disabled" } });
    return getPolicy(tx, identifier);
  });
}

/** Deletes a policy. Its revisions stay for the record. Administrators only. Throws NotFound, Precondition while it is live. */
export async function deletePolicy(ctx: AnyContext, identifier: string): Promise<void> {
  checkPermission(ctx.actor, "policies.manage");
  await transaction(ctx, async (tx) => {
    const row = await locked(tx, identifier);
    if (row.state === "live")
      throw new Precondition(`The policy "${identifier}" is live. Turn it off first, then delete it.`);
    await store.deletePolicy(tx.db, row.id);
    await record(tx, "DELETE", identifier, { before: row.definition });
  });
}

/** A policy as somebody left it. */
export interface PolicyRevision {
  revision: number;
  at: string;
  by: string;
  byName: string;
  /** Parts of the definition that differ from the revision before. */
  changed: string[];
  definition: PolicyDefinition;
}

/** The numbered history of a policy, the newest first. Throws NotFound. */
export async function listRevisions(ctx: AnyContext, identifier: string): Promise<PolicyRevision[]> {
  checkPermission(ctx.actor, "policies.read");
  const rows = await store.revisionsOf(ctx.db, (await found(ctx, identifier)).id);
  const names = await actorNames(
    ctx,
    rows.map(({ by }) => by),
  );
  return rows.map(({ revision, at, by, changed, definition }) => ({
    revision,
    at: at.toISOString(),
    by,
    byName: names.get(by) ?? by,
    changed,
    definition,
  }));
}

/**
 * Makes an earlier revision the newest, as a revision of its own and through the same checks as any change; it judges runs
 * once it is published. Administrators only. Throws NotFound, Invalid, Conflict.
 */
export async function restoreRevision(
  ctx: AnyContext,
  identifier: string,
  revision: number,
  expected: number,
): Promise<PolicyView> {
  checkPermission(ctx.actor, "policies.manage");
  const earlier = await store.revisionOf(ctx.db, (await found(ctx, identifier)).id, revision);
  if (!earlier) throw new NotFound("Revision", `${identifier} ${revision}`);
  return updatePolicy(ctx, identifier, earlier.definition, { revision: expected });
}
