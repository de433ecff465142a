import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import { FEED_KINDS } from "@/server/insights/core/records";
import type { RefusedRow } from "@/server/insights/schema";
import { createdAt, instant } from "./columns";
import { id } from "./insight-columns";

/** What one delivery of events came to. */
export const insightBatches = pgTable(
  "insight_batches",
  {
    id: id(),
    kind: text({ enum: FEED_KINDS }).notNull(),
    source: text().notNull(),
    received: integer().notNull(),
    created: integer().notNull(),
    updated: integer().notNull(),
    unchanged: integer().notNull(),
    refused: integer().notNull(),
    /** The first of them; the answer to the sender had all. */
    firstErrors: jsonb().$type<RefusedRow[]>().notNull().default([]),
    at: createdAt(),
    by: text().notNull(),
  },
  (t) => [index().on(t.kind, t.source, t.at), index().on(t.at)],
);

/**
 * Services, or all services of a repository, whose events changed and have to be matched anew. Append-only, so that senders
 * never wait for one another here. Neither: incidents of no service.
 */
export const insightMarks = pgTable("insight_marks", {
  id: id(),
  service: text(),
  repository: text(),
  at: createdAt(),
});

/** One row; none: the defaults of `insightSettings` of the domain. */
export const insightSettings = pgTable("insight_settings", {
  id: boolean().primaryKey().default(true),
  timeZone: text().notNull(),
  serviceBlueprint: text().notNull(),
  productionEnvironments: text().array().notNull(),
  incidentWindowHours: integer().notNull(),
  hotfixLabels: text().array().notNull(),
  hotfixBranches: text().array().notNull(),
  /** Days until a finding has to be fixed, by severity. */
  fixWithinDays: jsonb().$type<Record<string, number>>().notNull(),
  /** Share of its minutes that the platform is meant to be up in a month. */
  uptimeTarget: doublePrecision().notNull().default(0.999),
  updatedAt: createdAt(),
  updatedBy: text().notNull(),
});

/**
 * How often the tables that figures stand on have changed: the version of a table is the sum of its `changes`. Triggers add a
 * row for each transaction, so that no writer waits for another; old rows are folded into one, which leaves the sum as it was.
 */
export const insightVersions = pgTable(
  "insight_versions",
  {
    /** The table. */
    source: text().notNull(),
    transaction: bigint({ mode: "number" }).notNull(),
    changes: bigint({ mode: "number" }).notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.source, t.transaction] })],
);
