import type { Context } from "@/server/kernel/context";
import { DomainError } from "@/server/kernel/errors";
import { log } from "@/server/kernel/log";
import { slackMessage } from "../core/messages";
import { noticesAbout } from "../store";
import { portalAddress, slackAccess } from "./deliver";
import { callSlack, type SendOut } from "./slack";

/**
 * Says in every Slack message about a subject how it stands now. With `closed`, its buttons are taken away. A message that
 * cannot be changed any more is left as it is: pressing its buttons is refused. Throws when Slack does not answer.
 */
export async function updateSlackNotices(
  ctx: Context,
  subjectKey: string,
  said: { status: string; closed: boolean },
  send?: SendOut,
): Promise<void> {
  const access = await slackAccess(ctx.db, send);
  if (!access) return;
  for (const notice of await noticesAbout(ctx.db, subjectKey)) {
    const sent = notice.receipt?.slack;
    if (!sent) continue;
    const content = said.closed
      ? { ...notice.content, actions: [] }
      : { ...notice.content, text: `${notice.content.text}\n${said.status}` };
    try {
      await callSlack(access, "chat.update", {
        channel: sent.channel,
        ts: sent.ts,
        ...slackMessage(content, portalAddress(content.link), said.closed ? said.status : undefined),
      });
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== "precondition") throw error;
      log.warn({ noticeId: notice.id, reason: error.message }, "a message in Slack could not be changed");
    }
  }
}
