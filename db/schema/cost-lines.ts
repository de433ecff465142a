import {
  bigint,
  bigserial,
  boolean,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import type { AllocationSettings } from "@/server/cost/core/billing/settings";
import type { ImportReport } from "@/server/cost/core/billing/report";
import { IMPORT_FORMATS, IMPORT_STATES } from "@/server/cost/core/billing/report";
import { createdAt, instant } from "./columns";

/** Files of billing data, each read whole or not at all. */
export const costImports = pgTable(
  "cost_imports",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Whose bill it is, in the words of who sends it: what comes again under one name replaces what came before. */
    source: text().notNull(),
    format: text({ enum: IMPORT_FORMATS }).notNull(),
    fileName: text().notNull(),
    bytes: bigint({ mode: "number" }).notNull(),
    /** SHA-256 of the file, in hex. */
    digest: text().notNull(),
    /** ISO 4217; for formats that name none. */
    currency: text(),
    status: text({ enum: IMPORT_STATES }).notNull(),
    /** How many of its lines still count: later files may have taken the place of some. */
    lines: integer().notNull().default(0),
    /** Leaves out the rows that cannot be read, since somebody said so. */
    skipRefused: boolean().notNull().default(false),
    report: jsonb().$type<ImportReport>(),
    /** Why it failed, for people. */
    message: text(),
    createdBy: text().notNull(),
    createdByName: text().notNull(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
    importedAt: instant(),
  },
  (t) => [index().on(t.source, t.digest), index().on(t.createdAt)],
);

/** What lines of a bill have in common, once; and whose cost it is found to be. */
export const costKeys = pgTable(
  "cost_keys",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    /** MD5 of the columns up to `tags`, to find it again. */
    digest: uuid().notNull().unique(),
    provider: text().notNull(),
    billingAccountId: text().notNull(),
    subAccountId: text(),
    subAccountName: text(),
    serviceCategory: text(),
    serviceName: text(),
    region: text(),
    resourceId: text(),
    resourceName: text(),
    resourceType: text(),
    tags: jsonb().$type<Record<string, string>>(),
    team: text(),
    environment: text(),
    costCentre: text(),
    blueprint: text(),
    entity: text(),
    /** A pool of costs that teams share. */
    pool: text(),
    /** What said whose it is: "tag team", "account 123", "rule Data platform"; null: nothing did. */
    allocatedBy: text(),
    /** Revision of the settings that it was allocated by. */
    allocation: integer().notNull(),
  },
  (t) => [index().on(t.resourceId), index().on(t.allocation), index().on(t.blueprint, t.entity)],
);

/**
 * Each line of each bill. Amounts are exact: as many digits as the provider gave. Its import and key are held by the statement that
 * adds it; the database looking up both again, line by line, took a fifth of the time of an import.
 */
export const costLines = pgTable(
  "cost_lines",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    importId: uuid().notNull(),
    /** Row of the file, from 1, without its header. */
    row: integer().notNull(),
    source: text().notNull(),
    keyId: bigint({ mode: "number" }).notNull(),
    /** First day of the billing period's month. */
    billingMonth: date().notNull(),
    /** Day, in UTC, on which the charge begins. */
    day: date().notNull(),
    periodStart: instant().notNull(),
    periodEnd: instant().notNull(),
    /** FOCUS ChargeCategory. */
    category: text().notNull(),
    correction: boolean().notNull(),
    billed: numeric().notNull(),
    effective: numeric().notNull(),
    list: numeric(),
    contracted: numeric(),
    currency: text().notNull(),
    quantity: numeric(),
    unit: text(),
    sku: text(),
    description: text(),
    /** Every other column that says something, by its name in the file. */
    rest: jsonb().$type<Record<string, string>>(),
  },
  // Lines come in the order of their days, more or less: a summary of blocks finds them, and costs an import nothing.
  (t) => [
    index().on(t.source, t.billingMonth),
    index().on(t.keyId, t.day),
    index("cost_lines_day_idx").using("brin", t.day),
  ],
);

const summed = () => ({
  source: text().notNull(),
  billingMonth: date().notNull(),
  currency: text().notNull(),
  category: text().notNull(),
  provider: text().notNull(),
  serviceCategory: text(),
  team: text(),
  environment: text(),
  costCentre: text(),
  blueprint: text(),
  entity: text(),
  pool: text(),
  allocatedBy: text(),
  billed: numeric().notNull(),
  effective: numeric().notNull(),
  list: numeric().notNull(),
  lines: integer().notNull(),
});

/** Sums of lines by day, made anew with each import and allocation: what pages read. */
export const costDays = pgTable(
  "cost_days",
  { day: date().notNull(), serviceName: text(), ...summed() },
  (t) => [
    index().on(t.source, t.billingMonth),
    index().on(t.day),
    index().on(t.team, t.day),
    index().on(t.blueprint, t.entity, t.day),
  ],
);

/** The same by calendar month of the charge. */
export const costMonths = pgTable(
  "cost_months",
  { month: date().notNull(), serviceName: text(), ...summed() },
  (t) => [index().on(t.source, t.billingMonth), index().on(t.month)],
);

/** The same by day and by what budgets go by: few rows, for whatever asks for nothing else. */
export const costScopeDays = pgTable(
  "cost_scope_days",
  {
    day: date().notNull(),
    source: text().notNull(),
    billingMonth: date().notNull(),
    currency: text().notNull(),
    team: text(),
    environment: text(),
    costCentre: text(),
    pool: text(),
    billed: numeric().notNull(),
    effective: numeric().notNull(),
  },
  (t) => [index().on(t.source, t.billingMonth), index().on(t.currency, t.day)],
);

/**
 * Sums of lines by key and month of the charge, with the dearest of each: the dearest lines of any group lie in the few of these
 * whose dearest line is dearest.
 */
export const costKeyMonths = pgTable(
  "cost_key_months",
  {
    month: date().notNull(),
    keyId: bigint({ mode: "number" }).notNull(),
    source: text().notNull(),
    billingMonth: date().notNull(),
    currency: text().notNull(),
    category: text().notNull(),
    billed: numeric().notNull(),
    effective: numeric().notNull(),
    mostBilled: numeric().notNull(),
    mostEffective: numeric().notNull(),
    lines: integer().notNull(),
  },
  (t) => [index().on(t.source, t.billingMonth), index().on(t.month)],
);

/** How costs are given to those who cause them; one row. */
export const costAllocation = pgTable("cost_allocation", {
  id: integer().primaryKey().default(1),
  revision: integer().notNull(),
  settings: jsonb().$type<AllocationSettings>().notNull(),
  updatedAt: createdAt(),
  updatedBy: text().notNull(),
});

/** Every state that the allocation has had, so that an earlier one can be looked at and taken back. */
export const costAllocationRevisions = pgTable("cost_allocation_revisions", {
  revision: integer().primaryKey(),
  settings: jsonb().$type<AllocationSettings>().notNull(),
  at: createdAt(),
  by: text().notNull(),
  byName: text().notNull(),
});
