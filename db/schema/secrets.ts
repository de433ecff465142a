import { pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bytes, createdAt } from "./columns";

/** Secrets of the organisation, for payloads as `.secrets.NAME`. Their values are never given out again. */
export const organizationSecrets = pgTable("organization_secrets", {
  name: text().primaryKey(),
  description: text(),
  /** AES-256-GCM, purpose "secret:<name>". */
  sealed: bytes().notNull(),
  createdAt: createdAt(),
  createdBy: text().notNull(),
  updatedAt: createdAt(),
  updatedBy: text().notNull(),
});

/** Secret inputs of a run for the backend that needs them in clear; deleted when the run ends. */
export const runSecrets = pgTable(
  "run_secrets",
  {
    runId: text().notNull(),
    input: text().notNull(),
    /** AES-256-GCM, purpose "run-secret:<run>:<input>". */
    sealed: bytes().notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.input] })],
);

/** Keys that the organisation's own ciphers use, such as that of encrypted inputs. One row for each use. */
export const organizationKeys = pgTable("organization_keys", {
  use: text().primaryKey(),
  /** AES-256-GCM, purpose "key:<use>". */
  sealed: bytes().notNull(),
  createdAt: createdAt(),
  updatedBy: text().notNull(),
});
