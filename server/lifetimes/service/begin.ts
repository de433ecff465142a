import { audit } from "@/server/audit/service";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { visibleRun } from "@/server/runs/service/read";
import { chosenEnd, type End, endsAt, maximumOf, nextMoment, passedReminder, secondsOf } from "../core/end";
import { DEFAULT_REMINDERS } from "../schema";
import { appendLifetimeEvent, insertLifetime, type LifetimeRow, lockLive } from "../store";
import { close } from "./close";

type Run = Awaited<ReturnType<typeof visibleRun>>;

/**
 * What a run has made begins to live, from the moment at which the run ended. Does nothing for a run whose action gives no
 * lifetime, or whose lifetime began before: an event may come twice.
 */
export async function beginLifetime(tx: TransactionContext, run: Run): Promise<LifetimeRow | null> {
  const { lifetime } = run.action;
  if (!lifetime || run.status !== "succeeded" || !run.target || !run.endedAt) return null;
  const chosen = chosenEnd(lifetime, run.inputs);
  // What a form asks for was checked; a run that none of them asked for lives as long as the action says.
  const end: End = chosen.ok ? chosen.end : { kind: "after", seconds: secondsOf(lifetime.default) };
  const { blueprint, identifier, title } = run.target;
  const earlier = await lockLive(tx, blueprint, identifier);
  if (earlier?.runId === run.id) return null;
  if (earlier) await close(tx, earlier, `It was made anew by run ${run.id}.`);
  const expiresAt = endsAt(lifetime, end, run.endedAt);
  const remindBefore = (lifetime.remindBefore ?? DEFAULT_REMINDERS).map(secondsOf).sort((a, b) => b - a);
  const reminded = passedReminder(remindBefore, (expiresAt.getTime() - run.endedAt.getTime()) / 1000);
  const row = await insertLifetime(tx, {
    blueprint,
    entity: identifier,
    entityTitle: title,
    action: run.actionIdentifier,
    runId: run.id,
    ownerId: run.requesterId,
    ownerName: run.requesterName,
    team: run.team,
    beganAt: run.endedAt,
    expiresAt,
    defaultSeconds: secondsOf(lifetime.default),
    maximumSeconds: maximumOf(lifetime),
    extendBy: lifetime.extendBy ?? "team",
    remindBefore,
    reminded,
    destroyAction: lifetime.destroy,
    destroyInputs: lifetime.destroyInputs ?? {},
    nextAt: nextMoment({ expiresAt, remindBefore, reminded }),
  });
  if (!row) return null;
  await appendLifetimeEvent(tx, row.id, "began", { after: expiresAt, runId: run.id });
  await audit(tx, {
    action: "BEGIN",
    resourceType: "lifetime",
    resourceId: row.id,
    blueprint,
    runId: run.id,
    diff: { after: { entity: identifier, expiresAt: expiresAt.toISOString() } },
  });
  return row;
}
