import {
  bigserial,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { MetricResult } from "@/server/metrics/core/result";
import { createdAt, instant } from "./columns";

/**
 * A metric as it was shown at a date. `result` never changes; what later events have made of it stands beside, so that a figure
 * that somebody decided on can still be found, and what it would be now too.
 */
export const metricSnapshots = pgTable(
  "metric_snapshots",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    /** The Monday, in the time zone of the organisation, that the window ends with. */
    takenOn: date().notNull(),
    metric: text().notNull(),
    scope: text({ enum: ["organisation", "team"] }).notNull(),
    /** Identifier of the team; empty of the organisation. */
    scopeId: text().notNull(),
    windowFrom: instant().notNull(),
    windowTo: instant().notNull(),
    result: jsonb().$type<MetricResult>().notNull(),
    /** How many events it was computed from, and a hash of them that their order does not change. */
    inputs: integer().notNull(),
    inputsHash: text().notNull(),
    takenAt: createdAt(),
    /** When it was last looked whether late events change it. */
    checkedAt: createdAt(),
    /** When late events first changed it; null: they have not. */
    restatedAt: instant(),
    restatedResult: jsonb().$type<MetricResult>(),
    restatedInputs: integer(),
    restatedHash: text(),
  },
  (t) => [
    uniqueIndex("metric_snapshots_key").on(t.takenOn, t.metric, t.scope, t.scopeId),
    index("metric_snapshots_of_idx").on(t.metric, t.scope, t.scopeId, t.takenOn),
  ],
);

/** What an administrator notes at a moment, so that who reads a course knows what happened then. */
export const metricNotes = pgTable(
  "metric_notes",
  {
    id: uuid().primaryKey().defaultRandom(),
    at: instant().notNull(),
    label: text().notNull(),
    /** Identifier of the team that it is about; null: the organisation. */
    team: text(),
    createdAt: createdAt(),
    createdBy: text().notNull(),
    createdByName: text().notNull(),
  },
  (t) => [index("metric_notes_at_idx").on(t.at)],
);
