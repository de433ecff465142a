import Link from "next/link";
import { RequestActions } from "@/components/approvals/request-actions";
import { StageProgress } from "@/components/approvals/stage-progress";
import { RunLifetime } from "@/components/lifetimes/lifetime-effect";
import { backendLabel } from "@/components/actions/admin/backend-label";
import { RunCost } from "@/components/cost/run-cost";
import { PolicyVerdicts } from "@/components/policy/policy-verdicts";
import { SectionCard } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionList } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import type { RunApproval, RunView } from "./run-types";
import { duration } from "./timeline";

const short = (hash: string) => (
  <span className="inline-flex items-center gap-1">
    <span className="font-mono text-xs" title={hash}>
      {hash.slice(0, 12)}
    </span>
    <CopyButton value={hash} label="Copy hash" />
  </span>
);

/** Facts beside a run: who, where, which module, who approves, and the hashes that tie approval to execution. */
export function RunAside({ run, approval }: { run: RunView; approval: RunApproval | null }) {
  return (
    <>
      <SectionCard title="Details">
        <DescriptionList
          items={[
            { term: "Run", value: <span className="font-mono text-xs">{run.id}</span> },
            {
              term: "Action",
              value: (
                <Link
                  className="text-primary-text hover:underline"
                  href={`/actions/${encodeURIComponent(run.action.identifier)}`}
                >
                  {run.action.title}
                </Link>
              ),
            },
            { term: "Revision", value: run.action.revision },
            { term: "Backend", value: backendLabel(run.action.invocation.type) },
            {
              term: "Entity",
              value: run.target && (
                <Link
                  className="text-primary-text break-all hover:underline"
                  href={`/catalog/${encodeURIComponent(run.target.blueprint)}/${encodeURIComponent(run.target.identifier)}`}
                >
                  {run.target.title ?? run.target.identifier}
                </Link>
              ),
            },
            { term: "Environment", value: run.environment },
            {
              term: "Run elsewhere",
              value: run.externalRunId && (
                <span className="font-mono text-xs break-all">{run.externalRunId}</span>
              ),
            },
            { term: "Team", value: run.team },
            { term: "Requested by", value: run.requesterName },
            { term: "Started", value: run.startedAt && <RelativeTime value={run.startedAt} /> },
            { term: "Duration", value: run.startedAt && run.endedAt && duration(run.startedAt, run.endedAt) },
            {
              term: "Ends by itself",
              value: run.action.lifetime && <RunLifetime action={run.action} inputs={run.inputs} />,
            },
            { term: "Module", value: run.module && `${run.module.source} ${run.module.version}` },
            {
              term: "Workspace",
              value: run.workspace && (
                <span className="font-mono text-xs break-all">{run.workspace.name}</span>
              ),
            },
            {
              // What the approver decides on: the same words would claim a decision that has not been made.
              term: run.status === "awaiting_approval" ? "Hash to approve" : "Approved hash",
              value: run.subjectHash && short(run.subjectHash),
            },
            { term: "Executed hash", value: run.executedHash && short(run.executedHash) },
          ].filter((item) => item.value !== null && item.value !== undefined && item.value !== "")}
        />
      </SectionCard>
      {run.workspace?.status === "blocked" && (
        <p
          role="note"
          className="border-danger-border bg-danger-subtle text-danger rounded-lg border px-4 py-3"
        >
          The workspace is blocked: {run.workspace.blockedReason}
        </p>
      )}
      {approval && (
        <SectionCard title="Approval">
          <div className="mb-4 grid gap-3 border-b pb-4">
            <StageProgress approval={approval} />
            <RequestActions approval={approval} />
          </div>
          <ul className="grid gap-2.5">
            {approval.approvers.map((approver) => (
              <li key={approver.userId} className="flex items-start justify-between gap-2">
                <span className="min-w-0">
                  <span className="block font-medium">{approver.name}</span>
                  <span className="text-muted-foreground block text-xs">{approver.why.join(", ")}</span>
                  {approver.reason && (
                    <span className="mt-0.5 block text-xs break-words">“{approver.reason}”</span>
                  )}
                </span>
                {(approver.state !== "PENDING" || run.status === "awaiting_approval") && (
                  <StatusBadge status={approver.state.toLowerCase()} variant="plain" />
                )}
              </li>
            ))}
          </ul>
        </SectionCard>
      )}
      <RunCost estimate={run.estimate} verdicts={run.budgetVerdicts} />
      {run.policyVerdicts && run.policyVerdicts.length > 0 && (
        <SectionCard title="Policies">
          <PolicyVerdicts verdicts={run.policyVerdicts} />
        </SectionCard>
      )}
    </>
  );
}
