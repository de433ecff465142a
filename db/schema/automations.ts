import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { FIRING_OUTCOMES, type FiringSource } from "@/server/automations/schema";
import { createdAt, instant } from "./columns";

/** An event that an automation listens to: at most one row for each, which is what makes it run once. */
export const automationFirings = pgTable(
  "automation_firings",
  {
    id: uuid().primaryKey().defaultRandom(),
    actionId: uuid().notNull(),
    /** Identifier of the automation when the event came. */
    automation: text().notNull(),
    /** Names the event: the same in every delivery. */
    eventKey: text().notNull(),
    /** Type of the event, as the trigger of the automation names it. */
    event: text().notNull(),
    /** What it is about, by identifiers: the data are read from the history when it is looked at. */
    source: jsonb().$type<FiringSource>().notNull(),
    /** The entity or run that changed; of which blueprint. */
    blueprint: text(),
    subject: text(),
    outcome: text({ enum: FIRING_OUTCOMES }).notNull().default("waiting"),
    /** Why it did not run, in words. */
    reason: text(),
    /** The run that it made. */
    runId: text(),
    /** How many automations one after the other led to it; 1: none before. */
    depth: integer().notNull().default(1),
    at: createdAt(),
    decidedAt: instant(),
  },
  (t) => [
    unique("automation_firings_once_key").on(t.actionId, t.eventKey),
    index().on(t.actionId, t.at),
    index().on(t.actionId, t.subject, t.at),
    index().on(t.runId),
    index("automation_firings_waiting_idx")
      .on(t.at)
      .where(sql`${t.outcome} = 'waiting'`),
  ],
);
