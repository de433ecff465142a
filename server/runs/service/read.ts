import { concerns } from "@/server/approvals/service/read";
import { actorId, type Actor, type Context, isAdmin, teamsOf } from "@/server/kernel/context";
import { Invalid, NotFound } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { remoteOf } from "@/server/runs/core/invocation";
import { mayReport } from "@/server/runs/service/may-report";
import { isCancellable, isEnd } from "@/server/runs/core/lifecycle";
import type { LogPart } from "@/server/runs/core/lines";
import { isOverridable } from "@/server/runs/core/overridable";
import { maySee, type Viewer, type Visible } from "@/server/runs/core/visibility";
import type { RunFilter } from "@/server/runs/schema";
import { executionsOf } from "@/server/runs/store/executions";
import {
  type ListFilter,
  facetsVisible,
  listVisible,
  logsAfter,
  type RunFacet,
  type RunLogRow,
  type RunSummary,
} from "@/server/runs/store/listing";
import { eventsAfter, findRun, type RunEventRow, type RunRow } from "@/server/runs/store/runs";
import { findWorkspace } from "@/server/runs/store/workspaces";

export function viewerOf(actor: Actor): Viewer {
  return {
    id: actorId(actor),
    admin: isAdmin(actor),
    email: actor.kind === "user" ? actor.email : null,
    role: isAdmin(actor) ? "Admin" : "Member",
    teams: teamsOf(actor),
    ledTeams:
      actor.kind === "user" ? actor.memberships.filter((m) => m.role === "lead").map((m) => m.team) : [],
  };
}

/** The token of a run sees that run. */
const sees = (actor: Actor, run: Visible & { id: string }): boolean =>
  (actor.kind === "client" && actor.reportsOn === run.id) || maySee(viewerOf(actor), run);

/** Throws NotFound unless the actor may see the run: whoever may not does not learn that it exists. */
export function assertVisible(actor: Actor, run: Visible & { id: string }): void {
  if (!sees(actor, run)) throw new NotFound("Run", run.id);
}

/** The run's row, when the actor may see it. Throws NotFound. */
export async function visibleRun(ctx: Context | TransactionContext, runId: string): Promise<RunRow> {
  const run = await findRun(ctx.db, runId);
  if (!run) throw new NotFound("Run", runId);
  // A deputy sees what is to be decided in another's place; who that is, only the request knows.
  if (sees(ctx.actor, run) || (await concerns(ctx, runId))) return run;
  throw new NotFound("Run", runId);
}

/**
 * Throws unless the actor may see the run and it has not ended: NotFound, or Invalid at `run_id`. What is written on behalf
 * of a run is tied to it only while it is under way.
 */
export async function assertInProgress(ctx: Context, runId: string): Promise<void> {
  const run = await visibleRun(ctx, runId);
  if (isEnd(run.status))
    throw Invalid.at(
      ["run_id"],
      `The run "${runId}" has ended, so nothing can be tied to it any more. Leave run_id out.`,
    );
}

/** Lead of the team that owns the result, or administrator: they answer for a workspace that needs looking at. */
export const mayAcknowledge = (actor: Actor, run: Pick<RunRow, "team">): boolean =>
  isAdmin(actor) || (run.team !== null && viewerOf(actor).ledTeams.includes(run.team));

/** The requester, and the members of the team that owns the result. */
export const mayReveal = (actor: Actor, run: Pick<RunRow, "team" | "requesterId" | "status">): boolean =>
  run.status === "succeeded" &&
  (run.requesterId === actorId(actor) || (run.team !== null && teamsOf(actor).includes(run.team)));

/** The status that a run had before the one that it has; null when its timeline does not say. */
export async function previousStatus(
  ctx: Context | TransactionContext,
  runId: string,
): Promise<RunRow["status"] | null> {
  const moves = (await eventsAfter(ctx.db, runId, 0)).filter((event) => event.type === "status");
  return (moves.at(-1)?.data.from ?? moves.at(-2)?.data.to ?? null) as RunRow["status"] | null;
}

type Internal = "leaseOwner" | "leaseUntil" | "fence" | "variables";

export interface RunDetail extends Omit<RunRow, Internal> {
  events: RunEventRow[];
  workspace: {
    id: string;
    name: string;
    status: "active" | "blocked" | "destroyed";
    blockedReason: string | null;
    heldByRun: string | null;
  } | null;
  executions: {
    stage: "plan" | "apply";
    status: string;
    exitCode: number | null;
    startedAt: Date | null;
    finishedAt: Date | null;
  }[];
  /** What the reader may do with it now. */
  can: {
    cancel: boolean;
    acknowledge: boolean;
    rerun: boolean;
    reveal: boolean;
    override: boolean;
    report: boolean;
  };
}

/** A run with its timeline, and what the actor may do with it. Throws NotFound when it is not theirs to see. */
export async function getRun(ctx: Context, runId: string): Promise<RunDetail> {
  const run = await visibleRun(ctx, runId);
  const [events, executions, workspace] = await Promise.all([
    eventsAfter(ctx.db, runId, 0),
    executionsOf(ctx.db, runId),
    run.workspaceId ? findWorkspace(ctx.db, run.workspaceId) : null,
  ]);
  const { leaseOwner: _owner, leaseUntil: _until, fence: _fence, variables: _variables, ...facts } = run;
  const own = run.requesterId === actorId(ctx.actor) || isAdmin(ctx.actor);
  const waits =
    run.status === "interrupted" ||
    (isEnd(run.status) && run.failure?.code === "state_not_saved" && !run.acknowledgedAt);
  return {
    ...facts,
    event: eventShown(ctx, run.event),
    events,
    executions,
    workspace: workspace && {
      id: workspace.id,
      name: workspace.name,
      status: workspace.status,
      blockedReason: workspace.blockedReason,
      heldByRun: workspace.heldByRun,
    },
    can: {
      cancel: own && isCancellable(run.status) && !run.cancelRequestedAt,
      acknowledge: waits && mayAcknowledge(ctx.actor, run),
      rerun: own && isEnd(run.status),
      reveal: mayReveal(ctx.actor, run),
      report:
        remoteOf(run.action)?.type === "MANUAL" && run.status === "applying" && mayReport(ctx.actor, run),
      override: own && isOverridable(run),
    },
  };
}

/** What set an automation off. Its data are for administrators: others need not be able to read the entity. */
function eventShown(ctx: Context, event: RunRow["event"]): RunRow["event"] {
  if (!event || isAdmin(ctx.actor)) return event;
  const { action, resourceType, context } = event;
  return { action, resourceType, context };
}

export interface RunPage {
  runs: RunSummary[];
  /** Give it back as `cursor` for the next page; null at the end. */
  nextCursor: string | null;
}

/** Runs that the actor may see, the newest first. */
export async function listRuns(
  ctx: Context,
  { mine, requester, source, ...filter }: RunFilter,
): Promise<RunPage> {
  return page(ctx, {
    ...filter,
    origins: source === "AUTOMATION" ? ["JOB", "SYSTEM"] : source ? [source] : undefined,
    requesterId: mine ? actorId(ctx.actor) : requester,
  });
}

/** By what the newest runs that the actor may see can be filtered. */
export const runFacets = (ctx: Context): Promise<RunFacet[]> => facetsVisible(ctx.db, viewerOf(ctx.actor));

/** The same with the filters of the published API. */
export async function page(ctx: Context | TransactionContext, filter: ListFilter): Promise<RunPage> {
  const rows = await listVisible(ctx.db, viewerOf(ctx.actor), filter);
  const runs = rows.slice(0, filter.limit);
  return { runs, nextCursor: rows.length > filter.limit ? (runs.at(-1)?.id ?? null) : null };
}

/** Log lines of a run with a number above `after`, in order, as many as the part takes. Throws NotFound. */
export async function runLogs(
  ctx: Context,
  { runId, after, part }: { runId: string; after: number; part: LogPart },
): Promise<RunLogRow[]> {
  await visibleRun(ctx, runId);
  return logsAfter(ctx.db, runId, after, part);
}
