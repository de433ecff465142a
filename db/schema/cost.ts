import { sql } from "drizzle-orm";
import {
  bigserial,
  check,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { BudgetPeople } from "@/server/cost/schema";
import type { RateCard } from "@/server/cost/core/price-schemas";
import { LEDGER_KINDS, NOTICE_LEVELS, QUOTA_SUBJECTS } from "@/server/cost/schema";
import { createdAt, instant } from "./columns";

/** Money: exact, to a hundredth of a cent. The driver gives and takes it as text. */
const money = () => numeric({ precision: 20, scale: 4 });

/** What may be spent a month, and by whom. A part of the scope that is null takes in everything. */
export const budgets = pgTable("budgets", {
  id: uuid().primaryKey().defaultRandom(),
  title: text().notNull(),
  team: text(),
  costCentre: text(),
  environment: text(),
  amount: money().notNull(),
  /** ISO 4217. */
  currency: text().notNull(),
  /** Percent of the amount above which each begins; null: it never does. */
  warnAt: integer(),
  extraApprovalAt: integer(),
  blockAt: integer(),
  /** Who may raise it and grant exceptions, beside administrators. */
  owners: jsonb().$type<BudgetPeople>().notNull(),
  /** Who gives the extra approval. */
  approvers: jsonb().$type<BudgetPeople>().notNull(),
  /** Days in UTC, both included; null: open. */
  validFrom: date(),
  validUntil: date(),
  revision: integer().notNull().default(1),
  createdAt: createdAt(),
  createdBy: text().notNull(),
  updatedAt: createdAt(),
  archivedAt: instant(),
});

/** More money for a while, with a reason: what an owner grants when a budget blocks something that has to be. */
export const budgetExceptions = pgTable(
  "budget_exceptions",
  {
    id: uuid().primaryKey().defaultRandom(),
    budgetId: uuid()
      .notNull()
      .references(() => budgets.id),
    /** Added to the month's amount while it holds. */
    amount: money().notNull(),
    reason: text().notNull(),
    expiresAt: instant().notNull(),
    grantedBy: text().notNull(),
    grantedByName: text().notNull(),
    createdAt: createdAt(),
    revokedAt: instant(),
    revokedBy: text(),
  },
  (t) => [index().on(t.budgetId, t.expiresAt)],
);

/** What approved runs hold until they end: at most one for a run and budget. */
export const costReservations = pgTable(
  "cost_reservations",
  {
    runId: text().notNull(),
    budgetId: uuid()
      .notNull()
      .references(() => budgets.id),
    amount: money().notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.budgetId] }), index().on(t.budgetId)],
);

/** What each thing that was made takes from a budget each month, until it is destroyed. */
export const costCommitments = pgTable(
  "cost_commitments",
  {
    budgetId: uuid()
      .notNull()
      .references(() => budgets.id),
    blueprint: text().notNull(),
    entity: text().notNull(),
    amount: money().notNull(),
    runId: text().notNull(),
    updatedAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.budgetId, t.blueprint, t.entity] }), index().on(t.blueprint, t.entity)],
);

/** What each thing that was made is estimated to cost a month, whether a budget counts it or not. */
export const entityCosts = pgTable(
  "entity_costs",
  {
    blueprint: text().notNull(),
    entity: text().notNull(),
    monthly: money().notNull(),
    currency: text().notNull(),
    team: text(),
    costCentre: text(),
    environment: text(),
    runId: text().notNull(),
    updatedAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.blueprint, t.entity] }), index().on(t.team)],
);

/** What a provider billed for a month and a scope; the last word of each source counts. */
export const costActuals = pgTable(
  "cost_actuals",
  {
    id: uuid().primaryKey().defaultRandom(),
    team: text(),
    costCentre: text(),
    environment: text(),
    /** YYYY-MM, in UTC as providers bill. */
    month: text().notNull(),
    source: text().notNull(),
    amount: money().notNull(),
    currency: text().notNull(),
    updatedAt: createdAt(),
    updatedBy: text().notNull(),
  },
  (t) => [
    unique("cost_actuals_once_key")
      .on(t.team, t.costCentre, t.environment, t.month, t.source, t.currency)
      .nullsNotDistinct(),
    index().on(t.month),
  ],
);

/** Append-only: each change of what is reserved, committed and billed under a budget. The sums are what holds now. */
export const costLedger = pgTable(
  "cost_ledger",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    budgetId: uuid()
      .notNull()
      .references(() => budgets.id),
    runId: text(),
    blueprint: text(),
    entity: text(),
    kind: text({ enum: LEDGER_KINDS }).notNull(),
    /** Changes; negative where something is given back. */
    reserved: money().notNull().default("0"),
    committed: money().notNull().default("0"),
    actual: money().notNull().default("0"),
    /** For a run that was begun anew, or an entry that is told twice: the same key, no second entry. */
    key: text().notNull(),
    reason: text().notNull(),
    actorName: text().notNull(),
    at: createdAt(),
  },
  (t) => [
    unique("cost_ledger_once_key").on(t.budgetId, t.key),
    index().on(t.budgetId, t.id),
    index().on(t.runId),
    check(
      "cost_ledger_kind_check",
      sql`case ${t.kind}
        when 'reserve' then ${t.reserved} > 0 and ${t.committed} = 0 and ${t.actual} = 0
        when 'commit' then ${t.reserved} <= 0 and ${t.actual} = 0
        when 'release' then ${t.reserved} <= 0 and ${t.committed} <= 0 and ${t.actual} = 0
        when 'actual' then ${t.reserved} = 0 and ${t.committed} = 0
        else ${t.reserved} = 0 and ${t.actual} = 0 end`,
    ),
  ],
);

/** A level that a budget reached in a month: people are told of it once. */
export const budgetNotices = pgTable(
  "budget_notices",
  {
    budgetId: uuid()
      .notNull()
      .references(() => budgets.id, { onDelete: "cascade" }),
    month: text().notNull(),
    level: text({ enum: NOTICE_LEVELS }).notNull(),
    at: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.budgetId, t.month, t.level] })],
);

/** Rate cards that several actions share. */
export const rateCards = pgTable("rate_cards", {
  identifier: text().primaryKey(),
  title: text().notNull(),
  card: jsonb().$type<RateCard>().notNull(),
  revision: integer().notNull().default(1),
  createdAt: createdAt(),
  createdBy: text().notNull(),
  updatedAt: createdAt(),
});

/** What a resource of a plan costs a month, by its type and one of its attributes. */
export const resourcePrices = pgTable(
  "resource_prices",
  {
    id: uuid().primaryKey().defaultRandom(),
    resourceType: text().notNull(),
    /** Null: whatever the attributes are. */
    attribute: text(),
    value: text(),
    monthly: numeric({ precision: 24, scale: 10 }).notNull(),
    /** The attribute by which the price is multiplied: a size, a count. */
    perAttribute: text(),
    currency: text().notNull(),
    note: text(),
    updatedAt: createdAt(),
    updatedBy: text().notNull(),
  },
  (t) => [unique("resource_prices_once_key").on(t.resourceType, t.attribute, t.value).nullsNotDistinct()],
);

/** How many entities of a blueprint a person or a team may have at once. */
export const quotas = pgTable(
  "quotas",
  {
    id: uuid().primaryKey().defaultRandom(),
    title: text().notNull(),
    blueprint: text().notNull(),
    per: text({ enum: QUOTA_SUBJECTS }).notNull(),
    /** A team's identifier or a person's e-mail address: the quota of this one alone. Null: of each. */
    subject: text(),
    most: integer().notNull(),
    createdAt: createdAt(),
    createdBy: text().notNull(),
    updatedAt: createdAt(),
  },
  (t) => [uniqueIndex("quotas_once_key").on(t.blueprint, t.per, sql`coalesce(${t.subject}, '')`)],
);
