import {
  boolean,
  date,
  index,
  numeric,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, createdAt, instant } from "./columns";
import { id, ref } from "./insight-columns";

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
    /** By what its sender knows it; null: it follows from the catalog. */
    externalId: text(),
  },
  (t) => [
    index().on(t.personId, t.startsAt),
    index().on(t.team, t.startsAt),
    uniqueIndex("insight_memberships_external_key").on(t.externalId, t.source),
  ],
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
    externalId: text(),
  },
  (t) => [
    index().on(t.service, t.startsAt),
    index().on(t.team, t.startsAt),
    uniqueIndex("insight_service_owners_external_key").on(t.externalId, t.source),
  ],
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
    /** The title of the last step that was open; null: the form has none, or nobody got further than the first. */
    step: text(),
  },
  (t) => [index().on(t.startedAt), index().on(t.action, t.startedAt)],
);
