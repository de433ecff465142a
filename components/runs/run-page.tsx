"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import type { LogLine } from "@/components/logs/lines";
import { DetailPage } from "@/components/shell/page";
import { QueryState } from "@/components/states/query-state";
import { SkeletonPage } from "@/components/states/loading";
import { useTRPC } from "@/components/trpc/provider";
import { SectionCard } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { isEnd } from "@/server/runs/core/lifecycle";
import { GoneEntities } from "./gone-entities";
import { RunControls } from "./run-controls";
import { RunTimeline } from "./run-timeline";
import { RunOrigin } from "./run-origin";
import { runTitle } from "./run-title";
import type { RunView } from "./run-types";
import { timelineOf } from "./timeline";
import { BrokenNote } from "@/components/approvals/broken-note";
import { useRunApproval } from "./use-run-approval";
import { useRunStream } from "./use-run-stream";

// Rendered on the server like the rest; its code, with the list of many lines, comes after that of the page around it.
const LogViewer = dynamic(() => import("@/components/logs/log-viewer").then((module) => module.LogViewer));
// Drawn on the server and brought to life after the page around them; only some runs have them.
const PlanView = dynamic(() => import("./plan-view").then((module) => module.PlanView));
const RunAside = dynamic(() => import("./run-aside").then((module) => module.RunAside));
const InputsCard = dynamic(() => import("./inputs-card").then((module) => module.InputsCard));
const DecisionButtons = dynamic(() =>
  import("@/components/approvals/decision-buttons").then((module) => module.DecisionButtons),
);
const RelatedCard = dynamic(() => import("./related-card").then((module) => module.RelatedCard));
const RunLinks = dynamic(() => import("./run-links").then((module) => module.RunLinks));
const SummaryCard = dynamic(() => import("./run-links").then((module) => module.SummaryCard));
const Comments = dynamic(() => import("@/components/approvals/comments").then((module) => module.Comments));
const FailureCard = dynamic(() => import("./failure-card").then((module) => module.FailureCard));
const VariableSourcesCard = dynamic(() =>
  import("./variable-sources").then((module) => module.VariableSourcesCard),
);
const ManualTask = dynamic(() => import("./manual-task").then((module) => module.ManualTask));
const RemoteCard = dynamic(() => import("./remote-card").then((module) => module.RemoteCard));
const RunHelp = dynamic(() => import("@/components/help/run-help").then((module) => module.RunHelp));
const RunFeedback = dynamic(() =>
  import("@/components/help/run-feedback").then((module) => module.RunFeedback),
);
const OutputsCard = dynamic(() => import("./outputs-card").then((module) => module.OutputsCard));

/** A run, complete on reload and live while it lasts. */
export function RunPage({ runId, initialLines }: { runId: string; initialLines: LogLine[] }) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.runs.get.queryOptions(
      { runId },
      { refetchInterval: (q) => (q.state.data && !isEnd(q.state.data.status) ? 10_000 : false) },
    ),
  );
  return (
    <QueryState query={query} what="the run" size="page" skeleton={<SkeletonPage />}>
      {(run) => <LoadedRun run={run} initialLines={initialLines} />}
    </QueryState>
  );
}

const destroysSomething = (run: RunView) =>
  run.plan ? run.plan.counts.delete + run.plan.counts.replace > 0 : false;

function LoadedRun({ run, initialLines }: { run: RunView; initialLines: LogLine[] }) {
  const live = !isEnd(run.status);
  const { lines, connection } = useRunStream(run.id, initialLines, run.events.at(-1)?.seq ?? 0, live);
  const approval = useRunApproval(run);
  const title = runTitle(run);
  return (
    <DetailPage
      breadcrumbs={[{ label: "Runs", href: "/runs" }, { label: run.id }]}
      title={title}
      meta={
        <>
          <StatusBadge status={run.status} />
          {run.statusLabel && <span>{run.statusLabel}</span>}
          <RunOrigin run={run} />
          {live && connection === "error" && (
            <span className="text-warning">Live updates are interrupted; this page refreshes by itself.</span>
          )}
        </>
      }
      action={<RunControls run={run} title={title} />}
      aside={<RunAside run={run} approval={approval} />}
    >
      <p className="sr-only" role="status">
        {title}: {run.status.replaceAll("_", " ")}
      </p>
      <SectionCard title="Progress">
        <div className="grid gap-4">
          <RunTimeline
            stages={timelineOf(
              run,
              run.events,
              run.action.invocation.type === "TERRAFORM" ? "terraform" : "remote",
            )}
          />
          <RunLinks links={run.links} />
        </div>
      </SectionCard>
      <GoneEntities events={run.events} />
      {approval?.broken && <BrokenNote broken={approval.broken} />}
      {approval?.canDecide && (
        <section
          aria-label="Your decision"
          className="border-warning-border bg-warning-subtle flex flex-wrap items-center justify-between gap-3 rounded-lg border px-4 py-3"
        >
          <div className="min-w-0">
            <h2 className="font-semibold">Your decision is needed</h2>
            <p className="text-muted-foreground">
              {run.plan ? "Read the plan below." : "Read what is sent below."}{" "}
              {approval.why.length > 0 && `You may decide: ${approval.why.join(", ")}.`} The request expires{" "}
              <RelativeTime value={approval.requestExpiresAt} />.
            </p>
          </div>
          <DecisionButtons
            runId={run.id}
            title={title}
            subjectHash={approval.subjectHash}
            hasPlan={run.plan !== null}
            destroys={destroysSomething(run) ? (run.target?.identifier ?? run.id) : null}
          />
        </section>
      )}
      {run.payload?.type === "MANUAL" && <ManualTask run={run} />}
      {run.failure && (
        <FailureCard
          failure={run.failure}
          title={run.status === "interrupted" ? "This run was interrupted" : "This run did not succeed"}
        />
      )}
      <RunHelp runId={run.id} />
      {run.summary && <SummaryCard summary={run.summary} />}
      {run.status === "succeeded" && run.target && run.action.operation !== "DELETE" && (
        <p className="text-base">
          In the catalog:{" "}
          <Link
            className="text-primary-text font-medium underline underline-offset-2"
            href={`/catalog/${encodeURIComponent(run.target.blueprint)}/${encodeURIComponent(run.target.identifier)}`}
          >
            {run.target.title ?? run.target.identifier}
          </Link>
        </p>
      )}
      {run.outputs && <OutputsCard runId={run.id} outputs={run.outputs} mayReveal={run.can.reveal} />}
      {run.plan && (
        <SectionCard title="Plan" padded={false}>
          <PlanView plan={run.plan} expanded={run.status === "awaiting_approval"} />
        </SectionCard>
      )}
      {run.payload && <RemoteCard run={run} />}
      {live || lines.length > 0 ? (
        <SectionCard title="Log" padded={false}>
          <LogViewer
            lines={lines}
            live={live}
            downloadHref={`/api/runs/${run.id}/log`}
            emptyText="Lines appear here as soon as there are any."
            className="rounded-none border-0"
          />
        </SectionCard>
      ) : (
        <SectionCard title="Log">
          <p className="text-muted-foreground">This run wrote nothing.</p>
        </SectionCard>
      )}
      {!live && <RunFeedback runId={run.id} />}
      <RelatedCard run={run} />
      {run.variableSources && <VariableSourcesCard sources={run.variableSources} />}
      {approval && <Comments runId={run.id} />}
      <InputsCard inputs={run.inputs} userInputs={run.action.userInputs} />
    </DetailPage>
  );
}
