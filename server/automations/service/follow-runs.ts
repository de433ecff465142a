import type { Events } from "@/server/kernel/events";
import type { TransactionContext } from "@/server/kernel/transaction";
import { publishedStatus } from "@/server/runs/core/lifecycle";
import type { RunStatus } from "@/server/runs/schema";
import { previousStatus, visibleRun } from "@/server/runs/service/read";
import { hearsRun } from "../core/event";
import type { RunFacts } from "../schema";
import { listeners, note } from "./listen";

/** A run was submitted. */
export const onRunCreated = (
  tx: TransactionContext,
  { runId }: Events["run.created"],
  eventId: number,
): Promise<void> => onRun(tx, "CREATE", { runId, before: null, after: null }, eventId);

/** Whoever carries a run out said something about it. */
export const onRunChanged = (
  tx: TransactionContext,
  change: Events["run.changed"],
  eventId: number,
): Promise<void> => onRun(tx, "UPDATE", change, eventId);

/** A run came to its end. */
export async function onRunOver(
  tx: TransactionContext,
  { runId, status }: Events["run.ended"],
  eventId: number,
): Promise<void> {
  const from = (await previousStatus(tx, runId)) ?? "applying";
  await onStatus(tx, runId, from, status as RunStatus, eventId);
}

/** A run began to wait for an approval. */
export const onApprovalAsked = (
  tx: TransactionContext,
  { runId }: Events["approval.requested"],
  eventId: number,
): Promise<void> => onStatus(tx, runId, "checking", "awaiting_approval", eventId);

/** An approval was given; what ends a run otherwise is told by its end. */
export async function onApprovalGiven(
  tx: TransactionContext,
  { runId, status }: Events["approval.decided"],
  eventId: number,
): Promise<void> {
  if (status === "approved") await onStatus(tx, runId, "awaiting_approval", "approved", eventId);
}

async function onStatus(
  tx: TransactionContext,
  runId: string,
  from: RunStatus,
  to: RunStatus,
  eventId: number,
): Promise<void> {
  await onRun(tx, "UPDATE", { runId, before: { state: from }, after: { state: to } }, eventId);
}

type Change = { runId: string; before: Partial<RunFacts> | null; after: Partial<RunFacts> | null };

async function onRun(
  tx: TransactionContext,
  kind: "CREATE" | "UPDATE",
  { runId, before, after }: Change,
  eventId: number,
): Promise<void> {
  const found = await listeners(tx, ["RUN_CREATED", "RUN_UPDATED", "ANY_RUN_CHANGE"]);
  if (found.length === 0) return;
  const run = await visibleRun(tx, runId);
  const now: RunFacts = {
    status: publishedStatus(run.status),
    state: run.status,
    statusLabel: run.statusLabel,
    summary: run.summary,
    link: run.links,
  };
  const facts = (known: Partial<RunFacts> | null): RunFacts => ({
    ...now,
    ...known,
    ...(known?.state ? { status: publishedStatus(known.state as RunStatus) } : {}),
  });
  await note(
    tx,
    found
      .filter(({ event }) => event.actionIdentifier === run.actionIdentifier && hearsRun(event.type, kind))
      .map(({ id, identifier, event }) => ({
        actionId: id,
        automation: identifier,
        event: event.type,
        eventKey: `event:${eventId}`,
        source: { kind: "run", runId, before: before && facts(before), after: facts(after) },
        blueprint: run.blueprint,
        // Of a run that works on no entity, each is a subject of its own.
        subject: run.target?.identifier ?? runId,
        causedBy: runId,
      })),
  );
}
