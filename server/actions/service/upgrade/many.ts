import { z } from "zod";
import { audit } from "@/server/audit/service";
import { getUserWithTeams } from "@/server/identity/service/people";
import { type Actor, type Context, requireUser } from "@/server/kernel/context";
import { DomainError, Forbidden, Invalid, NotFound } from "@/server/kernel/errors";
import type { Events } from "@/server/kernel/events";
import { enqueue } from "@/server/kernel/jobs";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { versionSchema } from "@/server/pipelines/schema";
import { listTemplateVersions } from "@/server/pipelines/version-standing";
import { instanceIn } from "@/server/runs/service/instances";
import { visibleRun } from "@/server/runs/service/read";
import * as store from "../../store-upgrades";
import { upgradeInstance } from "./one";

export const startUpgradeSchema = z.strictObject({
  slug: z.string().min(1).max(63),
  version: versionSchema,
  workspaceIds: z
    .array(z.uuid())
    .min(1, "Choose at least one instance.")
    .max(500, "Choose at most 500 instances at once."),
  /** One after the other, and none after one that did not succeed. */
  stopOnFailure: z.boolean().default(true),
  reason: z.string().trim().max(500).nullish(),
});

/** So many runs of one set are under way at the same time where it need not stop at a failure. */
const AT_ONCE = 5;
const STOPPED = "The set was stopped before its turn came.";

const next = (tx: TransactionContext, upgradeId: string): Promise<void> =>
  enqueue(tx, "actions.upgrade", { upgradeId }, { key: `upgrade:${upgradeId}` });

/**
 * Brings instances of a template to a version, each by a run of its own with its own plan and approvals, in the name of the
 * person who asks. Administrators only, and people only. Throws NotFound, Invalid at `version` or `workspaceIds`.
 */
export async function startUpgrade(
  ctx: Context,
  input: z.input<typeof startUpgradeSchema>,
): Promise<{ id: string }> {
  checkPermission(ctx.actor, "actions.manage");
  const person = requireUser(ctx);
  const { slug, version, workspaceIds, stopOnFailure, reason = null } = startUpgradeSchema.parse(input);
  const known = await listTemplateVersions(ctx, slug);
  if (!known.some((one) => one.version === version))
    throw Invalid.at(["version"], `Version ${version} of the template "${slug}" is not known here.`);
  const items = await Promise.all([...new Set(workspaceIds)].map((id) => itemOf(ctx, id, slug)));
  return transaction(ctx, async (tx) => {
    const row = await store.insertUpgrade(
      tx,
      {
        slug,
        toVersion: version,
        stopOnFailure,
        reason,
        requestedBy: person.id,
        requestedByName: person.name,
      },
      items,
    );
    await next(tx, row.id);
    await audit(tx, {
      action: "UPGRADE",
      resourceType: "template_version",
      resourceId: `${slug} ${version}`,
      ...(reason ? { message: reason } : {}),
      diff: { after: { instances: items.map(({ name }) => name), stopOnFailure } },
    });
    return { id: row.id };
  });
}

async function itemOf(ctx: Context, workspaceId: string, slug: string) {
  const instance = await instanceIn(ctx, workspaceId);
  if (!instance || instance.workspace.template !== slug)
    throw Invalid.at(["workspaceIds"], `The template "${slug}" has no instance "${workspaceId}".`);
  const { name, templateVersion } = instance.workspace;
  return { workspaceId, name, fromVersion: templateVersion };
}

/** The job's part: begins what can begin now, and ends the set when nothing is left. Calling it again changes nothing. */
export async function advanceUpgrade(ctx: Context, upgradeId: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    const upgrade = await store.lockUpgrade(tx, upgradeId);
    if (!upgrade || upgrade.status !== "running") return;
    let running = 0;
    for (const item of await store.itemsOf(tx.db, upgradeId)) {
      if (item.status === "running") running++;
      if (upgrade.stopOnFailure && (item.status === "failed" || item.status === "skipped"))
        return stop(tx, upgradeId, `${item.name} did not succeed: ${item.message ?? item.status}`);
      if (item.status !== "waiting" || running >= (upgrade.stopOnFailure ? 1 : AT_ONCE)) continue;
      const refused = await begin(tx, upgrade, item);
      if (refused !== null && upgrade.stopOnFailure)
        return stop(tx, upgradeId, `${item.name} was refused: ${refused}`);
      if (refused === null) running++;
    }
    if (running === 0) await store.setUpgradeStatus(tx, upgradeId, "done");
  });
}

/** Out: why no run began; null when one did. */
async function begin(
  tx: TransactionContext,
  upgrade: store.UpgradeRow,
  item: store.UpgradeItemRow,
): Promise<string | null> {
  try {
    const actor = await personOf(tx, upgrade.requestedBy);
    const instance = await instanceIn(tx, item.workspaceId);
    if (!instance) throw new NotFound("Workspace", item.name);
    const { blueprint, entity } = instance.workspace;
    const run = await transaction({ ...tx, actor }, (inner) =>
      upgradeInstance(inner, { blueprint, entity }, upgrade.toVersion),
    );
    await store.setItem(tx, item, { status: "running", runId: run.id });
    return null;
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "unavailable") throw error;
    await store.setItem(tx, item, { status: "skipped", message: error.message });
    return error.message;
  }
}

/** Whoever asked for it, with what they may do now. */
async function personOf(tx: TransactionContext, userId: string): Promise<Actor> {
  const user = await getUserWithTeams(tx, userId);
  if (user.status !== "active") throw new Forbidden(`${user.name}, who asked for it, is no longer active.`);
  return {
    kind: "user",
    id: user.id,
    email: user.email,
    name: user.name,
    role: user.role,
    memberships: user.teams.map(({ team, role }) => ({ teamId: team, team, role })),
  };
}

async function stop(tx: TransactionContext, upgradeId: string, why: string): Promise<void> {
  await store.skipWaiting(tx, upgradeId, `${STOPPED} ${why}`);
  await store.setUpgradeStatus(tx, upgradeId, "stopped");
}

/** Begins no more of a set; what is under way goes on. Administrators only. Throws NotFound; a set that is over stays as it is. */
export async function stopUpgrade(ctx: Context, upgradeId: string): Promise<void> {
  checkPermission(ctx.actor, "actions.manage");
  await transaction(ctx, async (tx) => {
    const upgrade = await store.lockUpgrade(tx, upgradeId);
    if (!upgrade) throw new NotFound("Upgrade", upgradeId);
    if (upgrade.status !== "running") return;
    await stop(tx, upgradeId, "A person stopped it.");
    await audit(tx, {
      action: "STOP",
      resourceType: "template_version",
      resourceId: `${upgrade.slug} ${upgrade.toVersion}`,
    });
  });
}

/** A run of a set has ended: the set goes on, or stops. */
export async function onUpgradeRunEnded(
  tx: TransactionContext,
  { runId, status }: Events["run.ended"],
): Promise<void> {
  const upgradeId = await store.settleItem(tx, runId, {
    status: status === "succeeded" ? "succeeded" : "failed",
    message: status === "succeeded" ? null : `The run ended as ${status}.`,
  });
  if (upgradeId === null) return;
  if (status !== "succeeded") {
    const { failure } = await visibleRun(tx, runId);
    if (failure) await store.noteItem(tx, runId, failure.message);
  }
  await next(tx, upgradeId);
}

/** For the worker's turn: sets with nothing under way go on, whatever became of their job. Out: how many. */
export async function sweepUpgrades(ctx: Context): Promise<number> {
  const stalled = await store.stalledUpgrades(ctx.db);
  for (const id of stalled) await transaction(ctx, (tx) => next(tx, id));
  return stalled.length;
}

/** A set with its instances. Administrators only. Throws NotFound. */
export async function getUpgrade(ctx: Context, upgradeId: string) {
  checkPermission(ctx.actor, "actions.manage");
  const upgrade = await store.findUpgrade(ctx.db, upgradeId);
  if (!upgrade) throw new NotFound("Upgrade", upgradeId);
  return { ...upgrade, items: await store.itemsOf(ctx.db, upgradeId) };
}

/** The latest sets, of one template or of all. Administrators only. */
export async function listUpgrades(ctx: Context, slug?: string): Promise<store.UpgradeSummary[]> {
  checkPermission(ctx.actor, "actions.manage");
  return store.latestUpgrades(ctx.db, slug);
}
