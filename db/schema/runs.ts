const heldBack = sql`status = 'queued' and held_back`;
const atWork = sql`status in ('planning', 'checking', 'approved', 'registering') or (status = 'applying' and called_at is null)`;

import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import type {
  ActionSnapshot,
  ModuleSnapshot,
  PolicyVerdict,
  RunCause,
  RunFailure,
  RunOutput,
  RunTarget,
} from "@/server/runs/schema";
import { CALL_STATUSES, EXECUTION_STATUSES, RUN_STATUSES } from "@/server/runs/schema";
import type { ApprovalRule, ApprovalStage } from "@/server/approvals/schema";
import type { BudgetVerdict, CostEstimate } from "@/server/cost/schema";
import type { PlanSummary, VariableSources } from "@/server/pipelines/schema";
import type { PolicyOverride } from "@/server/policy/schema";
import { bytes, createdAt, instant } from "./columns";
import { workspaces } from "./workspaces";

export const runs = pgTable(
  "runs",
  {
    id: text().primaryKey(),
    status: text({ enum: RUN_STATUSES }).notNull().default("queued"),
    /** What people read beside the status; a backend may set it. */
    statusLabel: text(),
    summary: text(),
    failure: jsonb().$type<RunFailure>(),
    action: jsonb().$type<ActionSnapshot>().notNull(),
    actionIdentifier: text().notNull(),
    blueprint: text(),
    /** The entity acted on, or the one that will be made. */
    target: jsonb().$type<RunTarget>(),
    entityIdentifier: text(),
    team: text(),
    inputs: jsonb().$type<Record<string, unknown>>().notNull(),
    /** Who must approve, as it was when the run was requested; null: nobody. */
    approvalRule: jsonb().$type<ApprovalRule>(),
    /** What has to be approved, as rules, policies and budgets say of the plan; null: not checked yet, or nothing. */
    approvalStages: jsonb().$type<ApprovalStage[]>(),
    /** The run that this one repeats with the same inputs. */
    rerunOf: text(),
    requesterId: text().notNull(),
    requesterKind: text({ enum: ["user", "client", "system"] }).notNull(),
    requesterName: text().notNull(),
    requesterEmail: text(),
    origin: text({ enum: ["UI", "API", "JOB", "SYSTEM"] }).notNull(),
    workspaceId: uuid().references(() => workspaces.id),
    module: jsonb().$type<ModuleSnapshot>(),
    variables: jsonb().$type<Record<string, unknown>>(),
    /** Which variable set gave which variable. */
    variableSources: jsonb().$type<VariableSources>(),
    plan: jsonb().$type<PlanSummary>(),
    planSha256: text(),
    stateSerial: bigint({ mode: "number" }),
    stateLineage: text(),
    policyVerdicts: jsonb().$type<PolicyVerdict[]>(),
    /** The policies that it goes on against, and why; part of what is approved. */
    policyOverride: jsonb().$type<PolicyOverride>(),
    subjectHash: text(),
    /** Recomputed from what was really applied; equal to the approved hash, or the run is refused. */
    executedHash: text(),
    outputs: jsonb().$type<Record<string, RunOutput>>(),
    /** What a backend that works elsewhere is sent: rendered, with secrets masked. */
    payload: jsonb().$type<Record<string, unknown>>(),
    /** Of the rendered payload with its secrets by reference: part of what is approved. */
    payloadSha256: text(),
    /** The id that the other side gave to its run. */
    externalRunId: text(),
    links: text().array().notNull().default([]),
    /** What the other side answered, with secrets taken out. */
    response: jsonb().$type<unknown>(),
    /** When it was called, and when it is to be asked next how it stands. */
    calledAt: instant(),
    pollAt: instant(),
    /** What it would add to the monthly cost, as it was estimated before anybody approved. */
    estimate: jsonb().$type<CostEstimate>(),
    /** The environment that it works on, as its policies and budgets see it. */
    environment: text(),
    costCentre: text(),
    /** What the budgets said when it was checked. */
    budgetVerdicts: jsonb().$type<BudgetVerdict[]>(),
    /** The client that asked for it in the requester's name. */
    impersonatedBy: text(),
    /** What in the portal brought it about; null: a person or a client asked for it. */
    cause: jsonb().$type<RunCause>(),
    /** For whom the portal makes the run, where it is the requester: the owner of what the run works on. */
    ownerId: text(),
    /** The event that set off the automation, as its templates see it. */
    event: jsonb().$type<Record<string, unknown>>(),
    /** When each of the facts that the other side tells came to be so, by key: an older one told later changes nothing. */
    factsAt: jsonb().$type<Record<string, string>>().notNull().default({}),
    /** Until when a backend that works elsewhere may take. */
    deadlineAt: instant(),
    /** Runs with the same key go one after the other, from the first step to the end; null: beside any other. */
    serialKey: text(),
    /** It was due, and others were let past so that each team gets its share. */
    heldBack: boolean().notNull().default(false),
    /** The worker that drives the run, until when, and the fencing token of its claim. */
    leaseOwner: text(),
    leaseUntil: instant(),
    fence: integer().notNull().default(0),
    cancelRequestedAt: instant(),
    cancelRequestedBy: text(),
    acknowledgedAt: instant(),
    acknowledgedBy: text(),
    createdAt: createdAt(),
    startedAt: instant(),
    endedAt: instant(),
    updatedAt: createdAt(),
  },
  (t) => [
    index().on(t.status),
    index().on(t.createdAt),
    index().on(t.blueprint, t.entityIdentifier),
    index().on(t.requesterId, t.createdAt),
    index().on(t.workspaceId),
    index().on(t.externalRunId),
    index().on(t.pollAt),
    index().on(t.serialKey),
    index().on(t.endedAt),
    index("runs_held_back_index").on(t.createdAt).where(heldBack),
    index("runs_at_work_index").on(t.team).where(atWork),
    index()
      .on(t.rerunOf)
      .where(sql`${t.rerunOf} is not null`),
    // Which runs a run brought about: the event of an automation names it.
    index("runs_event_run_index")
      .on(sql`(${t.event}->'context'->>'runId')`)
      .where(sql`${t.event}->'context'->>'runId' is not null`),
  ],
);

/** The one call of a run to a backend that works elsewhere: written before it is made, and never a second one. */
export const runCalls = pgTable(
  "run_calls",
  {
    runId: text()
      .primaryKey()
      .references(() => runs.id),
    /** What its receiver knows it by; the same in every attempt. */
    callId: uuid().notNull().unique(),
    kind: text().notNull(),
    /** due: may be made; calling: an attempt is under way, or was when a worker died; answered; refused; unknown: nobody can say whether it arrived. */
    status: text({ enum: CALL_STATUSES }).notNull().default("due"),
    attempts: integer().notNull().default(0),
    /** Before this, no further attempt. */
    nextAttemptAt: instant(),
    /** What went wrong in the last attempt. */
    problem: text(),
    /** SHA-256 of the token with which the other side reports. */
    tokenHash: text().notNull().unique(),
    /** When the other side was asked to stop, and how that went. */
    stopAskedAt: instant(),
    /** The installation whose agent may claim it, or "*" for any agent; null: the portal calls by itself. */
    offeredTo: text(),
    /** The agent that has it, and until when it may say that it took it; a claim that lapses is another's. */
    claimedBy: text(),
    claimedUntil: instant(),
    /** When its agent said that it took it: from then on it is nobody else's. */
    ackedAt: instant(),
    firstAt: instant(),
    answeredAt: instant(),
    createdAt: createdAt(),
  },
  (t) => [
    index().on(t.status, t.nextAttemptAt),
    index("run_calls_offered_index")
      .on(t.offeredTo, t.createdAt)
      .where(sql`${t.offeredTo} is not null and ${t.ackedAt} is null`),
  ],
);

/** Reports that had their effect, so that the same one delivered again has none. */
export const runDeliveries = pgTable(
  "run_deliveries",
  {
    runId: text()
      .notNull()
      .references(() => runs.id),
    deliveryId: text().notNull(),
    at: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.deliveryId] })],
);

/** How many runs of a team go on at a time while other teams wait. One row. */
export const runSettings = pgTable("run_settings", {
  id: boolean().primaryKey().default(true),
  runsPerTeam: integer().notNull().default(4),
  updatedAt: createdAt(),
  updatedBy: text().notNull(),
});

/** Append-only timeline of a run. */
export const runEvents = pgTable(
  "run_events",
  {
    runId: text()
      .notNull()
      .references(() => runs.id),
    seq: integer().notNull(),
    at: createdAt(),
    type: text().notNull(),
    actorName: text().notNull(),
    data: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [primaryKey({ columns: [t.runId, t.seq] })],
);

export const runLogs = pgTable(
  "run_logs",
  {
    runId: text()
      .notNull()
      .references(() => runs.id),
    seq: integer().notNull(),
    stage: text().notNull(),
    at: createdAt(),
    level: text({ enum: ["info", "warn", "error"] }).notNull(),
    text: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.seq] })],
);

/** A command that the supervisor ran for a run: at most one for each stage, which is what makes an apply happen once. */
export const runExecutions = pgTable(
  "run_executions",
  {
    id: uuid().primaryKey(),
    runId: text()
      .notNull()
      .references(() => runs.id),
    stage: text({ enum: ["plan", "apply"] }).notNull(),
    host: text().notNull(),
    status: text({ enum: EXECUTION_STATUSES }).notNull().default("requested"),
    exitCode: integer(),
    /** How many bytes of its output have been stored in run_logs, moved in the same transaction as the lines. */
    logOffset: bigint({ mode: "number" }).notNull().default(0),
    /** Resources that Terraform said it finished, by address, with the id it gave: what a lost state may not know. */
    completed: jsonb()
      .$type<{ address: string; action: string; idKey?: string; idValue?: string }[]>()
      .notNull()
      .default([]),
    /** Terraform's own complaints, redacted: what a failed run shows. */
    diagnostics: jsonb().$type<RunFailure["diagnostics"]>().notNull().default([]),
    cleaned: boolean().notNull().default(false),
    requestedAt: createdAt(),
    startedAt: instant(),
    finishedAt: instant(),
  },
  (t) => [unique("run_executions_once_key").on(t.runId, t.stage), index().on(t.status)],
);

/** Encrypted files of a run: the plan that was approved, a state that could not be uploaded. */
export const runArtifacts = pgTable(
  "run_artifacts",
  {
    runId: text()
      .notNull()
      .references(() => runs.id),
    kind: text({ enum: ["plan", "errored_state"] }).notNull(),
    sha256: text().notNull(),
    size: integer().notNull(),
    /** AES-256-GCM, purpose "artifact:<run id>:<kind>". */
    sealed: bytes().notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.kind] })],
);

/** Credentials with which Terraform reaches the state of one workspace, for the life of one run. */
export const runTokens = pgTable("run_tokens", {
  tokenHash: text().primaryKey(),
  runId: text()
    .notNull()
    .references(() => runs.id),
  workspaceId: uuid()
    .notNull()
    .references(() => workspaces.id),
  createdAt: createdAt(),
  expiresAt: instant().notNull(),
  revokedAt: instant(),
});
