import { boolean, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { ConnectionSettings } from "@/server/pipelines/core/connection-kinds";
import { VARIABLE_KINDS } from "@/server/pipelines/schema";
import { bytes, createdAt } from "./columns";

/** What a pipeline needs to reach a system: credentials, or variables of its environment, encrypted as one JSON object. */
export const connections = pgTable("connections", {
  id: uuid().primaryKey().defaultRandom(),
  identifier: text().notNull().unique(),
  title: text().notNull(),
  description: text(),
  /** What it is for; see CONNECTION_KINDS. */
  kind: text().notNull().default("environment"),
  /** What is no secret: addresses. */
  settings: jsonb().$type<ConnectionSettings>().notNull().default({}),
  /** Names of the variables, in clear, so that a page can list them. */
  variableNames: text().array().notNull(),
  /** AES-256-GCM of {"NAME":"value"}, purpose "connection:<identifier>". */
  sealed: bytes().notNull(),
  createdAt: createdAt(),
  createdBy: text().notNull(),
  updatedAt: createdAt(),
});

/** Variables that are given to every module of an organisation, a team, an environment, or a team in an environment. */
export const variableSets = pgTable(
  "variable_sets",
  {
    id: uuid().primaryKey().defaultRandom(),
    identifier: text().notNull().unique(),
    title: text().notNull(),
    description: text(),
    /** Both null: the whole organisation. */
    team: text(),
    environment: text(),
    createdAt: createdAt(),
    createdBy: text().notNull(),
    updatedAt: createdAt(),
    updatedBy: text().notNull(),
  },
  (t) => [index().on(t.team, t.environment)],
);

export const variableSetVariables = pgTable(
  "variable_set_variables",
  {
    setId: uuid()
      .notNull()
      .references(() => variableSets.id, { onDelete: "cascade" }),
    kind: text({ enum: VARIABLE_KINDS }).notNull(),
    name: text().notNull(),
    sensitive: boolean().notNull().default(false),
    description: text(),
    /** Of one that is not sensitive. In an object, since the driver reads a text of digits as a number. */
    value: jsonb().$type<{ value: unknown }>(),
    /** Of one that is: AES-256-GCM of its JSON, purpose "variable:<set id>:<kind>:<name>". */
    sealed: bytes(),
    /** Another one after each change of the value: what an approval is bound to. */
    version: text().notNull(),
    updatedAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.setId, t.kind, t.name] })],
);
