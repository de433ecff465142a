"use client";

import { usePrefetchQuery, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { RunCost } from "@/components/cost/run-cost";
import { PolicyVerdicts } from "@/components/policy/policy-verdicts";
import { FailureCard } from "@/components/runs/failure-card";
import { InputsCard } from "@/components/runs/inputs-card";
import { PlanView } from "@/components/runs/plan-view";
import { runTitle } from "@/components/runs/run-title";
import type { RunApproval, RunView } from "@/components/runs/run-types";
import { useRunApproval } from "@/components/runs/use-run-approval";
import { QueryState } from "@/components/states/query-state";
import { SkeletonLines } from "@/components/states/loading";
import { useTRPC } from "@/components/trpc/provider";
import { Card, SectionCard } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { BrokenNote } from "./broken-note";
import { Comments } from "./comments";
import { DecisionButtons } from "./decision-buttons";
import { RequestActions } from "./request-actions";
import { RequestBrief } from "./request-brief";
import { StageProgress } from "./stage-progress";

/** One request in the inbox: who, what, why, the plan, what policies say, the deadline, and the decision. */
export function RequestDetail({ runId, onDecided }: { runId: string; onDecided: () => void }) {
  const trpc = useTRPC();
  // Asked for together with the run, so that the buttons and their keys are there as soon as the plan is.
  usePrefetchQuery(trpc.approvals.get.queryOptions({ runId }));
  const query = useQuery(trpc.runs.get.queryOptions({ runId }));
  return (
    <QueryState query={query} what="the request" skeleton={<SkeletonLines />}>
      {(run) => <LoadedRequest run={run} onDecided={onDecided} />}
    </QueryState>
  );
}

function LoadedRequest({ run, onDecided }: { run: RunView; onDecided: () => void }) {
  const approval = useRunApproval(run);
  const title = runTitle(run);
  const destroys = run.plan !== null && run.plan.counts.delete + run.plan.counts.replace > 0;
  return (
    <section aria-label={title} className="grid min-w-0 gap-4">
      <Card className="flex flex-wrap items-start justify-between gap-3 p-4">
        <div className="min-w-0">
          <h2 className="text-lg font-semibold tracking-tight break-words">
            <Link href={`/runs/${run.id}`} className="hover:underline">
              {title}
            </Link>
          </h2>
          <p className="text-muted-foreground mt-1 flex flex-wrap items-center gap-x-2 gap-y-1">
            <StatusBadge status={run.status} />
            <span>
              {run.requesterName}
              {run.team ? ` for team ${run.team}` : ""}, <RelativeTime value={run.createdAt} />
            </span>
          </p>
          {approval && (
            <p className="text-muted-foreground mt-1 text-xs">
              {approval.why.length > 0 && <>You may decide: {approval.why.join(", ")}. </>}
              {approval.status === "pending" && (
                <>
                  Expires <RelativeTime value={approval.requestExpiresAt} />.{" "}
                </>
              )}
              {!run.policyVerdicts?.length && "No policy applies."}
            </p>
          )}
        </div>
        {approval?.canDecide && (
          <DecisionButtons
            runId={run.id}
            title={title}
            subjectHash={approval.subjectHash}
            hasPlan={run.plan !== null}
            destroys={destroys ? (run.target?.identifier ?? run.id) : null}
            onDecided={onDecided}
          />
        )}
        {approval && <RequestActions approval={approval} />}
      </Card>
      {approval?.broken && <BrokenNote broken={approval.broken} />}
      {approval && (
        <SectionCard title="At a glance">
          <RequestBrief approval={approval} />
        </SectionCard>
      )}
      {approval && (
        <SectionCard title="Approval">
          <div className="grid gap-4">
            <StageProgress approval={approval} />
            <Votes votes={approval.votes} />
          </div>
        </SectionCard>
      )}
      {run.failure && <FailureCard failure={run.failure} title="This run did not succeed" />}
      <RunCost estimate={run.estimate} verdicts={run.budgetVerdicts} />
      {run.policyVerdicts && run.policyVerdicts.length > 0 && (
        <SectionCard title="Policies">
          <PolicyVerdicts verdicts={run.policyVerdicts} />
        </SectionCard>
      )}
      {run.plan && (
        <SectionCard title="Plan" padded={false}>
          <PlanView plan={run.plan} />
        </SectionCard>
      )}
      <InputsCard inputs={run.inputs} userInputs={run.action.userInputs} />
      {approval && <Comments runId={run.id} />}
    </section>
  );
}

/** Who said what, with the person in whose place a deputy did. */
function Votes({ votes }: { votes: RunApproval["votes"] }) {
  if (votes.length === 0) return null;
  return (
    <ul aria-label="Votes" className="grid gap-1.5 border-t pt-3">
      {votes.map((vote) => (
        <li key={vote.userId} className="flex flex-wrap items-center gap-x-2">
          <StatusBadge status={vote.vote === "APPROVE" ? "approved" : "declined"} variant="plain" />
          <span>
            {vote.name}
            {vote.inPlaceOf && ` for ${vote.inPlaceOf}`}
          </span>
          {vote.reason && <span className="text-muted-foreground break-words">“{vote.reason}”</span>}
        </li>
      ))}
    </ul>
  );
}
