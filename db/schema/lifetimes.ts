import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { LIFETIME_EVENTS, LIFETIME_STATUSES } from "@/server/lifetimes/schema";
import { createdAt, instant } from "./columns";

/** How long something that a run made is to live; one row for each life of an entity. */
export const lifetimes = pgTable(
  "lifetimes",
  {
    id: uuid().primaryKey().defaultRandom(),
    blueprint: text().notNull(),
    /** Identifier of the entity. */
    entity: text().notNull(),
    entityTitle: text(),
    /** The action that made it, and the run. */
    action: text().notNull(),
    runId: text().notNull().unique(),
    /** Who asked for it, and the team that owns it. */
    ownerId: text().notNull(),
    ownerName: text().notNull(),
    team: text(),
    status: text({ enum: LIFETIME_STATUSES }).notNull().default("active"),
    beganAt: instant().notNull(),
    /** Null: it is kept. */
    expiresAt: instant(),
    defaultSeconds: integer().notNull(),
    /** From its beginning; null: no bound. */
    maximumSeconds: integer(),
    /** Who may extend it, beside administrators. */
    extendBy: text({ enum: ["requester", "team", "nobody"] }).notNull(),
    /** Reminders, in seconds before the end, the earliest first. */
    remindBefore: integer().array().notNull(),
    /** The last reminder that was sent for this end; null: none. */
    reminded: integer(),
    /** The action that destroys it, and what it is given. */
    destroyAction: text().notNull(),
    destroyInputs: jsonb().$type<Record<string, unknown>>().notNull(),
    destroyRunId: text(),
    /** Runs that were to destroy it and did not. */
    attempts: integer().notNull().default(0),
    /** When there is something to do next: a reminder, the end, another attempt. Null: nothing. */
    nextAt: instant(),
    /** What it waits for, or why it failed, in words. */
    note: text(),
    endedAt: instant(),
    updatedAt: createdAt(),
  },
  (t) => [
    uniqueIndex("lifetimes_live_key")
      .on(t.blueprint, t.entity)
      .where(sql`${t.endedAt} is null`),
    index().on(t.nextAt),
    index().on(t.expiresAt),
    index().on(t.destroyRunId),
  ],
);

/** What happened to a lifetime, in order: its extensions with their reasons among them. */
export const lifetimeEvents = pgTable(
  "lifetime_events",
  {
    id: uuid().primaryKey().defaultRandom(),
    lifetimeId: uuid()
      .notNull()
      .references(() => lifetimes.id),
    type: text({ enum: LIFETIME_EVENTS }).notNull(),
    at: createdAt(),
    actorId: text().notNull(),
    actorName: text().notNull(),
    reason: text(),
    before: instant(),
    after: instant(),
    runId: text(),
  },
  (t) => [index().on(t.lifetimeId, t.at)],
);
