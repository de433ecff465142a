import { audit } from "@/server/audit/service";
import { findActiveUsers } from "@/server/identity/service/people";
import { now } from "@/server/kernel/clock";
import type { TransactionContext } from "@/server/kernel/transaction";
import { notify } from "@/server/notifications/service/notify";
import { driftFingerprint } from "@/server/pipelines/core/drift";
import { setDrift } from "@/server/runs/store/drift";
import type { SpeculativeRow } from "@/server/runs/store/speculative";
import { findWorkspace, lockWorkspace, stateHead, type WorkspaceRow } from "@/server/runs/store/workspaces";

/**
 * Writes what a check found to its workspace. A check during which the state changed, or a run began, says nothing: it compared
 * with what is no longer there, and the next one is due at once.
 */
export async function recordDrift(tx: TransactionContext, check: SpeculativeRow): Promise<void> {
  const id = check.workspaceId;
  if (id === null || check.status === "cancelled") return;
  await lockWorkspace(tx, id);
  const [workspace, head] = [await findWorkspace(tx.db, id), await stateHead(tx.db, id)];
  if (!workspace || workspace.heldByRun || (head?.serial ?? null) !== check.stateSerial) return;
  const seen = { driftCheckedAt: now, driftPlanId: check.id };
  if (check.status === "failed" || !check.plan) return setDrift(tx, id, { ...seen, driftStatus: "failed" });
  if (check.plan.resources.length === 0)
    return setDrift(tx, id, {
      ...seen,
      driftStatus: "in_sync",
      driftSince: null,
      driftFingerprint: null,
      driftAccepted: null,
    });
  const fingerprint = driftFingerprint(check.plan);
  const known = workspace.driftFingerprint === fingerprint;
  await setDrift(tx, id, {
    ...seen,
    driftStatus: "drifted",
    driftFingerprint: fingerprint,
    driftSince: workspace.driftSince ?? now,
    driftAccepted: workspace.driftAccepted?.fingerprint === fingerprint ? workspace.driftAccepted : null,
  });
  if (known) return;
  await tellOwners(tx, workspace, check.plan.resources.length);
  await audit(tx, {
    action: "DRIFT_FOUND",
    resourceType: "workspace",
    resourceId: id,
    message: `${workspace.name}: ${check.plan.resources.length} resources are other than the state says.`,
    diff: { after: { resources: check.plan.resources.map(({ address, action }) => ({ address, action })) } },
  });
}

/** Tells the leads of the owning team, or administrators where there are none. */
async function tellOwners(
  tx: TransactionContext,
  { id, name, team }: WorkspaceRow,
  resources: number,
): Promise<void> {
  const leads = team === null ? [] : await findActiveUsers(tx, { leadsOf: [team] });
  const people = leads.length ? leads : await findActiveUsers(tx, { roles: ["admin"] });
  const count = resources === 1 ? "1 resource is" : `${resources} resources are`;
  await notify(tx, {
    topic: "drift.found",
    to: { userIds: people.map((person) => person.id) },
    subject: `${name} has drifted`,
    text: `${count} other than the state says. The page shows what differs; it can be mended or accepted there.`,
    link: `/workspaces/${id}?tab=drift`,
    data: { workspace: name, team, resources },
    subjectKey: `drift:${id}`,
  });
}
