import { accountIds } from "./candidates";
import { notify } from "@/server/notifications/service/notify";
import type { TransactionContext } from "@/server/kernel/transaction";
import { requestText } from "../core/notices";
import type { RequestRow } from "../store";

/** Under which the notices about a request are found again. */
export const subjectKeyOf = (runId: string): string => `approval:${runId}`;

const linkOf = (runId: string): string => `/approvals?run=${encodeURIComponent(runId)}`;

/** What machines are told of a request. */
const dataOf = (request: RequestRow) => ({
  runId: request.runId,
  requestId: request.id,
  status: request.status,
  stage: request.stage + 1,
  stages: request.stages.length,
  ...request.brief,
});

/** Tells who may decide in the present stage that they are asked, with buttons where they can be pressed. */
export async function tellApprovers(
  tx: TransactionContext,
  request: RequestRow,
  userIds: readonly string[],
  over: {
    topic: "approval.requested" | "approval.reminder" | "approval.escalated";
    prefix: string;
    also?: readonly { url: string; format: "json" | "slack" }[];
  },
): Promise<void> {
  const { runId, subjectHash } = request;
  await notify(tx, {
    topic: over.topic,
    to: { userIds },
    subject: `${over.prefix}: ${request.title}`,
    text: requestText(request.brief, request.stages, request.stage),
    link: linkOf(runId),
    data: dataOf(request),
    subjectKey: subjectKeyOf(runId),
    actions: [
      { kind: "approve", label: "Approve", runId, subjectHash },
      { kind: "decline", label: "Decline", runId, subjectHash },
    ],
    also: over.also,
  });
}

/** Tells people what became of a request; nothing of it can be answered. */
export async function tellOutcome(
  tx: TransactionContext,
  request: RequestRow,
  to: readonly string[],
  over: {
    topic: "approval.decided" | "approval.break_glass" | "approval.comment";
    subject: string;
    text: string;
  },
): Promise<void> {
  await notify(tx, {
    topic: over.topic,
    to: { userIds: accountIds([...to]) },
    subject: over.subject,
    text: over.text,
    link: over.topic === "approval.comment" ? linkOf(request.runId) : `/runs/${request.runId}`,
    data: dataOf(request),
  });
}
