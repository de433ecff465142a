import { sql } from "drizzle-orm";
import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { ATTRIBUTIONS, DEPLOYMENT_KINDS, DEPLOYMENT_STATUSES } from "@/server/insights/schema";
import { instant } from "./columns";
import { ref, subject, told } from "./insight-columns";

export const insightDeployments = pgTable(
  "insight_deployments",
  {
    ...told(),
    ...subject(),
    service: text().notNull(),
    environment: text().notNull(),
    toldProduction: boolean(),
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
    index("insight_deployments_unknown_idx")
      .on(t.toldService)
      .where(sql`not known and told_service is not null`),
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
    index("insight_changes_unknown_idx")
      .on(t.toldService)
      .where(sql`not known and told_service is not null`),
    index("insight_changes_unknown_repository_idx")
      .on(t.repository)
      .where(sql`not known and told_service is null`),
    index("insight_changes_merged_idx")
      .on(t.mergedAt, t.team)
      .where(sql`merged_at is not null`),
    index("insight_changes_merge_sha_idx").on(t.repository, t.mergeSha),
    index("insight_changes_number_idx").on(t.repository, t.number),
    index("insight_changes_service_idx").on(t.service, t.mergedAt),
    index("insight_changes_author_idx").on(t.authorId, t.mergedAt),
    // Few changes take others back, and a match looks for those of its repositories.
    index("insight_changes_taking_back_idx")
      .on(t.repository)
      .where(sql`reverts_external_id is not null`),
    index("insight_changes_taken_back_idx")
      .on(t.repository)
      .where(sql`reverts_change_id is not null`),
    index("insight_changes_begun_idx")
      .on(t.repository)
      .where(sql`first_commit_at is null and merged_at is not null`),
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
    /** The branch beside the default one that it was pushed to. */
    branch: text(),
  },
  (t) => [
    primaryKey({ columns: [t.repository, t.sha] }),
    index("insight_commits_branch_idx")
      .on(t.repository, t.branch)
      .where(sql`branch is not null`),
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
    index("insight_incidents_unknown_idx")
      .on(t.toldService)
      .where(sql`not known and told_service is not null`),
    index("insight_incidents_deployment_idx").on(t.deploymentId),
    index("insight_incidents_started_idx").on(t.startedAt),
    index("insight_incidents_service_idx").on(t.service, t.startedAt),
    index("insight_incidents_names_idx")
      .on(t.deploymentExternalId)
      .where(sql`deployment_external_id is not null`),
  ],
);
