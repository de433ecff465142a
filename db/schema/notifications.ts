import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type {
  ChannelSettings,
  NoticeContent,
  NoticeReceipt,
  NoticeTarget,
} from "@/server/notifications/schema";
import { CHANNEL_KINDS, NOTICE_STATES } from "@/server/notifications/schema";
import { bytes, createdAt, instant } from "./columns";

/** A way out for notices: the mail server, the Slack workspace, or a webhook. */
export const notificationChannels = pgTable(
  "notification_channels",
  {
    id: uuid().primaryKey().defaultRandom(),
    kind: text({ enum: CHANNEL_KINDS }).notNull(),
    title: text().notNull(),
    enabled: boolean().notNull().default(true),
    /** Topics that it carries; empty: all. */
    topics: text().array().notNull().default([]),
    settings: jsonb().$type<ChannelSettings>().notNull(),
    /** AES-256-GCM of its secrets as JSON, purpose "notification-channel:<id>". */
    sealed: bytes(),
    /** Why it was stopped: the receiver said that it is gone. */
    stoppedReason: text(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
    updatedBy: text().notNull(),
  },
  // One mail server and one Slack workspace; webhooks as many as wanted.
  (t) => [
    uniqueIndex("notification_channels_single_key")
      .on(t.kind)
      .where(sql`${t.kind} <> 'webhook'`),
  ],
);

/** One message to one receiver, written in the transaction of its cause and delivered by a job. */
export const notices = pgTable(
  "notices",
  {
    id: uuid().primaryKey().defaultRandom(),
    topic: text().notNull(),
    /** What it is about, as in "approval:r_…": what was sent can be changed when that has moved on. */
    subjectKey: text(),
    target: jsonb().$type<NoticeTarget>().notNull(),
    content: jsonb().$type<NoticeContent>().notNull(),
    state: text({ enum: NOTICE_STATES }).notNull().default("waiting"),
    attempts: integer().notNull().default(0),
    nextAttemptAt: instant().notNull().defaultNow(),
    lastError: text(),
    /** Where the receiver put it. */
    receipt: jsonb().$type<NoticeReceipt>(),
    createdAt: createdAt(),
    sentAt: instant(),
  },
  (t) => [index().on(t.state, t.nextAttemptAt), index().on(t.subjectKey)],
);
