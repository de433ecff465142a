import { date, integer, numeric, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt } from "./columns";

/** Units of work that administrators name, beside those that the portal counts by itself. */
export const costUnits = pgTable("cost_units", {
  identifier: text().primaryKey(),
  title: text().notNull(),
  description: text(),
  updatedAt: createdAt(),
  updatedBy: text().notNull(),
});

/** How many of a named unit there were in a month. */
export const costUnitCounts = pgTable(
  "cost_unit_counts",
  {
    id: uuid().primaryKey().defaultRandom(),
    unit: text()
      .notNull()
      .references(() => costUnits.identifier, { onDelete: "cascade" }),
    /** First day of the month. */
    month: date().notNull(),
    /** Null: no team's. */
    team: text(),
    count: numeric().notNull(),
    updatedAt: createdAt(),
    updatedBy: text().notNull(),
  },
  (t) => [unique("cost_unit_counts_once_key").on(t.unit, t.month, t.team).nullsNotDistinct()],
);

/** What costs are measured against, and what is to bring them down; one row. */
export const costBaseline = pgTable("cost_baseline", {
  id: integer().primaryKey().default(1),
  unit: text().notNull(),
  /** ISO 4217. */
  currency: text().notNull(),
  /** First days of the first month, and of the month after the last. */
  fromMonth: date().notNull(),
  toMonth: date().notNull(),
  /** What is done to bring costs down, by name. */
  initiative: text().notNull(),
  revision: integer().notNull(),
  updatedAt: createdAt(),
  updatedBy: text().notNull(),
});
