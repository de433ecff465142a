import { audit } from "@/server/audit/service";
import type { Context } from "@/server/kernel/context";
import { transaction } from "@/server/kernel/transaction";
import { countedVotes } from "../core/stages";
import { describeApprovers, union } from "../core/who";
import { setStages, takeEscalation, takeReminder, votesOf } from "../store";
import { electoratesOf, excludedFrom, reachedIn } from "./candidates";
import { tellApprovers } from "./notices";

/** Reminds those who may decide in the present stage and have not, when it is time by the database's clock. Out: whether it did. */
export async function remind(ctx: Context, requestId: string): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    const request = await takeReminder(tx.db, requestId);
    if (!request) return false;
    const votes = await votesOf(tx.db, [request.id]);
    const electorates = await electoratesOf(tx, request, await excludedFrom(tx, request), votes);
    const electorate = electorates[request.stage] ?? { seats: [], barred: [] };
    const voted = new Set(countedVotes(electorate, votes).flatMap((vote) => [vote.seat, vote.voterId]));
    const waiting = { ...electorate, seats: electorate.seats.filter((id) => !voted.has(id)) };
    await tellApprovers(tx, request, await reachedIn(tx, waiting), {
      topic: "approval.reminder",
      prefix: "Still waiting for you",
    });
    await audit(tx, {
      action: "REMIND_APPROVERS",
      resourceType: "approval",
      resourceId: request.id,
      runId: request.runId,
    });
    return true;
  });
}

/**
 * Lets others decide in the present and later stages too, when it is time by the database's clock. How many have to approve
 * stays the same, except that ALL asks those who are added as well. Out: whether it did.
 */
export async function escalate(ctx: Context, requestId: string): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    const request = await takeEscalation(tx.db, requestId);
    if (!request?.escalation) return false;
    const { to } = request.escalation;
    const stages = request.stages.map((stage, i) =>
      i < request.stage ? stage : { ...stage, from: union(stage.from, to) },
    );
    await setStages(tx.db, request.id, stages);
    await audit(tx, {
      action: "ESCALATE_APPROVAL",
      resourceType: "approval",
      resourceId: request.id,
      runId: request.runId,
      message: `To ${describeApprovers(to)}, since nobody decided in time.`,
      diff: { before: { stages: request.stages }, after: { stages } },
    });
    const excluded = await excludedFrom(tx, request);
    const only = { ...request, stages: [{ ...request.stages[request.stage]!, from: to }] };
    const [electorate] = await electoratesOf(tx, only, excluded, []);
    await tellApprovers(tx, { ...request, stages }, await reachedIn(tx, electorate), {
      topic: "approval.escalated",
      prefix: "Escalated to you",
    });
    return true;
  });
}
