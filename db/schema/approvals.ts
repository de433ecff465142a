import { boolean, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import type { ApprovalBrief, Approvers, ApprovalStage, Escalation } from "@/server/approvals/schema";
import { APPROVAL_STATUSES, VOTES } from "@/server/approvals/schema";
import { createdAt, instant } from "./columns";
import { users } from "./identity";

export const approvalRequests = pgTable(
  "approval_requests",
  {
    id: uuid().primaryKey().defaultRandom(),
    runId: text().notNull().unique(),
    title: text().notNull(),
    /** What has to be fulfilled, one after another; never empty. */
    stages: jsonb().$type<ApprovalStage[]>().notNull(),
    /** Index of the stage that is being decided. */
    stage: integer().notNull().default(0),
    brief: jsonb().$type<ApprovalBrief>(),
    /** SHA-256 over action revision, inputs, module, workspace state and plan: what is approved, exactly. */
    subjectHash: text().notNull(),
    status: text({ enum: APPROVAL_STATUSES }).notNull().default("pending"),
    requesterId: text().notNull(),
    /** People who may decide only where a stage allows self-approval: the requester, and whoever owns the client that requested. */
    excludedUserIds: text().array().notNull(),
    createdAt: createdAt(),
    /** A pending request lapses then. */
    requestExpiresAt: instant().notNull(),
    decidedAt: instant(),
    /** How long an approval is good for before execution starts. */
    executionSeconds: integer().notNull().default(86_400),
    /** An approval whose execution has not started lapses then; counted from the decision. */
    executionExpiresAt: instant(),
    /** When execution started on this approval: it is good for one start only. */
    claimedAt: instant(),
    /** Why it was withdrawn, voided or lapsed, in words. */
    closedReason: text(),
    /** When those who have not voted are reminded, and when they were. */
    remindAt: instant(),
    remindedAt: instant(),
    /** Who is asked in addition when nobody decided for so long, from when, and since when. */
    escalation: jsonb().$type<Escalation>(),
    escalateAt: instant(),
    escalatedAt: instant(),
    /** Who may start the run without the approval, beside administrators. */
    breakGlass: jsonb().$type<Approvers>(),
    /** Who did, and why. */
    brokenBy: uuid().references(() => users.id),
    brokenReason: text(),
  },
  (t) => [index().on(t.status, t.requestExpiresAt), index().on(t.requesterId, t.createdAt)],
);

export const approvalVotes = pgTable(
  "approval_votes",
  {
    requestId: uuid()
      .notNull()
      .references(() => approvalRequests.id, { onDelete: "cascade" }),
    voterId: uuid()
      .notNull()
      .references(() => users.id),
    /** The person in whose place a deputy voted. */
    forUserId: uuid().references(() => users.id),
    /** Whose vote it is: that person's, else the voter's. One person has one, by whomever it is cast. */
    seat: uuid()
      .notNull()
      .references(() => users.id),
    vote: text({ enum: VOTES }).notNull(),
    reason: text(),
    at: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.requestId, t.voterId] }),
    unique("approval_votes_seat_key").on(t.requestId, t.seat),
  ],
);

export const approvalComments = pgTable(
  "approval_comments",
  {
    id: uuid().primaryKey().defaultRandom(),
    requestId: uuid()
      .notNull()
      .references(() => approvalRequests.id, { onDelete: "cascade" }),
    authorId: uuid()
      .notNull()
      .references(() => users.id),
    text: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.requestId, t.createdAt)],
);

/** A person decides in another's place for a time. */
export const approvalDelegations = pgTable(
  "approval_delegations",
  {
    id: uuid().primaryKey().defaultRandom(),
    delegatorId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    deputyId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    reason: text().notNull(),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    revokedAt: instant(),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.deputyId, t.endsAt), index().on(t.delegatorId, t.endsAt)],
);

/** A press of a button in Slack, acknowledged by being stored; what it asks for is done by a job. */
export const slackPresses = pgTable("slack_presses", {
  id: uuid().primaryKey().defaultRandom(),
  /** SHA-256 of what Slack sent: sent again, it is the same press. */
  digest: text().notNull().unique(),
  kind: text({ enum: ["approve", "ask_reason", "decline"] }).notNull(),
  runId: text().notNull(),
  subjectHash: text().notNull(),
  slackUser: text().notNull(),
  channel: text(),
  reason: text(),
  /** Opens a dialog within 3 s. */
  triggerId: text(),
  receivedAt: createdAt(),
  handledAt: instant(),
  /** What came of it, in words. */
  outcome: text(),
  refused: boolean().notNull().default(false),
});
