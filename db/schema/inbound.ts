import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { InboundMessage } from "@/server/pipelines/core/inbound/message";
import { bytes, createdAt, instant } from "./columns";

/** Who may send us deliveries: the secret of one vendor's webhooks. Without one nothing of that vendor is taken. */
export const inboundHooks = pgTable("inbound_hooks", {
  backend: text().primaryKey(),
  /** AES-256-GCM, purpose "hook:<backend>". */
  sealed: bytes().notNull(),
  /** The secret before it, good until `previousUntil`, so that senders can be told in their own time. */
  previousSealed: bytes(),
  previousUntil: instant(),
  createdAt: createdAt(),
  updatedAt: createdAt(),
  updatedBy: text().notNull(),
});

/** What vendors told us about runs, once each; what is no news of any run of ours is forgotten after some days. */
export const inboundDeliveries = pgTable(
  "inbound_deliveries",
  {
    backend: text().notNull(),
    /** By which the vendor names the delivery; equal when it is sent again. */
    deliveryId: text().notNull(),
    message: jsonb().$type<InboundMessage>().notNull(),
    status: text({ enum: ["waiting", "done", "unmatched"] })
      .notNull()
      .default("waiting"),
    attempts: integer().notNull().default(0),
    receivedAt: createdAt(),
    settledAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.backend, t.deliveryId] }),
    index().on(t.receivedAt),
    index("inbound_deliveries_new_index")
      .on(t.receivedAt)
      .where(sql`status = 'waiting' and attempts = 0`),
  ],
);
