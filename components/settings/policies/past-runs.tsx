"use client";

import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { EmptyState, FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import type { Tone } from "@/components/ui/status";
import type { PolicyDefinition } from "@/server/policy/schema";
import type { PolicyTrial } from "./policy-types";

type Outcome = PolicyTrial["runs"][number]["draft"]["outcome"];

const OUTCOMES: Record<Outcome, { label: string; tone: Tone }> = {
  deny: { label: "Denied", tone: "danger" },
  error: { label: "Not evaluated, so denied", tone: "danger" },
  require_approval: { label: "Needs approval", tone: "warning" },
  advise: { label: "Advice", tone: "info" },
  pass: { label: "Passes", tone: "success" },
  outside: { label: "Not judged", tone: "neutral" },
};
const ORDER = Object.keys(OUTCOMES) as Outcome[];

interface PastRunsProps {
  definition: PolicyDefinition;
  /** The policy whose revision in force it is compared with; null: a new one. */
  identifier: string | null;
  live: boolean;
}

/** What the policy as it is written would have come to on the last runs, beside the revision that is in force. */
export function PastRuns({ definition, identifier, live }: PastRunsProps) {
  const trpc = useTRPC();
  const trial = useMutation(trpc.policies.tryAgainstRuns.mutationOptions());
  return (
    <SectionCard
      title="Against past runs"
      description="The last 100 runs as they were when they were checked: inputs, entity, people, plan, cost and time of then."
      actions={
        <Button
          size="sm"
          variant="primary"
          loading={trial.isPending}
          onClick={() =>
            trial.mutate({ definition: { ...definition }, limit: 100, ...(identifier && { identifier }) })
          }
        >
          {trial.data ? "Judge again" : "Judge past runs"}
        </Button>
      }
      padded={false}
    >
      {trial.error ? (
        <div className="p-4">
          <FormError error={trial.error} />
        </div>
      ) : !trial.data ? (
        <p className="text-muted-foreground p-4">
          Nothing is changed, and nobody is told. Judge them to see whom the policy would have met.
        </p>
      ) : trial.data.runs.length === 0 ? (
        <EmptyState title="No past runs">
          Runs are kept for this from the moment they are first checked. There is none yet.
        </EmptyState>
      ) : (
        <Report trial={trial.data} live={live} />
      )}
    </SectionCard>
  );
}

function Report({ trial, live }: { trial: PolicyTrial; live: boolean }) {
  const met = trial.runs
    .filter((run) => (run.draft.outcome !== "pass" && run.draft.outcome !== "outside") || differs(run))
    .sort((a, b) => ORDER.indexOf(a.draft.outcome) - ORDER.indexOf(b.draft.outcome));
  return (
    <div role="status">
      <p className="flex flex-wrap gap-x-4 gap-y-1 border-b px-4 py-3">
        {ORDER.filter((outcome) => trial.counts[outcome] > 0).map((outcome) => (
          <span key={outcome}>
            <span className="tabular font-semibold">{trial.counts[outcome]}</span>{" "}
            {OUTCOMES[outcome].label.toLowerCase()}
          </span>
        ))}
        {live && (
          <span className="text-muted-foreground">
            {trial.changed === 0
              ? "As by the live revision"
              : `${trial.changed} other than by the live revision`}
          </span>
        )}
      </p>
      {met.length === 0 ? (
        <p className="text-muted-foreground px-4 py-3">All of these runs would have passed.</p>
      ) : (
        <ul aria-label="Runs that the policy meets" className="divide-y">
          {met.map((run) => (
            <li
              key={run.runId}
              className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 px-4 py-2.5"
            >
              <div className="min-w-0 flex-1 basis-64">
                <Link className="font-medium hover:underline" href={`/runs/${run.runId}`}>
                  {run.title}: {run.target ?? run.runId}
                </Link>
                <p className="text-muted-foreground text-xs">
                  {run.requester}, <RelativeTime value={run.at} />
                  {run.environment && `, ${run.environment}`}
                </p>
                {run.draft.message && (
                  <p className="text-muted-foreground break-words whitespace-pre-line">{run.draft.message}</p>
                )}
              </div>
              <span className="flex flex-wrap items-center gap-2">
                {differs(run) && run.live && (
                  <span className="text-muted-foreground text-xs">
                    live: {OUTCOMES[run.live.outcome].label.toLowerCase()}
                  </span>
                )}
                <StatusBadge tone={OUTCOMES[run.draft.outcome].tone} icon="dot">
                  {OUTCOMES[run.draft.outcome].label}
                </StatusBadge>
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const differs = (run: PolicyTrial["runs"][number]) =>
  run.live !== null && run.live.outcome !== run.draft.outcome;
