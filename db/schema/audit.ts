import { bigserial, index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt } from "./columns";

/**
 * Append-only: a trigger refuses UPDATE and DELETE (see the migration). Each row carries the hash of the one before,
 * so that a change made around the trigger is found by the verifier.
 */
export const auditLog = pgTable(
  "audit_log",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    at: createdAt(),
    actorKind: text().notNull(),
    actorId: text().notNull(),
    actorName: text().notNull(),
    origin: text({ enum: ["UI", "API", "JOB", "SYSTEM"] }).notNull(),
    /** CREATE, UPDATE, DELETE, SIGN_IN, APPROVE, … */
    action: text().notNull(),
    resourceType: text().notNull(),
    resourceId: text().notNull(),
    blueprint: text(),
    runId: text(),
    status: text({ enum: ["SUCCESS", "FAILURE"] }).notNull(),
    message: text(),
    diff: jsonb().$type<{ before?: unknown; after?: unknown }>(),
    requestId: text().notNull(),
    previousHash: text().notNull(),
    hash: text().notNull(),
  },
  (t) => [
    index().on(t.resourceType, t.resourceId),
    index().on(t.runId),
    index().on(t.actorId),
    index().on(t.at),
  ],
);

/**
 * What a transaction adds to the log, until it commits: a deferred trigger (see the migration) moves it there at the very end, so
 * that the lock of the chain is held for no way between the portal and the database. Empty for everybody else.
 */
export const auditPending = pgTable("audit_pending", {
  id: bigserial({ mode: "number" }).primaryKey(),
  rows: jsonb().notNull(),
});

export type AuditRow = typeof auditLog.$inferSelect;
