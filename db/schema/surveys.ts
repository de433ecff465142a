import { sql } from "drizzle-orm";
import {
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
import type { Audience, Schedule, SurveyDefinition } from "@/server/surveys/schema";
import { SURVEY_STATUSES } from "@/server/surveys/core/words";
import { WAVE_ORIGINS, WAVE_STATUSES } from "@/server/surveys/schema";
import { bytes, createdAt, instant } from "./columns";

/** What is asked, as it is now. */
export const surveys = pgTable("surveys", {
  identifier: text().primaryKey(),
  status: text({ enum: SURVEY_STATUSES }).notNull().default("draft"),
  definition: jsonb().$type<SurveyDefinition>().notNull(),
  revision: integer().notNull().default(1),
  /** Null: waves are sent by hand. */
  schedule: jsonb().$type<Schedule>(),
  nextWaveAt: instant(),
  createdAt: createdAt(),
  updatedAt: createdAt(),
  updatedBy: text().notNull(),
});

/** What was asked before. */
export const surveyRevisions = pgTable(
  "survey_revisions",
  {
    survey: text()
      .notNull()
      .references(() => surveys.identifier, { onDelete: "cascade" }),
    revision: integer().notNull(),
    definition: jsonb().$type<SurveyDefinition>().notNull(),
    at: createdAt(),
    by: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.survey, t.revision] })],
);

/** A survey that is sent once. What it asks, and how teams stood when it was opened, stay with it. */
export const surveyWaves = pgTable(
  "survey_waves",
  {
    id: uuid().primaryKey().defaultRandom(),
    survey: text()
      .notNull()
      .references(() => surveys.identifier),
    revision: integer().notNull(),
    title: text().notNull(),
    definition: jsonb().$type<SurveyDefinition>().notNull(),
    origin: text({ enum: WAVE_ORIGINS }).notNull().default("portal"),
    /** What an import is known by where it comes from. */
    externalId: text(),
    status: text({ enum: WAVE_STATUSES }).notNull().default("open"),
    audience: jsonb().$type<Audience>().notNull(),
    seed: text().notNull(),
    /** AES-256-GCM, purpose "survey-wave:<id>". Destroyed at the end: from then on nothing leads from a link to its answers. */
    salt: bytes(),
    /** Parents of teams, by team. */
    tree: jsonb().$type<Record<string, string | null>>().notNull(),
    invited: integer().notNull().default(0),
    /** Counted at the end. */
    respondents: integer(),
    openedAt: createdAt(),
    closesAt: instant().notNull(),
    closedAt: instant(),
    /** Days after the opening, the first at the top. */
    remindAfterDays: integer().array().notNull(),
    reminded: integer().notNull().default(0),
    /** When there is something to do: a reminder, the end. */
    nextAt: instant(),
    by: text().notNull(),
  },
  (t) => [
    index().on(t.survey, t.openedAt),
    index().on(t.nextAt),
    uniqueIndex("survey_waves_open_key")
      .on(t.survey)
      .where(sql`${t.status} = 'open'`),
    uniqueIndex("survey_waves_external_key").on(t.survey, t.externalId),
  ],
);

/** Who is asked, and whether they have answered; never what. */
export const surveyInvitations = pgTable(
  "survey_invitations",
  {
    id: uuid().primaryKey().defaultRandom(),
    waveId: uuid()
      .notNull()
      .references(() => surveyWaves.id, { onDelete: "cascade" }),
    userId: uuid().notNull(),
    /** When the wave was opened. */
    team: text(),
    answered: boolean().notNull().default(false),
    /** How many messages were sent: the invitation, then reminders. */
    told: integer().notNull().default(0),
  },
  (t) => [uniqueIndex("survey_invitations_key").on(t.waveId, t.userId), index().on(t.userId)],
);

/** Links of an invitation: each message has its own. They lead to answers only together with the wave's salt. */
export const surveyLinks = pgTable(
  "survey_links",
  {
    tokenHash: text().primaryKey(),
    invitationId: uuid()
      .notNull()
      .references(() => surveyInvitations.id, { onDelete: "cascade" }),
  },
  (t) => [index().on(t.invitationId)],
);

/**
 * Somebody who has answered, known by a hash of their link and the wave's salt, so that they can change it. Gone when the wave is
 * over. The day alone is kept: an instant would lead to the request.
 */
export const surveyRespondents = pgTable(
  "survey_respondents",
  {
    hash: text().primaryKey(),
    waveId: uuid()
      .notNull()
      .references(() => surveyWaves.id, { onDelete: "cascade" }),
    team: text(),
    answeredOn: date().notNull(),
  },
  (t) => [index().on(t.waveId)],
);

/** One answer to one question. At the end of the wave it loses its respondent, and its team where that is not shown. */
export const surveyAnswers = pgTable(
  "survey_answers",
  {
    id: uuid().primaryKey().defaultRandom(),
    waveId: uuid()
      .notNull()
      .references(() => surveyWaves.id, { onDelete: "cascade" }),
    question: text().notNull(),
    team: text(),
    /** From 0 to 10, or 1 to 5; null where it does not apply, or something was chosen. */
    score: integer(),
    choices: text().array(),
    respondent: text(),
  },
  (t) => [index().on(t.waveId, t.question), index().on(t.respondent)],
);

/** In no order: their ids are random. */
export const surveyComments = pgTable(
  "survey_comments",
  {
    id: uuid().primaryKey().defaultRandom(),
    waveId: uuid()
      .notNull()
      .references(() => surveyWaves.id, { onDelete: "cascade" }),
    question: text().notNull(),
    team: text(),
    body: text().notNull(),
    respondent: text(),
  },
  (t) => [index().on(t.waveId), index().on(t.respondent)],
);

/**
 * What is shown of a wave, written once when it is over: for each question, groups that have no part in common, none smaller than
 * the floor. Everything that is ever shown is a sum of them, so that no subtraction leads to fewer people.
 */
export const surveyResults = pgTable(
  "survey_results",
  {
    waveId: uuid()
      .notNull()
      .references(() => surveyWaves.id, { onDelete: "cascade" }),
    question: text().notNull(),
    /** The team of the group; empty: of no team that is shown. */
    team: text().notNull(),
    measure: text(),
    respondents: integer().notNull(),
    /** With "does not apply". */
    answered: integer().notNull(),
    scored: integer().notNull(),
    /** 9 and 10 of a score, 4 and 5 of an agreement. */
    favourable: integer().notNull(),
    /** 0 to 6 of a score, 1 and 2 of an agreement. */
    unfavourable: integer().notNull(),
    total: integer().notNull(),
    /** Answers by value: a score, a choice, or "na". */
    counts: jsonb().$type<Record<string, number>>().notNull(),
    /** Imported: an index that somebody else computed. */
    reported: numeric({ precision: 9, scale: 4 }),
  },
  (t) => [primaryKey({ columns: [t.waveId, t.question, t.team] }), index().on(t.measure)],
);
