import type { TransactionContext } from "@/server/kernel/transaction";
import { notify } from "@/server/notifications/service/notify";
import type { HelpRow } from "../store/help";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const linkOf = ({ id }: HelpRow): string => `/help/${id}`;
const factsOf = ({ id, action, runId, team, context }: HelpRow) => ({
  requestId: id,
  action,
  runId,
  team,
  status: context.run?.status ?? null,
  stage: context.run?.stage ?? context.formStep,
  code: context.run?.code ?? null,
});

/** Tells those who answer for the action what is asked, and about what. */
export async function tellOwners(
  tx: TransactionContext,
  row: HelpRow,
  userIds: readonly string[],
  words: string,
): Promise<void> {
  const { run, actionTitle, formStep } = row.context;
  const where = run
    ? `The run ${row.runId ?? ""} is ${run.status.replaceAll("_", " ")}${run.stage ? ` at ${run.stage}` : ""}.${run.message ? ` ${run.message}` : ""}`
    : `Asked from the form${formStep ? `, at the step "${formStep}"` : ""}.`;
  await notify(tx, {
    topic: "help.requested",
    to: { userIds: userIds.filter((id) => id !== row.requesterId) },
    subject: `${row.requesterName} needs help with ${actionTitle}`,
    text: `${words}\n\n${where}`,
    link: linkOf(row),
    data: factsOf(row),
    subjectKey: `help:${row.id}`,
  });
}

/** Tells who asked what became of it. */
export async function tellRequester(
  tx: TransactionContext,
  row: HelpRow,
  what: string,
  words: string,
): Promise<void> {
  await notify(tx, {
    topic: "help.answered",
    // A client reads no mail.
    to: { userIds: UUID.test(row.requesterId) ? [row.requesterId] : [] },
    subject: `${what}: ${row.context.actionTitle}`,
    text: words || "Write again on its page if it does not work yet.",
    link: linkOf(row),
    data: factsOf(row),
    subjectKey: `help:${row.id}`,
  });
}
