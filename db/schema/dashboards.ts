import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
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
import { PAGE_TYPES, type PageDefinition, type PagePermissions } from "@/server/dashboards/schema";
import { createdAt } from "./columns";

/** Pages of widgets, and the folders they are in. */
export const dashboardPages = pgTable(
  "dashboard_pages",
  {
    id: uuid().primaryKey().defaultRandom(),
    identifier: text().notNull().unique(),
    type: text({ enum: PAGE_TYPES }).notNull(),
    title: text().notNull(),
    icon: text(),
    description: text(),
    /** Of blueprint-entities and entity. */
    blueprint: text(),
    /** A folder; null: the top. */
    parentId: uuid().references((): AnyPgColumn => dashboardPages.id),
    /** Among what is in the same folder, counted from 0. */
    position: integer().notNull(),
    /** Only administrators change it. */
    locked: boolean().notNull().default(false),
    definition: jsonb().$type<PageDefinition>().notNull(),
    /** Null: the default. */
    permissions: jsonb().$type<PagePermissions>(),
    revision: integer().notNull().default(1),
    createdAt: createdAt(),
    createdBy: text().notNull(),
    updatedAt: createdAt(),
    updatedBy: text().notNull(),
  },
  (t) => [
    index().on(t.parentId, t.position),
    uniqueIndex("dashboard_pages_home_idx")
      .on(t.type)
      .where(sql`${t.type} = 'home'`),
  ],
);

/** Entities that somebody looked at, each once. */
export const entityVisits = pgTable(
  "entity_visits",
  {
    userId: uuid().notNull(),
    entityId: uuid().notNull(),
    at: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.entityId] }), index().on(t.userId, t.at)],
);
