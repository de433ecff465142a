import { pgTable, text, uuid } from "drizzle-orm/pg-core";
import { bytes, createdAt } from "./columns";

/** What a pipeline needs to reach a system: variables of its environment, encrypted as one JSON object. */
export const connections = pgTable("connections", {
  id: uuid().primaryKey().defaultRandom(),
  identifier: text().notNull().unique(),
  title: text().notNull(),
  description: text(),
  /** Names of the variables, in clear, so that a page can list them. */
  variableNames: text().array().notNull(),
  /** AES-256-GCM of {"NAME":"value"}, purpose "connection:<identifier>". */
  sealed: bytes().notNull(),
  createdAt: createdAt(),
  createdBy: text().notNull(),
  updatedAt: createdAt(),
});
