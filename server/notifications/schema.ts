import { z } from "zod";

export const CHANNEL_KINDS = ["email", "slack", "webhook"] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** `gone`: the receiver said that it takes nothing any more; `failed`: it took nothing for a day. */
export const NOTICE_STATES = ["waiting", "sent", "failed", "gone"] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

/** What notices are about; a channel carries all of them, or those chosen for it. */
export const TOPICS = {
  "approval.requested": "An approval is asked for",
  "approval.reminder": "An approval still waits",
  "approval.escalated": "An approval was escalated",
  "approval.decided": "An approval was decided",
  "approval.break_glass": "A run was started without its approval",
  "approval.comment": "Somebody commented on a request",
  "budget.threshold": "A budget reached a threshold",
  "lifetime.reminder": "Something ends soon",
  "lifetime.ended": "Something was removed at its end",
  "drift.found": "Drift was found",
  "upgrade.available": "A template has a new version",
  "run.failed": "A run failed",
  "automation.failed": "An automation failed",
  "help.requested": "Somebody asked for help",
  "help.answered": "A request for help was answered or closed",
  "survey.invitation": "A survey asks for answers",
  "survey.reminder": "A survey still waits for answers",
} as const;
export type Topic = keyof typeof TOPICS;
export const TOPIC_NAMES = Object.keys(TOPICS) as [Topic, ...Topic[]];

const host = z
  .string()
  .trim()
  .min(1, "Give the name of the mail server.")
  .max(253)
  .regex(/^[A-Za-z0-9.:-]+$/, "Use the name or address of a server, such as smtp.example.com.");
const plainAddress = z.email("Give one e-mail address, such as waymark@example.com.").max(254);

export const emailSettings = z.strictObject({
  kind: z.literal("email"),
  host,
  port: z.number().int().min(1).max(65_535),
  /** `tls`: encrypted from the start; `starttls`: before anything is said; `none`: never, for a server on the same machine. */
  encryption: z.enum(["tls", "starttls", "none"]),
  user: z.string().trim().max(254).default(""),
  from: plainAddress,
});
export const slackSettings = z.strictObject({
  kind: z.literal("slack"),
  apiBase: z.url().default("https://slack.com/api"),
  /** The channel that gets every notice; empty: each person gets theirs as a direct message. */
  channel: z.string().trim().max(100).default(""),
});
export const webhookSettings = z.strictObject({
  kind: z.literal("webhook"),
  url: z.url("Give an address that begins with https:// or http://.").max(2000),
});
export const channelSettings = z.discriminatedUnion("kind", [emailSettings, slackSettings, webhookSettings]);
export type ChannelSettings = z.infer<typeof channelSettings>;

const secret = z.string().max(1000).nullable();
/** Null keeps what is stored; an empty text removes it. */
export const channelSecrets = z.strictObject({
  /** Of the mail server. */
  password: secret.optional(),
  /** Of Slack: the bot's token and the secret by which presses are verified. */
  botToken: secret.optional(),
  signingSecret: secret.optional(),
  /** Of a webhook, for both signatures: `whsec_…` in base64, or any text. */
  webhookSecret: secret.optional(),
});
export type ChannelSecrets = { [K in keyof z.infer<typeof channelSecrets>]?: string };

export const channelInput = z.strictObject({
  title: z.string().trim().min(1, "Give it a name.").max(100),
  enabled: z.boolean().default(true),
  topics: z.array(z.enum(TOPIC_NAMES)).max(TOPIC_NAMES.length).default([]),
  settings: channelSettings,
  secrets: channelSecrets.default({}),
});
export type ChannelInput = z.infer<typeof channelInput>;

/** A button of a notice that can be answered where it is read. It names what it decides on and carries no right to do so. */
export interface NoticeAction {
  kind: "approve" | "decline";
  label: string;
  runId: string;
  subjectHash: string;
}

export interface NoticeContent {
  subject: string;
  text: string;
  /** A page of the portal, from its root: "/runs/r_…". */
  link: string;
  /** Facts for machines, in webhooks. */
  data: Record<string, unknown>;
  actions: NoticeAction[];
}

export type NoticeTarget =
  | { channel: "email"; email: string }
  /** `to`: a channel's name, or the e-mail address of a person. */
  | { channel: "slack"; to: string; direct: boolean }
  | { channel: "webhook"; channelId: string }
  /** What an action's own approvalNotification names. */
  | { channel: "url"; url: string; format: "json" | "slack" };

export interface NoticeReceipt {
  messageId?: string;
  slack?: { channel: string; ts: string };
  status?: number;
}
