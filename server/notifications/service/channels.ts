import { audit } from "@/server/audit/service";
import { actorId, type Context, requireUser } from "@/server/kernel/context";
import { Conflict, NotFound, Precondition } from "@/server/kernel/errors";
import { sendOut } from "@/server/kernel/egress";
import { newId } from "@/server/kernel/ids";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction } from "@/server/kernel/transaction";
import { mailHtml, mailText, slackMessage, webhookBody } from "../core/messages";
import {
  type ChannelInput,
  channelInput,
  type ChannelKind,
  type ChannelSecrets,
  type ChannelSettings,
  type NoticeContent,
  type NoticeState,
  type NoticeTarget,
} from "../schema";
import {
  allChannels,
  channelById,
  type ChannelRow,
  deleteChannel as removeChannel,
  insertChannel,
  latestNotices,
  updateChannel,
} from "../store";
import { Gone, portalAddress, post, type Ways } from "./deliver";
import { sendMail } from "./email";
import { openSecrets, sealSecrets } from "./secrets";
import { callSlack, slackUserOf } from "./slack";

/** A channel as administrators see it: which secrets it has, never what they are. */
export interface ChannelView {
  id: string;
  kind: ChannelKind;
  title: string;
  enabled: boolean;
  topics: string[];
  settings: ChannelSettings;
  secretNames: string[];
  stoppedReason: string | null;
  updatedAt: Date;
}

const viewOf = (row: ChannelRow): ChannelView => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  enabled: row.enabled,
  topics: row.topics,
  settings: row.settings,
  secretNames: Object.keys(openSecrets(row)),
  stoppedReason: row.stoppedReason,
  updatedAt: row.updatedAt,
});

/** The channels of the portal. Administrators only. */
export async function listChannels(ctx: Context): Promise<ChannelView[]> {
  checkPermission(ctx.actor, "notifications.manage");
  return (await allChannels(ctx.db)).map(viewOf);
}

/** What was sent of late, or could not be. Administrators only. */
export async function listNotices(
  ctx: Context,
  filter: { states: NoticeState[]; limit: number },
): Promise<
  {
    id: string;
    topic: string;
    subject: string;
    receiver: string;
    state: NoticeState;
    attempts: number;
    lastError: string | null;
    createdAt: Date;
  }[]
> {
  checkPermission(ctx.actor, "notifications.manage");
  const rows = await latestNotices(ctx.db, filter.states, filter.limit);
  return rows.map(({ id, topic, content, target, state, attempts, lastError, createdAt }) => ({
    id,
    topic,
    subject: content.subject,
    receiver: receiverOf(target),
    state,
    attempts,
    lastError,
    createdAt,
  }));
}

const receiverOf = (target: NoticeTarget): string => {
  if (target.channel === "email") return target.email;
  if (target.channel === "slack") return `Slack: ${target.to}`;
  return target.channel === "url" ? new URL(target.url).host : "Webhook";
};

/** What is stored after an edit: null and what is left out keep their value, an empty text removes it. */
function mergeSecrets(before: ChannelSecrets, given: ChannelInput["secrets"]): ChannelSecrets {
  const merged: ChannelSecrets = { ...before };
  for (const key of Object.keys(given) as (keyof ChannelSecrets)[]) {
    const value = given[key];
    if (value === "") delete merged[key];
    else if (value) merged[key] = value;
  }
  return merged;
}

/** Whether a secret would go to another place than the one it was given for. */
function movesSecrets(before: ChannelSettings, after: ChannelSettings): boolean {
  if (before.kind === "email" && after.kind === "email")
    return before.host !== after.host || before.port !== after.port || before.encryption !== after.encryption;
  return before.kind === "slack" && after.kind === "slack" && before.apiBase !== after.apiBase;
}

/**
 * Makes a channel, or changes the one with `id`. Administrators only. Throws Conflict for a second mail server or Slack
 * workspace, Precondition when a stored secret would be sent to another server than the one it was given for.
 */
export async function saveChannel(
  ctx: Context,
  id: string | null,
  input: ChannelInput,
): Promise<ChannelView> {
  checkPermission(ctx.actor, "notifications.manage");
  const { title, enabled, topics, settings, secrets } = channelInput.parse(input);
  return transaction(ctx, async (tx) => {
    const before = id === null ? undefined : await channelById(tx.db, id);
    if (id !== null && !before) throw new NotFound("Channel", id);
    const kept = before ? openSecrets(before) : {};
    const names = Object.entries(secrets).flatMap(([name, value]) => (value ? [name] : []));
    if (
      before &&
      Object.keys(kept).some((name) => !names.includes(name)) &&
      movesSecrets(before.settings, settings)
    )
      throw new Precondition(
        "The server changed, and its stored secret is not sent to another. Enter the secret again.",
      );
    const channelId = id ?? newId();
    const sealed = sealSecrets(channelId, mergeSecrets(kept, secrets));
    const values = { title, enabled, topics, settings, sealed, updatedBy: actorId(ctx.actor) };
    const row = before
      ? await updateChannel(tx.db, channelId, values)
      : await insertChannel(tx.db, channelId, values);
    if (!row)
      throw new Conflict(
        before ? "A channel cannot become one of another kind." : "There is one already. Change that one.",
      );
    await audit(tx, {
      action: before ? "UPDATE" : "CREATE",
      resourceType: "notification_channel",
      resourceId: channelId,
      diff: {
        before: before && { title: before.title, enabled: before.enabled, settings: before.settings },
        after: { title, enabled, topics, settings, secrets: names },
      },
    });
    return viewOf(row);
  });
}

/** Removes a channel; what waits to be sent by it is not sent. Administrators only. */
export async function deleteChannel(ctx: Context, id: string): Promise<void> {
  checkPermission(ctx.actor, "notifications.manage");
  await transaction(ctx, async (tx) => {
    const row = await removeChannel(tx.db, id);
    if (!row) throw new NotFound("Channel", id);
    await audit(tx, {
      action: "DELETE",
      resourceType: "notification_channel",
      resourceId: id,
      diff: { before: { title: row.title, settings: row.settings } },
    });
  });
}

/**
 * Sends a test by a channel as it is stored, at once: to the actor by mail and Slack. Administrators only. Throws what keeps
 * it from being delivered, in words.
 */
export async function testChannel(
  ctx: Context,
  id: string,
  ways: Ways = { send: sendOut, mail: sendMail },
): Promise<{ to: string }> {
  checkPermission(ctx.actor, "notifications.manage");
  const user = requireUser(ctx);
  const channel = await channelById(ctx.db, id);
  if (!channel) throw new NotFound("Channel", id);
  const { settings } = channel;
  const secrets = openSecrets(channel);
  const content: NoticeContent = {
    subject: "Waymark: a test",
    text: `${user.name} tries whether notices arrive here. They do.`,
    link: "/settings/notifications",
    data: {},
    actions: [],
  };
  const address = portalAddress(content.link);
  const testId = newId();
  switch (settings.kind) {
    case "email":
      await ways.mail(settings, secrets, {
        id: testId,
        to: user.email,
        subject: content.subject,
        text: mailText(content, address),
        html: mailHtml(content, address),
      });
      return { to: user.email };
    case "slack": {
      const access = { apiBase: settings.apiBase, botToken: secrets.botToken ?? "", send: ways.send };
      const to = settings.channel || (await slackUserOf(access, user.email));
      await callSlack(access, "chat.postMessage", { channel: to, ...slackMessage(content, address) });
      return { to: settings.channel || user.email };
    }
    case "webhook": {
      const notice = { id: testId, topic: "test", createdAt: new Date(), content };
      try {
        await post(ways.send, settings.url, testId, webhookBody(notice, address), secrets.webhookSecret);
      } catch (error) {
        if (error instanceof Gone) throw new Precondition(error.message);
        throw error;
      }
      return { to: new URL(settings.url).host };
    }
  }
}
