import { z } from "zod";
import { audit } from "@/server/audit/service";
import { actorId, actorName, type Context, isAdmin } from "@/server/kernel/context";
import { now } from "@/server/kernel/clock";
import { Conflict, Forbidden, Invalid, Precondition } from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import type { PlanSummary } from "@/server/pipelines/schema";
import { databaseTime } from "@/server/policy/service/time";
import type { DriftAcceptance, DriftStatus, SpeculativeFailure } from "@/server/runs/schema";
import * as store from "@/server/runs/store/drift";
import { findRun } from "@/server/runs/store/runs";
import { checksOf, findPlan, insertPlan } from "@/server/runs/store/speculative";
import { lastApplied } from "@/server/runs/store/workspace-listing";
import { findWorkspace, lockWorkspace, stateHead } from "@/server/runs/store/workspaces";
import { sealAsked, wakePlan } from "../speculative/request";
import { viewerOf } from "../read";
import { visibleWorkspace } from "../workspaces";

/** Once a year at the most seldom. In minutes. */
const LONGEST = 525_600;
export const driftInterval = z
  .number()
  .int("Give whole minutes.")
  .refine((n) => n === 0 || (n >= 5 && n <= LONGEST), "Check every 5 minutes at most, or give 0 for never.");
export const driftSettingsInput = z.strictObject({
  intervalMinutes: driftInterval,
  concurrency: z.number().int().min(1).max(20),
});

/** How often workspaces are checked unless they say otherwise. */
export const getDriftSettings = (ctx: Context): Promise<store.DriftSettings> =>
  store.readDriftSettings(ctx.db);

/** Sets it for all. Administrators only; audited. */
export async function setDriftSettings(ctx: Context, input: store.DriftSettings): Promise<void> {
  checkPermission(ctx.actor, "state.manage");
  const settings = driftSettingsInput.parse(input);
  await transaction(ctx, async (tx) => {
    const before = await store.readDriftSettings(tx.db);
    await store.writeDriftSettings(tx, { ...settings, updatedBy: actorName(tx.actor) });
    await audit(tx, {
      action: "UPDATE",
      resourceType: "drift_settings",
      resourceId: "organization",
      diff: { before, after: settings },
    });
  });
}

/** Who answers for a workspace: leads of its team, and administrators. */
const answersFor = (ctx: Pick<Context, "actor">, workspace: { team: string | null }): boolean =>
  isAdmin(ctx.actor) || (workspace.team !== null && viewerOf(ctx.actor).ledTeams.includes(workspace.team));

function assertAnswers(ctx: Pick<Context, "actor">, workspace: { team: string | null }, what: string): void {
  if (!answersFor(ctx, workspace))
    throw new Forbidden(`A lead of the owning team or an administrator ${what}. Ask one of them.`);
}

/** How often one workspace is checked: minutes, 0 for never, null as all are. Leads and administrators; audited. */
export async function setDriftInterval(
  ctx: Context,
  workspaceId: string,
  minutes: number | null,
): Promise<void> {
  const workspace = await visibleWorkspace(ctx, workspaceId);
  assertAnswers(ctx, workspace, "sets how often it is checked");
  const interval = driftInterval.nullable().safeParse(minutes);
  if (!interval.success) throw Invalid.at(["minutes"], interval.error.issues[0]?.message ?? "Not possible.");
  await transaction(ctx, async (tx) => {
    await store.setDrift(tx, workspaceId, { driftIntervalMinutes: minutes });
    await audit(tx, {
      action: "SET_DRIFT_CHECKS",
      resourceType: "workspace",
      resourceId: workspaceId,
      diff: { before: { minutes: workspace.driftIntervalMinutes }, after: { minutes } },
    });
  });
}

/**
 * Has a workspace looked at now. Whoever may see it may ask. Throws Precondition where there is nothing to look at or a run
 * works on it, Conflict when a check is under way.
 */
export async function checkDrift(ctx: Context, workspaceId: string): Promise<{ planId: string }> {
  await visibleWorkspace(ctx, workspaceId);
  return transaction(ctx, async (tx) => {
    await lockWorkspace(tx, workspaceId);
    const workspace = await findWorkspace(tx.db, workspaceId);
    if (workspace?.heldByRun)
      throw new Precondition(
        `Run ${workspace.heldByRun} works on the workspace now. Check it when that is over.`,
      );
    if (workspace?.status === "destroyed" || !(await stateHead(tx.db, workspaceId)))
      throw new Precondition("There is nothing to check: the workspace has no resources.");
    const planId = await requestCheck(tx, workspaceId);
    if (planId === null) throw new Conflict("A check of this workspace is under way already.");
    return { planId };
  });
}

/** Null: one is under way, or no run has ever applied anything. */
async function requestCheck(tx: TransactionContext, workspaceId: string): Promise<string | null> {
  const last = await lastApplied(tx.db, workspaceId);
  if (!last) return null;
  const id = newId();
  const row = await insertPlan(tx, {
    id,
    kind: "drift",
    workspaceId,
    requesterId: actorId(tx.actor),
    requesterName: actorName(tx.actor),
    action: last.action,
    target: last.target,
    module: last.module,
    sealed: sealAsked(id, {
      blueprint: last.blueprint ?? "",
      inputs: last.inputs,
      team: last.team,
      environment: last.environment,
      origin: last.origin,
      requesterEmail: last.requesterEmail,
      secretInputs: {},
    }),
  });
  if (!row) return null;
  await wakePlan(tx, id);
  return id;
}

/** For the worker's turn: begins the checks that are due, as many at a time as the settings allow. Out: how many. */
export async function beginDueChecks(ctx: Context): Promise<number> {
  const { concurrency } = await store.readDriftSettings(ctx.db);
  const room = concurrency - (await store.liveChecks(ctx.db));
  if (room <= 0) return 0;
  let begun = 0;
  for (const id of await store.dueWorkspaces(ctx.db, room))
    await transaction(ctx, async (tx) => {
      if ((await requestCheck(tx, id)) !== null) begun += 1;
      // Nothing was ever applied by a run that succeeded: it is not asked for again before the next turn is due.
      else await store.setDrift(tx, id, { driftCheckedAt: now });
    });
  return begun;
}

/** After a run: what had drifted is looked at again, and what was destroyed cannot drift. */
export async function checkAfterRun(tx: TransactionContext, { runId }: { runId: string }): Promise<void> {
  const run = await findRun(tx.db, runId);
  const workspace = run?.workspaceId ? await findWorkspace(tx.db, run.workspaceId) : null;
  if (!run || !workspace || run.status !== "succeeded") return;
  if (workspace.status === "destroyed")
    return store.setDrift(tx, workspace.id, {
      driftStatus: "unknown",
      driftSince: null,
      driftFingerprint: null,
      driftAccepted: null,
    });
  if (workspace.driftStatus === "drifted") await requestCheck(tx, workspace.id);
}

/** Takes the drift of now as it is; another drift is told anew. Leads and administrators, with a reason; audited. */
export async function acceptDrift(ctx: Context, workspaceId: string, reason: string): Promise<void> {
  const workspace = await visibleWorkspace(ctx, workspaceId);
  assertAnswers(ctx, workspace, "accepts a drift");
  const why = reason.trim();
  if (!why) throw Invalid.at(["reason"], "Say why it may stay as it is; it is kept in the audit log.");
  await transaction(ctx, async (tx) => {
    await lockWorkspace(tx, workspaceId);
    const current = await findWorkspace(tx.db, workspaceId);
    if (current?.driftStatus !== "drifted" || !current.driftFingerprint)
      throw new Precondition("The workspace has not drifted, so there is nothing to accept.");
    const accepted: DriftAcceptance = {
      fingerprint: current.driftFingerprint,
      by: actorName(tx.actor),
      reason: why,
      at: (await databaseTime(tx)).toISOString(),
    };
    await store.setDrift(tx, workspaceId, { driftAccepted: accepted });
    await audit(tx, {
      action: "ACCEPT_DRIFT",
      resourceType: "workspace",
      resourceId: workspaceId,
      message: why,
      diff: { after: { fingerprint: accepted.fingerprint } },
    });
  });
}

export interface WorkspaceDrift {
  status: DriftStatus;
  since: Date | null;
  checkedAt: Date | null;
  /** Of the workspace; null as the organisation has it. */
  intervalMinutes: number | null;
  /** What holds: 0 for never. */
  effectiveMinutes: number;
  accepted: DriftAcceptance | null;
  /** What differs: before is what the state has, after what there is. */
  plan: PlanSummary | null;
  failure: SpeculativeFailure | null;
  checking: boolean;
  checks: {
    id: string;
    status: string;
    by: string;
    at: Date;
    endedAt: Date | null;
    resources: number | null;
  }[];
  can: { check: boolean; accept: boolean; mend: boolean; schedule: boolean };
}

/** How a workspace stands with drift. Throws NotFound for whom it is not to be seen by. */
export async function getDrift(ctx: Context, workspaceId: string): Promise<WorkspaceDrift> {
  // Read before the workspace: a check that has ended by then has written there what it found.
  const checks = await checksOf(ctx.db, workspaceId, 20);
  const w = await visibleWorkspace(ctx, workspaceId);
  const [settings, plan, head] = await Promise.all([
    store.readDriftSettings(ctx.db),
    w.driftPlanId ? findPlan(ctx.db, w.driftPlanId) : null,
    stateHead(ctx.db, workspaceId),
  ]);
  const checking = checks.some(({ status }) => status === "requested" || status === "running");
  const drifted = w.driftStatus === "drifted";
  const known = w.driftAccepted?.fingerprint === w.driftFingerprint;
  return {
    status: w.driftStatus,
    since: w.driftSince,
    checkedAt: w.driftCheckedAt,
    intervalMinutes: w.driftIntervalMinutes,
    effectiveMinutes: w.driftIntervalMinutes ?? settings.intervalMinutes,
    accepted: drifted && known ? w.driftAccepted : null,
    plan: plan?.plan ?? null,
    failure: w.driftStatus === "failed" ? (plan?.failure ?? null) : null,
    checking,
    checks: checks.map((check) => ({
      id: check.id,
      status: check.status,
      by: check.requesterName,
      at: check.createdAt,
      endedAt: check.endedAt,
      resources: check.plan?.resources.length ?? null,
    })),
    can: {
      check: !checking && w.heldByRun === null && w.status === "active" && head !== null,
      accept: drifted && !known && answersFor(ctx, w),
      mend: drifted && w.heldByRun === null && w.status === "active",
      schedule: answersFor(ctx, w),
    },
  };
}
