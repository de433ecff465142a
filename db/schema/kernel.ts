import { bigserial, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, instant } from "./columns";

/** Events written in the transaction of their cause; the worker delivers each to every subscription. */
export const outbox = pgTable(
  "outbox",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    type: text().notNull(),
    payload: jsonb().$type<Record<string, unknown>>().notNull(),
    createdAt: createdAt(),
    deliveredAt: instant(),
  },
  (t) => [index().on(t.deliveredAt, t.id)],
);

/** First answer to a request with an Idempotency-Key; the same key and request get it again for 24 hours. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    actor: text().notNull(),
    endpoint: text().notNull(),
    key: text().notNull(),
    requestHash: text().notNull(),
    resultId: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.actor, t.endpoint, t.key] })],
);

/** One row for each live worker of the job queue: one that stops beating has its jobs released. */
export const workerHeartbeats = pgTable("worker_heartbeats", {
  workerId: text().primaryKey(),
  host: text().notNull(),
  pid: integer().notNull(),
  startedAt: createdAt(),
  seenAt: createdAt(),
});

/** Small facts of the installation: which scenario was seeded, when. */
export const installation = pgTable("installation", {
  key: text().primaryKey(),
  value: jsonb().notNull(),
  updatedAt: createdAt(),
});

/** Counters of the rate limits, one row for each key and window. */
export const rateLimits = pgTable(
  "rate_limits",
  { key: text().notNull(), windowStart: instant().notNull(), count: integer().notNull() },
  (t) => [primaryKey({ columns: [t.key, t.windowStart] })],
);

export type OutboxRow = typeof outbox.$inferSelect;
