import type { TransactionContext } from "@/server/kernel/transaction";
import { visibleRun } from "@/server/runs/service/read";
import { hearsRun } from "../core/event";
import type { RunFacts } from "../schema";
import { listeners, note } from "./listen";

/** A run was submitted. */
export const onRunCreated = (
  tx: TransactionContext,
  { runId }: { runId: string },
  eventId: number,
): Promise<void> => onRun(tx, "CREATE", { runId, before: null, after: null }, eventId);

/** What people see of a run changed. */
export const onRunChanged = (
  tx: TransactionContext,
  change: { runId: string; before: RunFacts; after: RunFacts },
  eventId: number,
): Promise<void> => onRun(tx, "UPDATE", change, eventId);

async function onRun(
  tx: TransactionContext,
  kind: "CREATE" | "UPDATE",
  { runId, before, after }: { runId: string; before: RunFacts | null; after: RunFacts | null },
  eventId: number,
): Promise<void> {
  const found = await listeners(tx, ["RUN_CREATED", "RUN_UPDATED", "ANY_RUN_CHANGE"]);
  if (found.length === 0) return;
  const run = await visibleRun(tx, runId);
  await note(
    tx,
    found
      .filter(({ event }) => event.actionIdentifier === run.actionIdentifier && hearsRun(event.type, kind))
      .map(({ id, identifier, event }) => ({
        actionId: id,
        automation: identifier,
        event: event.type,
        eventKey: `event:${eventId}`,
        source: { kind: "run", runId, before, after },
        blueprint: run.blueprint,
        // Of a run that works on no entity, each is a subject of its own.
        subject: run.target?.identifier ?? runId,
        causedBy: runId,
      })),
  );
}
