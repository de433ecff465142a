import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import type { BlueprintDefinition, BlueprintPermissions } from "@/server/catalog/schema";
import { createdAt, instant } from "./columns";

export const blueprints = pgTable("blueprints", {
  id: uuid().primaryKey().defaultRandom(),
  identifier: text().notNull().unique(),
  /** The definition as it was sent, in the published format. Not jsonb: the order of its keys is the order of columns and fields. */
  definition: json().$type<BlueprintDefinition>().notNull(),
  /** Who may do what with its entities, as published; null: nobody has set any, and the defaults hold. */
  permissions: json().$type<BlueprintPermissions>(),
  /** Grows with every change of the permissions, which have no place in the definition's own revisions. */
  permissionsRevision: integer().notNull().default(0),
  /** Left out of lists for people; the API gives it out all the same. */
  hidden: boolean().notNull().default(false),
  revision: integer().notNull().default(1),
  createdAt: createdAt(),
  createdBy: text().notNull(),
  updatedAt: createdAt(),
  updatedBy: text().notNull(),
});

export const blueprintRevisions = pgTable(
  "blueprint_revisions",
  {
    blueprintId: uuid().notNull(),
    identifier: text().notNull(),
    revision: integer().notNull(),
    /** Null: the blueprint was deleted by this revision. */
    definition: json().$type<BlueprintDefinition>(),
    at: createdAt(),
    by: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.blueprintId, t.revision] }), index().on(t.identifier)],
);

/**
 * PostgreSQL itself keeps one more column, `words`, which is not listed so that no query fetches it by accident: every word
 * of identifier, title and values, as a tsvector of the configuration `waymark` (see the migration).
 */
export const entities = pgTable(
  "entities",
  {
    id: uuid().primaryKey().defaultRandom(),
    blueprintId: uuid()
      .notNull()
      .references(() => blueprints.id),
    identifier: text().notNull(),
    title: text(),
    icon: text(),
    /** The owning teams; where the blueprint inherits ownership, those of the entity at the end of its path. */
    team: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** Values by key: what people and machines wrote, and beside it what is computed (mirror, calculation, aggregation). */
    properties: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** Why a computed property has no value, by its key; null when all have. */
    faults: jsonb().$type<Record<string, string>>(),
    revision: integer().notNull().default(1),
    /** The run that made it, when an action did. */
    runId: text(),
    createdAt: createdAt(),
    createdBy: text().notNull(),
    updatedAt: createdAt(),
    updatedBy: text().notNull(),
  },
  (t) => [
    unique("entities_blueprint_identifier_key").on(t.blueprintId, t.identifier),
    index("entities_properties_idx").using("gin", sql`${t.properties} jsonb_path_ops`),
    index("entities_team_idx").using("gin", t.team),
    index("entities_title_trgm_idx").using("gin", sql`${t.title} gin_trgm_ops`),
    index("entities_identifier_trgm_idx").using("gin", sql`${t.identifier} gin_trgm_ops`),
    index("entities_blueprint_updated_idx").on(t.blueprintId, t.updatedAt),
    index("entities_blueprint_title_idx").on(
      t.blueprintId,
      sql`lower(coalesce(${t.title}, ${t.identifier}))`,
      t.identifier,
    ),
    index("entities_blueprint_id_idx").on(t.blueprintId, t.id),
  ],
);

/** Edges of the catalog: `relation` of the entity `fromId` points to `toId`; `position` keeps the order of a many relation. */
export const entityRelations = pgTable(
  "entity_relations",
  {
    fromId: uuid()
      .notNull()
      .references(() => entities.id, { onDelete: "cascade" }),
    relation: text().notNull(),
    toId: uuid()
      .notNull()
      .references(() => entities.id, { onDelete: "cascade" }),
    position: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.fromId, t.relation, t.toId] }),
    index("entity_relations_to_idx").on(t.toId, t.relation),
  ],
);

export const entityRevisions = pgTable(
  "entity_revisions",
  {
    entityId: uuid().notNull(),
    blueprint: text().notNull(),
    identifier: text().notNull(),
    revision: integer().notNull(),
    /** The whole entity after the change; null when the change deleted it. */
    snapshot: jsonb().$type<Record<string, unknown>>(),
    runId: text(),
    at: instant().notNull().defaultNow(),
    by: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.entityId, t.revision] }), index().on(t.blueprint, t.identifier)],
);

/**
 * What has changed and may change computed values elsewhere: written in the transaction of the change, taken by
 * `recompute`. Append-only and without a unique key, so that writers never wait for one another here.
 */
export const entityMarks = pgTable("entity_marks", {
  id: bigserial({ mode: "number" }).primaryKey(),
  entityId: uuid().notNull(),
  blueprintId: uuid().notNull(),
  /** Keys whose value changed, meta properties with their $; `*` for all, as when it is new. */
  keys: text().array().notNull(),
  /** Whether what it relates to changed, or what relates to it. */
  relations: boolean().notNull().default(false),
  at: createdAt(),
});

/** Changes of computed values, for the history: which values, and the change that they follow from. */
export const entityRecomputations = pgTable(
  "entity_recomputations",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    entityId: uuid().notNull(),
    at: createdAt(),
    /** The new values by key; null where there is none any more. */
    values: jsonb().$type<Record<string, unknown>>().notNull(),
    /** In words: which change elsewhere brought it about. */
    cause: text().notNull(),
  },
  (t) => [index().on(t.entityId, t.at)],
);

/** Timer properties that have not expired yet; the row goes when the timer fires. */
export const entityTimers = pgTable(
  "entity_timers",
  {
    entityId: uuid()
      .notNull()
      .references(() => entities.id, { onDelete: "cascade" }),
    key: text().notNull(),
    expiresAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.entityId, t.key] }), index().on(t.expiresAt)],
);

/**
 * How many entities of a blueprint have a value, for counts that must not read a million rows: the total (key `*`) and
 * each value of choices, booleans and teams. Changes come as rows of their own, which `foldCounts` adds up, so that
 * writers never wait for one another here; the sum over the rows of a key is exact in every snapshot.
 */
export const entityCounts = pgTable(
  "entity_counts",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    blueprintId: uuid()
      .notNull()
      .references(() => blueprints.id, { onDelete: "cascade" }),
    key: text().notNull(),
    value: text().notNull(),
    n: bigint({ mode: "number" }).notNull(),
  },
  (t) => [index().on(t.blueprintId, t.key, t.value)],
);

/** One row: a number that grows with every change of blueprints and their permissions, so that caches know their age. */
export const catalogModel = pgTable("catalog_model", {
  id: integer().primaryKey().default(1),
  version: bigint({ mode: "number" }).notNull().default(1),
});

/** Moves of entities from one blueprint to another, or into another shape. */
export const catalogMigrations = pgTable(
  "catalog_migrations",
  {
    id: text().primaryKey(),
    sourceBlueprint: text().notNull(),
    mapping: json().$type<Record<string, unknown>>().notNull(),
    status: text({
      enum: [
        "PENDING",
        "INITIALIZING",
        "RUNNING",
        "COMPLETED",
        "FAILURE",
        "PENDING_CANCELLATION",
        "CANCELLED",
      ],
    }).notNull(),
    /** `delete` removes the source's entities instead of mapping them. */
    kind: text({ enum: ["map", "delete"] })
      .notNull()
      .default("map"),
    total: integer().notNull().default(0),
    succeeded: integer().notNull().default(0),
    failed: integer().notNull().default(0),
    /** The first failures, with the reason of each. */
    failures: jsonb().$type<{ identifier: string; message: string }[]>().notNull().default([]),
    /** The last entity that was taken, for a worker that goes on where another stopped. */
    cursor: uuid(),
    message: text(),
    actorId: text().notNull(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [index().on(t.sourceBlueprint), index().on(t.status)],
);

/** A table of entities as somebody likes to see it: columns, filters, order, groups. */
export const savedViews = pgTable(
  "saved_views",
  {
    id: uuid().primaryKey().defaultRandom(),
    blueprint: text().notNull(),
    title: text().notNull(),
    ownerId: text().notNull(),
    /** For everybody who may read the blueprint, not for its owner alone. */
    shared: boolean().notNull().default(false),
    state: json().$type<Record<string, unknown>>().notNull(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [index().on(t.blueprint, t.ownerId)],
);
