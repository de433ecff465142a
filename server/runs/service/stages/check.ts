import { requestApproval } from "@/server/approvals/service/request";
import { consequence, denials } from "@/server/policy/core/verdict";
import { evaluatePolicies, recordVerdicts } from "@/server/policy/service/evaluate";
import { remoteOf } from "@/server/runs/core/invocation";
import { type ApprovalSubject, subjectHash } from "@/server/runs/core/subject-hash";
import type { PolicyVerdict } from "@/server/runs/schema";
import { lockRun, move, type RunRow, setFacts } from "@/server/runs/store/runs";
import { workspaceName } from "../aim";
import type { Drive } from "../drive";
import { failRun } from "../finish";
import { secretReferences } from "../run-secrets";
import { briefOf, requirementFor } from "../approval-case";
import { policyCase } from "../policy-case";
import { blockByBudget, costOfRun, holdMoney } from "../run-cost";
import { setVersions } from "../set-variables";
import { cancelHere, type Step } from "./begin";

/** What the hash of a run speaks about, from its row and what it would be applied to. */
export function subjectOf(
  run: RunRow,
  now: Pick<ApprovalSubject, "module" | "state" | "planSha256">,
): ApprovalSubject {
  return {
    action: run.action,
    inputs: run.inputs,
    workspace: run.target ? workspaceName(run.target) : run.id,
    verdicts: run.policyVerdicts ?? [],
    secrets: secretReferences(run),
    setVariables: setVersions(run),
    ...now,
  };
}

export const plannedState = (run: RunRow): ApprovalSubject["state"] =>
  run.stateSerial === null || run.stateLineage === null
    ? null
    : { serial: run.stateSerial, lineage: run.stateLineage };

/** What the checks find of a run that is planned, or whose payload is frozen. Nothing is written. */
export async function judgeRun(drive: Pick<Drive, "ctx">, run: RunRow) {
  const planSha256 = remoteOf(run.action) ? run.payloadSha256 : run.planSha256;
  const { module } = run;
  if (!planSha256 || !(module || remoteOf(run.action)))
    throw new Error(`Run ${run.id} is to be checked without a plan or payload.`);
  const cost = await costOfRun(drive, run);
  const { budgetVerdicts } = cost;
  const told = await policyCase(drive.ctx, { ...run, ...cost }, budgetVerdicts);
  const verdicts = await evaluatePolicies(drive.ctx, told, { override: run.policyOverride });
  const decision = consequence(verdicts);
  const hash = subjectHash(
    subjectOf({ ...run, policyVerdicts: verdicts }, { module, state: plannedState(run), planSha256 }),
  );
  const isBlocked = budgetVerdicts.some(({ state }) => state === "blocked");
  const requirement =
    decision === "deny" || isBlocked
      ? null
      : await requirementFor(drive.ctx, { ...run, ...cost }, { policy: verdicts, budget: budgetVerdicts });
  const facts = { policyVerdicts: verdicts, subjectHash: hash, ...cost };
  return { told, verdicts, budgetVerdicts, decision, isBlocked, requirement, facts };
}

/** checking → awaiting_approval, or straight to approved when nobody has to; denied by a policy: failed. */
export async function checkStage(drive: Drive, run: RunRow): Promise<Step> {
  const { told, verdicts, budgetVerdicts, decision, isBlocked, requirement, facts } = await judgeRun(
    drive,
    run,
  );
  const at = { runId: run.id, from: "checking" as const, fence: drive.fence };
  return drive.tx(async (tx) => {
    const current = await lockRun(tx, run.id);
    if (current?.cancelRequestedAt) return cancelHere(tx, drive, run);
    if (current?.fence !== drive.fence) return "on";
    await recordVerdicts(tx, told, verdicts);
    if (decision === "deny") {
      await setFacts(tx, run.id, drive.fence, facts);
      await failRun(tx, at, {
        stage: "checks",
        code: "policy_denied",
        message: denial(verdicts),
        advice: denials(verdicts).every((verdict) => verdict.overridable)
          ? "Change the inputs so that the policy passes, or request the run again with an override and a reason."
          : "Change the inputs so that the policy passes.",
      });
    } else if (isBlocked) {
      await setFacts(tx, run.id, drive.fence, facts);
      await blockByBudget(tx, at, budgetVerdicts);
    } else if (!requirement) {
      const data = { approval: "not required" };
      const approved = await move(tx, { ...at, to: "approved", set: facts, data });
      if (approved) await holdMoney(tx, approved);
    } else if (
      await move(tx, {
        ...at,
        to: "awaiting_approval",
        set: { ...facts, approvalStages: requirement.stages },
        data: { stages: requirement.stages.map((stage) => stage.title) },
      })
    ) {
      const title = `${run.action.title}: ${run.target?.title ?? run.target?.identifier ?? run.id}`;
      await requestApproval(tx, {
        runId: run.id,
        title,
        requirement,
        brief: briefOf(
          { ...run, ...facts },
          verdicts,
          budgetVerdicts.map(({ message }) => message),
        ),
        subjectHash: facts.subjectHash,
        requesterId: run.requesterId,
        excludedUserIds: [],
        also: receiversOf(run),
      });
    }
    return "on";
  });
}

/** Where the action itself wants requests to be told, beside the channels of the portal. */
function receiversOf({ action: { approvalNotification: wanted } }: RunRow) {
  return wanted?.type === "webhook" ? [{ url: wanted.url, format: wanted.format ?? ("json" as const) }] : [];
}

const denial = (verdicts: PolicyVerdict[]): string =>
  denials(verdicts)
    .map((verdict) => `${verdict.title ?? verdict.policy}: ${verdict.message}`)
    .join(" ");
