import { usersByIds } from "@/server/identity/service/people";
import type { Context } from "@/server/kernel/context";
import { enqueue } from "@/server/kernel/jobs";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { SendOut } from "@/server/notifications/service/slack";
import { updateSlackNotices } from "@/server/notifications/service/update";
import { progressOf } from "../core/stages";
import { requestByRun, type RequestRow, votesOf } from "../store";
import { electoratesOf, excludedFrom } from "./candidates";
import { subjectKeyOf } from "./notices";

/** Has the Slack messages about a request say how it stands, after the commit. */
export const refreshSlack = (tx: TransactionContext, runId: string): Promise<void> =>
  enqueue(tx, "approvals.refreshSlack", { runId }, { key: `slack:${runId}` });

/** The job's part. Throws when Slack does not answer, so that it is tried again. */
export async function updateSlack(ctx: Context, runId: string, send?: SendOut): Promise<void> {
  const request = await requestByRun(ctx.db, runId);
  if (!request) return;
  await updateSlackNotices(
    ctx,
    subjectKeyOf(runId),
    { status: await statusText(ctx, request), closed: request.status !== "pending" },
    send,
  );
}

async function statusText(ctx: Context, request: RequestRow): Promise<string> {
  const votes = await votesOf(ctx.db, [request.id]);
  const people = await usersByIds(
    ctx,
    votes.flatMap((vote) => (vote.forUserId ? [vote.voterId, vote.forUserId] : [vote.voterId])),
  );
  const name = (id: string) => people.find((person) => person.id === id)?.name ?? "Somebody";
  const said = votes.map(
    (vote) =>
      `${name(vote.voterId)}${vote.forUserId ? ` for ${name(vote.forUserId)}` : ""} ${vote.vote === "APPROVE" ? "approved" : "declined"}${vote.reason ? `: ${vote.reason}` : ""}`,
  );
  if (request.brokenBy) said.push(`Started without the approval: ${request.brokenReason}`);
  const ended: Partial<Record<RequestRow["status"], string>> = {
    approved: "Approved.",
    declined: "Declined.",
    expired: "Expired: nobody decided in time.",
    withdrawn: "Withdrawn.",
    lapsed: "Lapsed: it did not start in time.",
    void: `Void. ${request.closedReason ?? ""}`.trim(),
  };
  const end = ended[request.status];
  if (end) return [end, ...said].join("\n");
  const electorates = await electoratesOf(ctx, request, await excludedFrom(ctx, request), votes);
  const { approved, needed } = progressOf(
    request.stages[request.stage]!,
    electorates[request.stage] ?? { seats: [], barred: [] },
    votes,
  );
  return [
    `${approved} of ${needed} approved, stage ${request.stage + 1} of ${request.stages.length}.`,
    ...said,
  ].join("\n");
}
