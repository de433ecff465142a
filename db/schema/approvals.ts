import { index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { ApprovalRule } from "@/server/approvals/schema";
import { APPROVAL_STATUSES, VOTES } from "@/server/approvals/schema";
import { createdAt, instant } from "./columns";
import { users } from "./identity";

export const approvalRequests = pgTable(
  "approval_requests",
  {
    id: uuid().primaryKey().defaultRandom(),
    runId: text().notNull().unique(),
    title: text().notNull(),
    rule: jsonb().$type<ApprovalRule>().notNull(),
    /** SHA-256 over action revision, inputs, module, workspace state and plan: what is approved, exactly. */
    subjectHash: text().notNull(),
    status: text({ enum: APPROVAL_STATUSES }).notNull().default("pending"),
    requesterId: text().notNull(),
    /** People who may never decide: the requester, and whoever owns the client that requested. */
    excludedUserIds: text().array().notNull(),
    createdAt: createdAt(),
    /** A pending request lapses then. */
    requestExpiresAt: instant().notNull(),
    decidedAt: instant(),
    /** An approval whose execution has not started lapses then; counted from the decision. */
    executionExpiresAt: instant(),
    /** When execution started on this approval: it is good for one start only. */
    claimedAt: instant(),
    /** Why it was withdrawn, voided or lapsed, in words. */
    closedReason: text(),
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
    vote: text({ enum: VOTES }).notNull(),
    reason: text(),
    at: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.requestId, t.voterId] })],
);
