import { sql } from "drizzle-orm";
import { boolean, date, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { HelpContext } from "@/server/insights/core/signals";
import { createdAt, instant } from "./columns";
import { id, ref } from "./insight-columns";
import { insightPeople } from "./insight-people";

/** Somebody could not go on by themselves, with a form or a run, and asked its owners. */
export const insightHelpRequests = pgTable(
  "insight_help_requests",
  {
    /** Made by the sender, so that the same request sent again is the same one. */
    id: uuid().primaryKey(),
    action: text().notNull(),
    /** Null: asked from the form. */
    runId: text(),
    /** What the owners see of it, as it was then; no values of inputs. */
    context: jsonb().$type<HelpContext>().notNull(),
    /** The team that answers for the action; null: administrators do. */
    team: text(),
    requesterId: text().notNull(),
    requesterName: text().notNull(),
    openedAt: createdAt(),
    firstReplyAt: instant(),
    closedAt: instant(),
    closedBy: text(),
    updatedAt: createdAt(),
  },
  (t) => [
    index().on(t.team, t.openedAt),
    index().on(t.requesterId, t.openedAt),
    index()
      .on(t.runId)
      .where(sql`run_id is not null`),
  ],
);

/** What was asked and answered, in order. */
export const insightHelpMessages = pgTable(
  "insight_help_messages",
  {
    id: id(),
    requestId: uuid()
      .notNull()
      .references(() => insightHelpRequests.id, { onDelete: "cascade" }),
    authorId: text().notNull(),
    authorName: text().notNull(),
    /** By one of those who answer for the action. */
    byOwner: boolean().notNull(),
    body: text().notNull(),
    at: createdAt(),
  },
  (t) => [index().on(t.requestId, t.id)],
);

/** One word of the requester about a run that has ended; who said it is only there so that it can be changed. */
export const insightRunFeedback = pgTable(
  "insight_run_feedback",
  {
    runId: text().notNull(),
    userId: text().notNull(),
    action: text().notNull(),
    helpful: boolean().notNull(),
    comment: text(),
    at: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.userId] }), index().on(t.action, t.at)],
);

/** Days on which a person looked something up, in the documentation or by search. What was looked up is nowhere. */
export const insightLookups = pgTable(
  "insight_lookups",
  {
    day: date().notNull(),
    personId: ref()
      .notNull()
      .references(() => insightPeople.id, { onDelete: "cascade" }),
  },
  (t) => [primaryKey({ columns: [t.day, t.personId] })],
);
