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
    /** How long an approval stays valid before execution starts, in seconds; counted from the decision. */
    decidedAt: instant(),
    executionExpiresAt: instant(),
  },
  (t) => [index().on(t.status, t.requestExpiresAt)],
);

export const approvalVotes = pgTable(
  "approval_votes",
  {
    requestId: uuid().notNull().references(() => approvalRequests.id, { onDelete: "cascade" }),
    voterId: uuid().notNull().references(() => users.id),
    vote: text({ enum: VOTES }).notNull(),
    reason: text(),
    at: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.requestId, t.voterId] })],
);
