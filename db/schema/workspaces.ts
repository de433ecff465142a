import { bigint, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { type DriftAcceptance, DRIFT_STATUSES, WORKSPACE_STATUSES } from "@/server/runs/schema";
import { bytes, createdAt, instant } from "./columns";

/** One Terraform state with its locks: the unit in which runs are serial. */
export const workspaces = pgTable("workspaces", {
  id: uuid().primaryKey().defaultRandom(),
  /** `<blueprint>/<entity identifier>` */
  name: text().notNull().unique(),
  template: text().notNull(),
  /** The version that was applied last; null: none yet, or before versions were kept. */
  templateVersion: text(),
  blueprint: text().notNull(),
  entity: text().notNull(),
  status: text({ enum: WORKSPACE_STATUSES }).notNull().default("active"),
  blockedReason: text(),
  /** The run that holds the workspace, from its first plan to its end. */
  heldByRun: text(),
  /** Grows at each change of holder; writes of an earlier holder are refused. */
  fence: integer().notNull().default(0),
  /** Terraform's own lock: the lock information that it sent, and who sent it. */
  lockId: text(),
  lockInfo: jsonb().$type<Record<string, unknown>>(),
  lockRunId: text(),
  lockedAt: instant(),
  /** The owning team of what it stands for, as of its last run: outlives the entity. */
  team: text(),
  /** Minutes between checks for drift; null: as the organisation has it, 0: none. */
  driftIntervalMinutes: integer(),
  driftStatus: text({ enum: DRIFT_STATUSES }).notNull().default("unknown"),
  /** When it was first seen to differ, and when it was last looked at. */
  driftSince: instant(),
  driftCheckedAt: instant(),
  /** The plan that says what differs. */
  driftPlanId: uuid(),
  /** Of what differs, so that the same drift is known again. */
  driftFingerprint: text(),
  /** Somebody takes this drift as it is; another one is told anew. */
  driftAccepted: jsonb().$type<DriftAcceptance>(),
  createdAt: createdAt(),
  updatedAt: createdAt(),
});

export const stateVersions = pgTable(
  "state_versions",
  {
    id: uuid().primaryKey().defaultRandom(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id),
    version: integer().notNull(),
    serial: bigint({ mode: "number" }).notNull(),
    lineage: text().notNull(),
    md5: text().notNull(),
    sha256: text().notNull(),
    size: integer().notNull(),
    /** AES-256-GCM, purpose "state:<workspace id>". */
    sealed: bytes().notNull(),
    /** The same without the secrets that its runs knew, sealed alike: what people see. Null: all of it may be seen. */
    shown: bytes(),
    runId: text(),
    origin: text({ enum: ["terraform", "restore", "rescue"] }).notNull(),
    /** Who asked for the run that wrote it, or restored it; and why, where a person did. */
    authorId: text(),
    authorName: text(),
    reason: text(),
    /** How many resources are in it; null for states stored before that was counted. */
    resources: integer(),
    createdAt: createdAt(),
  },
  (t) => [unique("state_versions_version_key").on(t.workspaceId, t.version)],
);
