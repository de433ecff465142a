import { stageOfRule } from "@/server/approvals/core/rule";
import { assertSatisfiable, excludedByRequester } from "@/server/approvals/service/candidates";
import type { ApprovalRule } from "@/server/approvals/schema";
import { audit } from "@/server/audit/service";
import { assertWithinQuotas } from "@/server/cost/service/quotas";
import { actorId, actorName } from "@/server/kernel/context";
import { Forbidden, Invalid } from "@/server/kernel/errors";
import { publish } from "@/server/kernel/events";
import { newRunId } from "@/server/kernel/ids";
import { canonicalJson, fingerprint, type Secret, sha256 } from "@/server/kernel/secrets";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { ActionSnapshot, RunCause, RunTarget } from "@/server/runs/schema";
import type { PolicyOverride } from "@/server/policy/schema";
import { countMade } from "@/server/runs/store/quota";
import { serialKeyOf } from "@/server/runs/core/fairness";
import { remoteOf } from "@/server/runs/core/invocation";
import { takeKey } from "@/server/runs/store/idempotency";
import { appendEvent, findRun, insertRun, type RunRow } from "@/server/runs/store/runs";
import { environmentOf } from "@/server/runs/core/environment";
import { aimRun } from "./aim";
import { requirementAtSubmit } from "./approval-case";
import { findEntity } from "./catalog";
import { keepInputs } from "./run-secrets";
import { wake } from "./wake";

export interface SubmitRun {
  /** The action as it is now; the run keeps this copy. */
  action: ActionSnapshot;
  /** Blueprint that the action works on; null: none. */
  blueprint: string | null;
  /** Values that fit the action's form, defaults filled in. */
  inputs: Record<string, unknown>;
  /** The entity acted on; null when the action creates one. */
  target: RunTarget | null;
  /** Identifier of the team that owns the result; null: nobody's. */
  team: string | null;
  /** Who must approve; null: nobody. */
  rule: ApprovalRule | null;
  /** Same key, action and inputs within 24 hours: the same run. 1 to 255 characters. */
  idempotencyKey?: string | null;
  rerunOf?: string | null;
  /** The client that asks in the actor's name. */
  impersonatedBy?: string | null;
  /** The policies that the run is to go on against, with a reason: the approval of those who may say so follows from it. */
  policyOverride?: PolicyOverride | null;
  /** What in the portal brought it about, when nobody asked for it. */
  cause?: RunCause | null;
  /** Who may see it as if they had asked, when the portal itself does: the owner of what it works on. */
  ownerId?: string | null;
  /** The event that templates see as `.event`. */
  event?: Record<string, unknown> | null;
  /** Secret inputs in clear, by input, for as long as the run needs them; `inputs` holds their ciphertexts. */
  secrets?: Record<string, Secret<unknown>>;
}

/**
 * Takes a run in, in the caller's transaction: workspace, run, first event, job and audit are written together or not at
 * all. The actor of `tx` is the requester. What the actor may do, and whether the inputs fit, the caller has checked.
 *
 * Throws Invalid at the input's path (`["properties", …]`) when the entity to create exists or is being created, or the
 * idempotency key was used for something else; Precondition when the workspace is blocked, a quota is used up, or nobody could approve.
 */
export async function submitRun(tx: TransactionContext, input: SubmitRun): Promise<RunRow> {
  const { actor } = tx;
  if (actor.kind === "anonymous") throw new Forbidden();
  const id = newRunId();
  const earlier = await replay(tx, input, id);
  if (earlier) return earlier;

  await assertQuotas(tx, input);
  const { target, workspaceId } = await aimRun(tx, { ...input, id });
  const run = await insertRun(tx, {
    id,
    action: input.action,
    actionIdentifier: input.action.identifier,
    blueprint: input.blueprint,
    target,
    entityIdentifier: target?.identifier ?? null,
    team: input.team,
    inputs: input.inputs,
    approvalRule: input.rule,
    rerunOf: input.rerunOf ?? null,
    policyOverride: input.policyOverride ?? null,
    environment: await environmentFor(tx, input),
    cause: input.cause ?? null,
    ownerId: input.ownerId ?? null,
    event: input.event ?? null,
    requesterId: actorId(actor),
    requesterKind: actor.kind,
    requesterName: actorName(actor),
    requesterEmail: actor.kind === "user" ? actor.email : null,
    origin: tx.origin,
    workspaceId,
    serialKey: remoteOf(input.action) ? serialKeyOf(input.action, target) : null,
    impersonatedBy: input.impersonatedBy ?? null,
  });
  await assertApprovable(tx, run);
  await keepInputs(tx.db, id, input.secrets ?? {});
  await appendEvent(tx, id, "submitted", {
    action: input.action.identifier,
    revision: input.action.revision,
  });
  await wake(tx, id);
  await publish(tx, "run.created", { runId: id });
  if (input.policyOverride) await noteOverride(tx, id, input.policyOverride);
  await audit(tx, {
    action: "CREATE",
    resourceType: "run",
    resourceId: id,
    blueprint: input.blueprint,
    runId: id,
    diff: {
      after: {
        action: input.action.identifier,
        revision: input.action.revision,
        target: target?.identifier ?? null,
        inputs: input.inputs,
      },
    },
  });
  return run;
}

/** Going on against a policy is never quiet: it has an entry of its own for each policy, and stands in the run's timeline. */
async function noteOverride(
  tx: TransactionContext,
  runId: string,
  { policies, reason }: PolicyOverride,
): Promise<void> {
  await appendEvent(tx, runId, "policy_override", { policies, reason });
  for (const policy of policies)
    await audit(tx, {
      action: "OVERRIDE_POLICY",
      resourceType: "policy",
      resourceId: policy,
      runId,
      message: reason,
    });
}

/** Throws Precondition when nobody could approve the run, as far as that is known before it is planned. */
async function assertApprovable(tx: TransactionContext, run: RunRow): Promise<void> {
  const stages = run.action.approvalRules?.length
    ? (await requirementAtSubmit(tx, run))?.stages
    : run.approvalRule && [stageOfRule(run.approvalRule)];
  if (stages?.length) await assertSatisfiable(tx, stages, await excludedByRequester(tx, run.requesterId));
}

/** Of what a quota limits no more is begun than it allows; runs of the portal itself belong to nobody. */
async function assertQuotas(tx: TransactionContext, { action, blueprint, team }: SubmitRun): Promise<void> {
  const { actor } = tx;
  if (action.operation !== "CREATE" || !blueprint) return;
  const user = actor.kind === "user" ? actor.email : null;
  await assertWithinQuotas(tx, { blueprint, user, team }, (per) =>
    countMade(tx, blueprint, per === "team" && team ? { team } : { requesterId: actorId(actor) }),
  );
}

/** The environment of what is asked for: policies, budgets and variable sets go by it. */
async function environmentFor(tx: TransactionContext, { inputs, target }: SubmitRun): Promise<string | null> {
  const entity = target && (await findEntity(tx, target.blueprint, target.identifier));
  return environmentOf({ inputs, entity });
}

/** The run that this request made before, when its key was used; takes the key for `runId` when it was not. */
async function replay(tx: TransactionContext, input: SubmitRun, runId: string): Promise<RunRow | null> {
  const key = input.idempotencyKey;
  if (key === undefined || key === null) return null;
  if (key.length < 1 || key.length > 255)
    throw Invalid.at(["Idempotency-Key"], "Must have 1 to 255 characters.");
  // A ciphertext is another each time; the same secret again has the same fingerprint.
  const secrets = Object.entries(input.secrets ?? {}).map(([name, value]) => [
    name,
    fingerprint("run-input", canonicalJson(value.reveal())),
  ]);
  const inputs = { ...input.inputs, ...Object.fromEntries(secrets) };
  const hash = sha256(
    canonicalJson({
      inputs,
      entity: input.target?.identifier ?? null,
      ...(input.policyOverride ? { override: input.policyOverride } : {}),
    }),
  );
  const earlier = await takeKey(
    tx,
    { actor: actorId(tx.actor), endpoint: `runs:${input.action.identifier}`, key },
    hash,
    runId,
  );
  if (!earlier) return null;
  if (earlier.requestHash !== hash)
    throw Invalid.at(
      ["Idempotency-Key"],
      "This key was used for a request with other contents. Use a new key for a new request.",
    );
  return findRun(tx.db, earlier.resultId);
}
