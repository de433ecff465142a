import { usersByIds } from "@/server/identity/service/people";
import { enqueue } from "@/server/kernel/jobs";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { NoticeAction, NoticeContent, NoticeTarget, Topic } from "../schema";
import { allChannels, type ChannelRow, insertNotices } from "../store";

export interface Notice {
  topic: Topic;
  /** Accounts by id, and addresses; accounts that are disabled get nothing. */
  to: { userIds?: readonly string[]; emails?: readonly string[] };
  /** One line. */
  subject: string;
  /** Plain text. */
  text: string;
  /** A page of the portal, from its root: "/runs/r_…". Never one that does anything by being opened. */
  link: string;
  /** Facts for webhooks; no secrets. */
  data?: Record<string, unknown>;
  /** Answers that can be given where it is read; who gives one is checked then. */
  actions?: NoticeAction[];
  /** What it is about, as in "approval:r_…". */
  subjectKey?: string;
  /** For its receivers alone: it goes to no webhook and no channel that others read. */
  personal?: boolean;
  /** Addresses beside the channels of the portal that get it whatever their topics. */
  also?: readonly { url: string; format: "json" | "slack" }[];
}

/**
 * Writes a notice in the transaction of its cause: a row for each receiver on each channel that carries the topic, and the job
 * that delivers it, again and again for a day. Without a channel nothing is written. Out: the ids of the rows.
 */
export async function notify(tx: TransactionContext, notice: Notice): Promise<string[]> {
  const channels = (await allChannels(tx.db)).filter(
    (channel) => channel.enabled && (!channel.topics.length || channel.topics.includes(notice.topic)),
  );
  if (!channels.length && !notice.also?.length) return [];
  const addresses = await addressesOf(tx, notice.to);
  const targets: NoticeTarget[] = [
    ...channels
      .flatMap((channel) => targetsOf(channel, addresses))
      .filter((target) => !notice.personal || isDirect(target)),
    ...(notice.also ?? []).map((receiver) => ({ channel: "url" as const, ...receiver })),
  ];
  const content: NoticeContent = {
    subject: notice.subject,
    text: notice.text,
    link: notice.link,
    data: notice.data ?? {},
    actions: notice.actions ?? [],
  };
  const ids = await insertNotices(
    tx.db,
    targets.map((target) => ({
      topic: notice.topic,
      subjectKey: notice.subjectKey ?? null,
      target,
      content,
    })),
  );
  for (const id of ids) await enqueue(tx, "notifications.deliver", { noticeId: id }, { key: `notice:${id}` });
  return ids;
}

const isDirect = (target: NoticeTarget): boolean =>
  target.channel === "email" || (target.channel === "slack" && target.direct);

async function addressesOf(tx: TransactionContext, to: Notice["to"]): Promise<string[]> {
  const people = to.userIds?.length ? await usersByIds(tx, [...to.userIds]) : [];
  const active = people.filter((person) => person.status === "active").map((person) => person.email);
  return [...new Set([...active, ...(to.emails ?? []).map((email) => email.trim().toLowerCase())])];
}

function targetsOf(channel: ChannelRow, addresses: string[]): NoticeTarget[] {
  const { settings } = channel;
  switch (settings.kind) {
    case "email":
      return addresses.map((email) => ({ channel: "email", email }));
    case "slack":
      return settings.channel
        ? [{ channel: "slack", to: settings.channel, direct: false }]
        : addresses.map((email) => ({ channel: "slack", to: email, direct: true }));
    case "webhook":
      return [{ channel: "webhook", channelId: channel.id }];
  }
}
