import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { PlanSummary, VariableSources } from "@/server/pipelines/schema";
import {
  type ActionSnapshot,
  type ModuleSnapshot,
  type RunTarget,
  type SpeculativeFailure,
  SPECULATIVE_STATUSES,
} from "@/server/runs/schema";
import { bytes, createdAt, instant } from "./columns";
import { workspaces } from "./workspaces";

/**
 * A plan that nothing will ever apply: what an action would change, asked from its form, or whether a workspace has
 * drifted. It reads a copy of the state, takes no lock, and is cleaned away when it has been read or its time is over.
 */
export const speculativePlans = pgTable(
  "speculative_plans",
  {
    id: uuid().primaryKey().defaultRandom(),
    kind: text({ enum: ["preview", "drift"] }).notNull(),
    status: text({ enum: SPECULATIVE_STATUSES }).notNull().default("requested"),
    workspaceId: uuid().references(() => workspaces.id),
    requesterId: text().notNull(),
    requesterName: text().notNull(),
    action: jsonb().$type<ActionSnapshot>().notNull(),
    target: jsonb().$type<RunTarget>(),
    module: jsonb().$type<ModuleSnapshot>(),
    /** All variables and the set environment in clear, sealed for the purpose "speculative:<id>"; gone when it ends. */
    sealed: bytes(),
    variableSources: jsonb().$type<VariableSources>(),
    stateSerial: bigint({ mode: "number" }),
    plan: jsonb().$type<PlanSummary>(),
    failure: jsonb().$type<SpeculativeFailure>(),
    /** Names the machine on whose disk it runs, once it was asked for there. */
    host: text(),
    leaseOwner: text(),
    leaseUntil: instant(),
    cancelRequestedAt: instant(),
    createdAt: createdAt(),
    endedAt: instant(),
  },
  (t) => [
    index().on(t.status),
    index().on(t.requesterId, t.createdAt),
    index().on(t.workspaceId, t.createdAt),
    uniqueIndex("speculative_plans_one_drift_key")
      .on(t.workspaceId)
      .where(sql`${t.kind} = 'drift' and ${t.status} in ('requested', 'running')`),
  ],
);

/** How often workspaces are checked for drift unless they say otherwise. One row. */
export const driftSettings = pgTable("drift_settings", {
  id: text().primaryKey().default("organization"),
  /** 0: no checks. */
  intervalMinutes: integer().notNull().default(0),
  /** How many checks go on at once. */
  concurrency: integer().notNull().default(2),
  updatedAt: createdAt(),
  updatedBy: text().notNull(),
});
