import { sql } from "drizzle-orm";
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { TemplateManifest } from "@/server/pipelines/schema";
import {
  MERGE_SOURCES,
  UPGRADE_ITEM_STATUSES,
  UPGRADE_STATUSES,
  VERSION_STATUSES,
} from "@/server/pipelines/core/template-versions";
import { bytes, createdAt, instant } from "./columns";

/** Every version of a template that the portal has seen, with its files: a version that runs never goes away with its folder. */
export const templateVersions = pgTable(
  "template_versions",
  {
    slug: text().notNull(),
    version: text().notNull(),
    /** Of its module; once something was applied, it never changes. */
    sha256: text().notNull(),
    manifest: jsonb().$type<TemplateManifest>().notNull(),
    /** Markdown. */
    docs: text().notNull(),
    /** The module: gzip of a JSON object of contents in base64 by path. */
    files: bytes().notNull(),
    firstSeenAt: createdAt(),
    /** When its change was merged; null: nobody knows. */
    mergedAt: instant(),
    /** By whose word. */
    mergedFrom: text({ enum: MERGE_SOURCES }),
    /** As it was told; null: when the portal first had it. */
    releasedAt: instant(),
    /** Told to be no release yet: nothing counts it as one. */
    draft: boolean().notNull().default(false),
    /** When a run first applied it. */
    appliedAt: instant(),
    status: text({ enum: VERSION_STATUSES }).notNull().default("active"),
    recommended: boolean().notNull().default(false),
    note: text(),
    /** A day after which nothing should run on a deprecated version. */
    retireOn: text(),
    deprecatedAt: instant(),
    deprecatedBy: text(),
  },
  (t) => [
    primaryKey({ columns: [t.slug, t.version] }),
    uniqueIndex("template_versions_recommended_key")
      .on(t.slug)
      .where(sql`${t.recommended}`),
  ],
);

/** A set of instances that somebody brings to another version. */
export const templateUpgrades = pgTable(
  "template_upgrades",
  {
    id: uuid().primaryKey().defaultRandom(),
    slug: text().notNull(),
    toVersion: text().notNull(),
    status: text({ enum: UPGRADE_STATUSES }).notNull().default("running"),
    /** One after the other, and none after one that did not succeed. */
    stopOnFailure: boolean().notNull(),
    reason: text(),
    requestedBy: text().notNull(),
    requestedByName: text().notNull(),
    createdAt: createdAt(),
    endedAt: instant(),
  },
  (t) => [index().on(t.slug, t.createdAt)],
);

export const templateUpgradeItems = pgTable(
  "template_upgrade_items",
  {
    upgradeId: uuid()
      .notNull()
      .references(() => templateUpgrades.id),
    position: integer().notNull(),
    workspaceId: uuid().notNull(),
    /** `<blueprint>/<entity>` */
    name: text().notNull(),
    fromVersion: text(),
    status: text({ enum: UPGRADE_ITEM_STATUSES }).notNull().default("waiting"),
    runId: text(),
    message: text(),
  },
  (t) => [primaryKey({ columns: [t.upgradeId, t.position] }), index().on(t.runId)],
);
