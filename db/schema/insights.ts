import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import {
  ATTRIBUTIONS,
  DEPLOYMENT_KINDS,
  DEPLOYMENT_STATUSES,
  EVENT_KINDS,
  FINDING_SEVERITIES,
  FINDING_STATUSES,
  type RefusedRow,
} from "@/server/insights/schema";
import { bytes, createdAt, instant } from "./columns";

const id = () => bigserial({ mode: "number" }).primaryKey();
const ref = () => bigint({ mode: "number" });

/**
 * What every event from outside has. Words about one thing come in any order: each field is as the latest word about it says,
 * so `reportedAt` is the latest of all, and `stamps` has the older instants of fields on which that word was silent.
 */
const told = () => ({
  id: id(),
  source: text().notNull(),
  externalId: text().notNull(),
  reportedAt: instant().notNull(),
  stamps: jsonb().$type<Record<string, string>>(),
  /** When the portal first heard of it, and last learned something new. */
  receivedAt: createdAt(),
  updatedAt: createdAt(),
});

/** A service as it was told; `known`: the catalog has it. `team` owned it, or had its author, at the time of the event. */
const subject = () => ({
  service: text(),
  known: boolean().notNull().default(false),
  team: text(),
});

export const insightDeployments = pgTable(
  "insight_deployments",
  {
    ...told(),
    ...subject(),
    service: text().notNull(),
    environment: text().notNull(),
    /** Told, or what the settings say of the environment. */
    production: boolean().notNull(),
    status: text({ enum: DEPLOYMENT_STATUSES }).notNull(),
    startedAt: instant(),
    /** Null while it goes on. */
    finishedAt: instant(),
    repository: text(),
    sha: text(),
    version: text(),
    /** The commits in it, where they are told; else they follow from the parents of commits. */
    commits: text().array(),
    /** The run of a pipeline: what it brings to one service and environment counts once. */
    pipeline: text(),
    configOnly: boolean().notNull().default(false),
    templateId: text(),
    templateVersion: text(),
    viaPlatform: boolean().notNull().default(false),
    runId: text(),
    /** As told; what counts is `kind`. */
    toldKind: text({ enum: DEPLOYMENT_KINDS }),
    restoresExternalId: text(),
    fixesIncident: text(),
    /** From here on: found by matching. */
    kind: text({ enum: DEPLOYMENT_KINDS }).notNull().default("planned"),
    kindWhy: text(),
    /** The deployment whose sha or version this one brings back. */
    restoresId: ref(),
    /** The counted success that ran in the environment before: what a rollback or a hotfix replaces. */
    previousSuccessId: ref(),
    /** Counted once: this one repeats, within 30 minutes, the one named here. */
    duplicateOf: ref(),
    /** The first counted success of its service and environment. */
    baseline: boolean().notNull().default(false),
  },
  (t) => [
    // By external id first: incidents may name a deployment without its source.
    uniqueIndex("insight_deployments_external_key").on(t.externalId, t.source),
    index("insight_deployments_counted_idx")
      .on(t.finishedAt, t.service, t.team)
      .where(sql`production and status = 'success' and duplicate_of is null`),
    index("insight_deployments_counted_service_idx")
      .on(t.service, t.finishedAt)
      .where(sql`production and status = 'success' and duplicate_of is null`),
    index("insight_deployments_counted_team_idx")
      .on(t.team, t.finishedAt)
      .where(sql`production and status = 'success' and duplicate_of is null`),
    index("insight_deployments_service_idx").on(t.service, t.finishedAt),
    index("insight_deployments_replaced_idx")
      .on(t.previousSuccessId)
      .where(sql`kind <> 'planned'`),
    index("insight_deployments_sha_idx").on(t.repository, t.sha),
    index("insight_deployments_run_idx")
      .on(t.runId)
      .where(sql`run_id is not null`),
  ],
);

export const insightChanges = pgTable(
  "insight_changes",
  {
    ...told(),
    /** Null: the repository holds several services, and the change may be of any of them. */
    ...subject(),
    repository: text().notNull(),
    number: integer(),
    title: text(),
    authorId: ref(),
    isBot: boolean().notNull().default(false),
    firstCommitAt: instant(),
    openedAt: instant(),
    firstReviewAt: instant(),
    mergedAt: instant(),
    closedAt: instant(),
    mergeSha: text(),
    headSha: text(),
    baseBranch: text(),
    headBranch: text(),
    labels: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** As told; `isHotfix` also counts labels and branches of the settings. */
    toldHotfix: boolean(),
    isHotfix: boolean().notNull().default(false),
    revertsExternalId: text(),
    /** Found by matching. */
    revertsChangeId: ref(),
    revertedByChangeId: ref(),
  },
  (t) => [
    uniqueIndex("insight_changes_external_key").on(t.externalId, t.source),
    index("insight_changes_merged_idx")
      .on(t.mergedAt, t.team)
      .where(sql`merged_at is not null`),
    index("insight_changes_merge_sha_idx").on(t.repository, t.mergeSha),
    index("insight_changes_number_idx").on(t.repository, t.number),
    index("insight_changes_service_idx").on(t.service, t.mergedAt),
    index("insight_changes_author_idx").on(t.authorId, t.mergedAt),
  ],
);

/** Commits and their parents, as far as they are known. */
export const insightCommits = pgTable(
  "insight_commits",
  {
    repository: text().notNull(),
    sha: text().notNull(),
    parents: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** The parents are told; else they follow from the order of a push. */
    exact: boolean().notNull().default(false),
    committedAt: instant(),
    /** The change that it was part of before it was merged. */
    changeId: ref(),
  },
  (t) => [
    primaryKey({ columns: [t.repository, t.sha] }),
    index()
      .on(t.changeId)
      .where(sql`change_id is not null`),
  ],
);

/** The change reached production with this deployment, before any other of the same service and environment. */
export const insightDeploymentChanges = pgTable(
  "insight_deployment_changes",
  {
    deploymentId: ref()
      .notNull()
      .references(() => insightDeployments.id, { onDelete: "cascade" }),
    changeId: ref()
      .notNull()
      .references(() => insightChanges.id, { onDelete: "cascade" }),
    /** The deployment is the first of its service: nobody knows since when the change was in it. */
    baseline: boolean().notNull(),
    /** Of all services and environments, this was its first successful production deployment. */
    first: boolean().notNull(),
    why: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.deploymentId, t.changeId] }), index().on(t.changeId)],
);

export const insightIncidents = pgTable(
  "insight_incidents",
  {
    ...told(),
    ...subject(),
    title: text(),
    severity: text(),
    startedAt: instant().notNull(),
    detectedAt: instant(),
    resolvedAt: instant(),
    /** The deployment that it names as its cause. */
    deploymentExternalId: text(),
    deploymentSource: text(),
    /** Found by matching. */
    deploymentId: ref(),
    attribution: text({ enum: ATTRIBUTIONS }).notNull().default("none"),
    attributionWhy: text(),
  },
  (t) => [
    uniqueIndex("insight_incidents_external_key").on(t.externalId, t.source),
    index("insight_incidents_deployment_idx").on(t.deploymentId),
    index("insight_incidents_started_idx").on(t.startedAt),
    index("insight_incidents_service_idx").on(t.service, t.startedAt),
    index("insight_incidents_names_idx")
      .on(t.deploymentExternalId)
      .where(sql`deployment_external_id is not null`),
  ],
);

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
export const insightMaintenance = pgTable("insight_maintenance", {
  id: id(),
  component: text().notNull(),
  startsAt: instant().notNull(),
  endsAt: instant().notNull(),
  reason: text().notNull(),
});

export const insightPeople = pgTable(
  "insight_people",
  {
    id: id(),
    /** The person of the portal; null: known from elsewhere alone. */
    userId: uuid(),
    isDeveloper: boolean().notNull().default(true),
    isBot: boolean().notNull().default(false),
    fte: numeric({ precision: 4, scale: 3 }).notNull().default("1"),
    hiredOn: date(),
    leftOn: date(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex("insight_people_user_key").on(t.userId)],
);

/** The names by which sources know a person. Looked up by a keyed hash, and sealed, so that the table tells nobody's name. */
export const insightPersonKeys = pgTable(
  "insight_person_keys",
  {
    hash: text().primaryKey(),
    personId: ref()
      .notNull()
      .references(() => insightPeople.id, { onDelete: "cascade" }),
    /** AES-256-GCM, purpose "insight-person"; for administrators who say whose it is. */
    sealed: bytes().notNull(),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.personId)],
);

export const insightMemberships = pgTable(
  "insight_memberships",
  {
    id: id(),
    personId: ref()
      .notNull()
      .references(() => insightPeople.id, { onDelete: "cascade" }),
    team: text().notNull(),
    startsAt: instant().notNull(),
    /** Excluded; null: still. */
    endsAt: instant(),
    source: text().notNull(),
  },
  (t) => [index().on(t.personId, t.startsAt), index().on(t.team, t.startsAt)],
);

export const insightServiceOwners = pgTable(
  "insight_service_owners",
  {
    id: id(),
    service: text().notNull(),
    team: text().notNull(),
    startsAt: instant().notNull(),
    endsAt: instant(),
    source: text().notNull(),
  },
  (t) => [index().on(t.service, t.startsAt), index().on(t.team, t.startsAt)],
);

/** What sources call a service, and which entity that is. */
export const insightServiceNames = pgTable("insight_service_names", {
  name: text().primaryKey(),
  service: text().notNull(),
  updatedAt: createdAt(),
  updatedBy: text().notNull(),
});

export const insightTeams = pgTable("insight_teams", {
  team: text().primaryKey(),
  parent: text(),
  onboardedAt: instant(),
});

export const insightVisits = pgTable(
  "insight_visits",
  {
    day: date().notNull(),
    personId: ref()
      .notNull()
      .references(() => insightPeople.id, { onDelete: "cascade" }),
  },
  (t) => [primaryKey({ columns: [t.day, t.personId] })],
);

/** Days on which a person used a tool, from single sign-on or the tool's own log. */
export const insightToolUses = pgTable(
  "insight_tool_uses",
  {
    day: date().notNull(),
    tool: text().notNull(),
    personId: ref()
      .notNull()
      .references(() => insightPeople.id, { onDelete: "cascade" }),
  },
  (t) => [primaryKey({ columns: [t.day, t.tool, t.personId] })],
);

export const insightTimeEntries = pgTable(
  "insight_time_entries",
  {
    team: text().notNull(),
    /** The Monday of the ISO week. */
    week: date().notNull(),
    category: text().notNull(),
    source: text().notNull(),
    /** Of the team's time, 0 to 1. */
    share: numeric({ precision: 7, scale: 6 }).notNull(),
    fte: numeric({ precision: 8, scale: 3 }),
  },
  (t) => [primaryKey({ columns: [t.team, t.week, t.category, t.source] })],
);

/** A form was opened, and perhaps sent: what was typed is nowhere. */
export const insightFormStarts = pgTable(
  "insight_form_starts",
  {
    id: uuid().primaryKey(),
    action: text().notNull(),
    team: text(),
    startedAt: createdAt(),
    submittedAt: instant(),
    runId: text(),
  },
  (t) => [index().on(t.startedAt), index().on(t.action, t.startedAt)],
);

/** What one delivery of events came to. */
export const insightBatches = pgTable(
  "insight_batches",
  {
    id: id(),
    kind: text({ enum: EVENT_KINDS }).notNull(),
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

/** Services whose events changed and have to be matched anew. Append-only, so that senders never wait for one another here. */
export const insightMarks = pgTable("insight_marks", {
  id: id(),
  service: text().notNull(),
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
  updatedAt: createdAt(),
  updatedBy: text().notNull(),
});
