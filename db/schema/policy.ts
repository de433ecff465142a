import { check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import type { PolicyDefinition, PolicyInput } from "@/server/policy/schema";
import { POLICY_EFFECTS, POLICY_STATES } from "@/server/policy/schema";
import { createdAt, instant } from "./columns";

export const policies = pgTable(
  "policies",
  {
    id: uuid().primaryKey().defaultRandom(),
    identifier: text().notNull().unique(),
    state: text({ enum: POLICY_STATES }).notNull().default("draft"),
    /** The newest revision: what an editor shows. */
    revision: integer().notNull().default(1),
    /** The revision that judges runs while the policy is live, or did last; null: none ever did. */
    liveRevision: integer(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [index().on(t.state)],
);

/** Every change of a policy, numbered. Kept when the policy is deleted: past verdicts name them. */
export const policyRevisions = pgTable(
  "policy_revisions",
  {
    policyId: uuid().notNull(),
    revision: integer().notNull(),
    identifier: text().notNull(),
    definition: jsonb().$type<PolicyDefinition>().notNull(),
    /** What differs from the revision before, by the names of the definition's parts. */
    changed: text().array().notNull(),
    at: createdAt(),
    by: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.policyId, t.revision] })],
);

/** What policies were told of a run when it was checked, without secrets: what a draft is tried against. */
export const policyCases = pgTable(
  "policy_cases",
  {
    runId: text().primaryKey(),
    facts: jsonb().$type<PolicyInput>().notNull(),
    at: createdAt(),
  },
  (t) => [index().on(t.at)],
);

/** What each policy decided on each run. */
export const policyDecisions = pgTable(
  "policy_decisions",
  {
    runId: text().notNull(),
    policyId: uuid().notNull(),
    revision: integer().notNull(),
    effect: text({ enum: POLICY_EFFECTS }).notNull(),
    outcome: text({ enum: ["pass", "fail", "error"] }).notNull(),
    overridden: text(),
    at: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.policyId] }), index().on(t.policyId, t.at)],
);

/** One row: what holds for all policies. */
export const policySettings = pgTable(
  "policy_settings",
  {
    id: integer().primaryKey().default(1),
    /** IANA name: days and hours that policies see are those of this zone. */
    timeZone: text().notNull().default("UTC"),
    updatedAt: instant(),
  },
  (t) => [check("policy_settings_one", sql`${t.id} = 1`)],
);
