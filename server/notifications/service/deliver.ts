import type { Database } from "@/db/client";
import { auditFailure } from "@/server/audit/service";
import type { Context } from "@/server/kernel/context";
import { sendOut } from "@/server/kernel/egress";
import { env } from "@/server/kernel/env";
import { DomainError, Precondition, Unavailable } from "@/server/kernel/errors";
import { enqueue } from "@/server/kernel/jobs";
import { signatureHeaders } from "@/server/kernel/signature";
import { transaction } from "@/server/kernel/transaction";
import { delaySeconds } from "../core/backoff";
import { mailHtml, mailText, slackMessage, webhookBody } from "../core/messages";
import { standardHeaders } from "../core/signatures";
import type { NoticeReceipt } from "../schema";
import {
  channelById,
  channelOfKind,
  endNotice,
  type NoticeRow,
  overdueNotices,
  postpone,
  stopChannel,
  takeNotice,
} from "../store";
import { type SendMail, sendMail } from "./email";
import { openSecrets } from "./secrets";
import { callSlack, type SendOut, slackUserOf } from "./slack";

/** The ways out; tests give their own. */
export interface Ways {
  send: SendOut;
  mail: SendMail;
}
const WAYS: Ways = { send: sendOut, mail: sendMail };

/** The receiver is there no more. */
export class Gone extends Error {}
/** There is nothing to send it by any more. */
class NoWay extends Error {}

/** The address of a page of the portal. */
export const portalAddress = (link: string): string => new URL(link, env().WAYMARK_URL).toString();

/**
 * Delivers a notice that is due, under the same id in every attempt. What fails is tried again with growing pauses for a day;
 * a receiver that answers 410 gets nothing any more. Called again for one that is sent, or being sent, it does nothing.
 */
export async function deliverNotice(ctx: Context, noticeId: string, ways: Ways = WAYS): Promise<void> {
  const notice = await transaction(ctx, (tx) => takeNotice(tx.db, noticeId));
  if (!notice) return;
  try {
    const receipt = await hand(ctx.db, notice, ways);
    await endNotice(ctx.db, notice.id, "sent", { receipt });
  } catch (error) {
    if (error instanceof Gone) await gone(ctx, notice, error.message);
    else if (error instanceof NoWay) await endNotice(ctx.db, notice.id, "gone", { lastError: error.message });
    else if (error instanceof DomainError) await failed(ctx, notice, error);
    else throw error;
  }
}

async function failed(ctx: Context, notice: NoticeRow, error: DomainError): Promise<void> {
  if (error instanceof Precondition || error.code === "invalid") return giveUp(ctx, notice, error.message);
  const seconds = Math.max(
    delaySeconds(notice.attempts, Math.random()),
    error.details.retryAfterSeconds ?? 0,
  );
  const again = await transaction(ctx, async (tx) => {
    const dueAt = await postpone(tx.db, notice.id, seconds, error.message);
    if (dueAt)
      await enqueue(
        tx,
        "notifications.deliver",
        { noticeId: notice.id },
        { key: `notice:${notice.id}`, runAt: dueAt },
      );
    return dueAt;
  });
  if (!again) await reportFailure(ctx, notice, `Not delivered within a day. ${error.message}`);
}

async function giveUp(ctx: Context, notice: NoticeRow, why: string): Promise<void> {
  await endNotice(ctx.db, notice.id, "failed", { lastError: why });
  await reportFailure(ctx, notice, why);
}

const reportFailure = (ctx: Context, notice: NoticeRow, message: string): Promise<void> =>
  auditFailure(ctx, { action: "NOTIFY", resourceType: "notice", resourceId: notice.id, message });

async function gone(ctx: Context, notice: NoticeRow, why: string): Promise<void> {
  const { target } = notice;
  await endNotice(ctx.db, notice.id, "gone", { lastError: why });
  if (target.channel === "webhook") await transaction(ctx, (tx) => stopChannel(tx.db, target.channelId, why));
  await reportFailure(ctx, notice, why);
}

async function hand(db: Database, notice: NoticeRow, ways: Ways): Promise<NoticeReceipt> {
  const { target, content } = notice;
  const address = portalAddress(content.link);
  switch (target.channel) {
    case "email": {
      const channel = await channelOfKind(db, "email");
      if (!channel?.enabled || channel.settings.kind !== "email")
        throw new NoWay("No mail server is set up any more.");
      return ways.mail(channel.settings, openSecrets(channel), {
        id: notice.id,
        to: target.email,
        subject: content.subject,
        text: mailText(content, address),
        html: mailHtml(content, address),
      });
    }
    case "slack": {
      const access = await slackAccess(db, ways.send);
      if (!access) throw new NoWay("Slack is not set up any more.");
      const to = target.direct ? await slackUserOf(access, target.to) : target.to;
      const { channel, ts } = await callSlack<{ channel: string; ts: string }>(access, "chat.postMessage", {
        channel: to,
        ...slackMessage(content, address),
      });
      return { slack: { channel, ts } };
    }
    case "webhook": {
      const channel = await channelById(db, target.channelId);
      if (!channel?.enabled || channel.settings.kind !== "webhook")
        throw new NoWay("The webhook was removed or switched off.");
      return post(
        ways.send,
        channel.settings.url,
        notice.id,
        webhookBody(notice, address),
        openSecrets(channel).webhookSecret,
      );
    }
    case "url": {
      const body =
        target.format === "slack"
          ? JSON.stringify(slackMessage({ ...content, actions: [] }, address))
          : webhookBody(notice, address);
      return post(ways.send, target.url, notice.id, body, env().WAYMARK_WEBHOOK_SECRET);
    }
  }
}

/** How Slack is reached; null when it is not set up, or switched off. */
export async function slackAccess(db: Database, send: SendOut = sendOut) {
  const channel = await channelOfKind(db, "slack");
  if (!channel?.enabled || channel.settings.kind !== "slack") return null;
  const { botToken, signingSecret } = openSecrets(channel);
  return botToken
    ? { apiBase: channel.settings.apiBase, botToken, signingSecret: signingSecret ?? null, send }
    : null;
}

/** Sends a body with both signatures. Throws Gone for 410, Unavailable for any other answer that is no success. */
export async function post(
  send: SendOut,
  url: string,
  id: string,
  body: string,
  secret: string | undefined,
): Promise<NoticeReceipt> {
  const seconds = Math.floor(Date.now() / 1000);
  const { status } = await send(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...signatureHeaders(secret, body, seconds),
      ...standardHeaders(secret, id, seconds, body),
    },
    body,
  });
  if (status === 410) throw new Gone("The webhook answered 410: it takes nothing any more.");
  if (status < 200 || status >= 300) throw new Unavailable(`The webhook answered with the status ${status}.`);
  return { status };
}

/** Gives waiting notices a job again that lost theirs. Out: how many. */
export async function sweepNotices(ctx: Context): Promise<number> {
  const ids = await overdueNotices(ctx.db);
  for (const noticeId of ids)
    await enqueue(ctx, "notifications.deliver", { noticeId }, { key: `notice:${noticeId}` });
  return ids.length;
}
