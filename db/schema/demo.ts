import { date, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { DEMO_STATES } from "@/server/demo/schema";
import { createdAt, instant } from "./columns";

/** The demo scenario, where it is in the portal or on its way in or out: one row, or none. */
export const demoScenario = pgTable("demo_scenario", {
  id: integer().primaryKey().default(1),
  state: text({ enum: DEMO_STATES }).notNull(),
  /** The day of loading in `timeZone`: everything lies before it, and follows from it. */
  anchor: date().notNull(),
  timeZone: text().notNull(),
  /** How many of the steps of loading, or of removing, are done. */
  step: integer().notNull().default(0),
  /** What is going on, for people. */
  note: text().notNull(),
  /** Why it cannot go on; null: nothing went wrong. */
  problem: text(),
  startedAt: createdAt(),
  startedBy: text().notNull(),
  startedByName: text().notNull(),
  finishedAt: instant(),
});

/**
 * What the scenario has made in tables that do not say where a row is from: by this, and by the source `demo` elsewhere, what
 * is removed is told from what people made.
 */
export const demoItems = pgTable(
  "demo_items",
  {
    kind: text().notNull(),
    key: text().notNull(),
    at: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.key] })],
);
