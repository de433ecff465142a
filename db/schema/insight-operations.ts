import { sql } from "drizzle-orm";
import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { FINDING_SEVERITIES, FINDING_STATUSES } from "@/server/insights/schema";
import { instant } from "./columns";
import { id, ref, subject, told } from "./insight-columns";

export const insightTickets = pgTable(
  "insight_tickets",
  {
    ...told(),
    ...subject(),
    title: text(),
    openedAt: instant().notNull(),
    firstReplyAt: instant(),
    closedAt: instant(),
    /** Told; else the team of who opened it. */
    toldTeam: text(),
    openedById: ref(),
    area: text(),
    isPlatform: boolean().notNull().default(true),
    /** A machine opened it. */
    automatic: boolean().notNull().default(false),
    /** The action that does by itself what was asked for by hand. */
    actionIdentifier: text(),
    handlingSeconds: integer(),
    runId: text(),
  },
  (t) => [
    uniqueIndex("insight_tickets_external_key").on(t.externalId, t.source),
    index("insight_tickets_unknown_idx")
      .on(t.toldService)
      .where(sql`not known and told_service is not null`),
    index("insight_tickets_opened_idx").on(t.openedAt, t.team),
    index("insight_tickets_run_idx")
      .on(t.runId)
      .where(sql`run_id is not null`),
  ],
);

export const insightFindings = pgTable(
  "insight_findings",
  {
    ...told(),
    ...subject(),
    title: text(),
    severity: text({ enum: FINDING_SEVERITIES }).notNull(),
    cve: text(),
    component: text(),
    resource: text(),
    status: text({ enum: FINDING_STATUSES }).notNull(),
    suppressedUntil: instant(),
    firstSeenAt: instant().notNull(),
    fixedAt: instant(),
    /** Told; else `firstSeenAt` and the days that the settings give its severity. */
    toldDueAt: instant(),
    dueAt: instant(),
    /** The same for the same cve, component and resource, whichever scanner found it. */
    dedupeKey: text().notNull(),
  },
  (t) => [
    uniqueIndex("insight_findings_external_key").on(t.externalId, t.source),
    index("insight_findings_unknown_idx")
      .on(t.toldService)
      .where(sql`not known and told_service is not null`),
    index("insight_findings_seen_idx").on(t.firstSeenAt),
    index("insight_findings_dedupe_idx").on(t.dedupeKey),
    index("insight_findings_service_idx").on(t.service, t.status),
    index("insight_findings_fixed_idx")
      .on(t.fixedAt)
      .where(sql`fixed_at is not null`),
  ],
);

/** What a probe saw of a component in a minute; the last look of the minute counts. */
export const insightProbes = pgTable(
  "insight_probes",
  {
    component: text().notNull(),
    /** The begin of the minute. */
    at: instant().notNull(),
    probe: text().notNull(),
    ok: boolean().notNull(),
    critical: boolean().notNull().default(true),
    source: text().notNull(),
    observedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.component, t.at, t.probe] }), index("insight_probes_at_idx").on(t.at)],
);

/** Times in which a component was down on purpose: its minutes count for nothing. */
export const insightMaintenance = pgTable(
  "insight_maintenance",
  {
    id: id(),
    component: text().notNull(),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    reason: text().notNull(),
    /** Whose word it is, and by what they know it; null: it was written here. */
    source: text(),
    externalId: text(),
  },
  (t) => [index().on(t.startsAt), uniqueIndex("insight_maintenance_external_key").on(t.externalId, t.source)],
);
