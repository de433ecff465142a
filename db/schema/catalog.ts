import { sql } from "drizzle-orm";
import { index, integer, json, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { createdAt, instant } from "./columns";

export const blueprints = pgTable("blueprints", {
  id: uuid().primaryKey().defaultRandom(),
  identifier: text().notNull().unique(),
  /** The definition as it was sent, in the published format. Not jsonb: the order of its keys is the order of columns and fields. */
  definition: json().$type<BlueprintDefinition>().notNull(),
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
    team: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    properties: jsonb().$type<Record<string, unknown>>().notNull().default({}),
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
