import { index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { BackfillCursor } from "@/server/insights/core/backfill";
import { BACKFILL_SOURCES, BACKFILL_STATUSES } from "@/server/insights/core/backfill-parts";
import { createdAt, instant } from "./columns";

/** What happened before the webhooks were set up, fetched through the API of a vendor page by page. */
export const insightBackfills = pgTable(
  "insight_backfills",
  {
    id: uuid().primaryKey().defaultRandom(),
    source: text({ enum: BACKFILL_SOURCES }).notNull(),
    /** Identifier of the connection whose credentials it uses. */
    connection: text().notNull(),
    repositories: text().array().notNull(),
    parts: text().array().notNull(),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    status: text({ enum: BACKFILL_STATUSES }).notNull().default("running"),
    /** The page to be fetched next: written with the events of the page before. */
    cursor: jsonb().$type<BackfillCursor>().notNull(),
    /** Moved by every page, so that of two workers one alone goes on. */
    step: integer().notNull().default(0),
    /** The vendor asked to wait until then. */
    waitUntil: instant(),
    requests: integer().notNull().default(0),
    created: integer().notNull().default(0),
    updated: integer().notNull().default(0),
    unchanged: integer().notNull().default(0),
    refused: integer().notNull().default(0),
    /** What it could not fetch, a line each, or why it ended. */
    problems: text().array().notNull().default([]),
    createdAt: createdAt(),
    createdBy: text().notNull(),
    createdByName: text().notNull(),
    updatedAt: createdAt(),
    endedAt: instant(),
  },
  (t) => [index().on(t.createdAt)],
);
