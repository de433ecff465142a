import { boolean, index, integer, json, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { ActionDefinition, ActionPermissions } from "@/server/actions/schema";
import { createdAt, instant } from "./columns";

export const actions = pgTable(
  "actions",
  {
    id: uuid().primaryKey().defaultRandom(),
    identifier: text().notNull().unique(),
    /** As it was sent. Not jsonb: the order of its keys is the order of the form. */
    definition: json().$type<ActionDefinition>().notNull(),
    permissions: jsonb().$type<ActionPermissions>().notNull(),
    published: boolean().notNull().default(true),
    /** A change that is kept and not live yet; null: none. */
    draft: json().$type<ActionDefinition>(),
    draftBy: text(),
    draftAt: instant(),
    trigger: text({ enum: ["self-service", "automation"] })
      .notNull()
      .default("self-service"),
    /** Copied out of the definition for the look-ups of the entity page. */
    blueprint: text(),
    operation: text(),
    revision: integer().notNull().default(1),
    createdAt: createdAt(),
    createdBy: text().notNull(),
    updatedAt: createdAt(),
    updatedBy: text().notNull(),
  },
  (t) => [index().on(t.blueprint)],
);

export const actionRevisions = pgTable(
  "action_revisions",
  {
    actionId: uuid().notNull(),
    identifier: text().notNull(),
    revision: integer().notNull(),
    definition: json().$type<ActionDefinition>(),
    at: createdAt(),
    by: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.actionId, t.revision] })],
);

/** Actions that a person keeps at hand. */
export const actionFavourites = pgTable(
  "action_favourites",
  {
    userId: text().notNull(),
    actionId: uuid()
      .notNull()
      .references(() => actions.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.actionId] })],
);
