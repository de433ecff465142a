import { z } from "@hono/zod-openapi";
import { PUBLISHED_STATUSES, RUN_STATUSES } from "./schema";
import type { RunLogRow } from "./store/listing";

/** Parts that the routes of runs share. */

const named = z.object({
  identifier: z.string(),
  title: z.string().nullable().optional(),
  icon: z.string().nullable().optional(),
  deleted: z.boolean().optional(),
});

/** A run as the API gives it out. */
export const publishedRunSchema = z
  .object({
    id: z.string().openapi({ example: "r_7Hk2mQ9xVbT4nZ8w" }),
    blueprint: named.optional(),
    entity: named.optional(),
    action: named,
    properties: z.record(z.string(), z.unknown()),
    requiredApproval: z.union([z.boolean(), z.object({ type: z.enum(["ANY", "ALL"]) })]),
    source: z.enum(["UI", "API", "AUTOMATION"]),
    status: z.enum(PUBLISHED_STATUSES),
    statusLabel: z.string().nullable(),
    link: z.array(z.string()),
    summary: z.string().optional(),
    /** What was decided last. */
    approval: z
      .object({
        state: z.enum(["APPROVED", "DECLINED"]),
        userId: z.string(),
        description: z.string().optional(),
      })
      .optional(),
    payload: z.record(z.string(), z.unknown()).optional(),
    response: z.unknown().optional(),
    externalRunId: z.string().optional(),
    pendingExecution: z.boolean().optional(),
    claimedUntil: z.string().optional(),
    installationId: z.string().optional(),
    impersonatedBy: z.string().optional(),
    createdBy: z.string(),
    updatedBy: z.string(),
    createdAt: z.string(),
    updatedAt: z.string(),
    endedAt: z.string().optional(),
    state: z.enum(RUN_STATUSES),
    failure: z
      .object({ stage: z.string(), code: z.string(), message: z.string(), advice: z.string().nullable() })
      .optional(),
  })
  .openapi("Run");

/** A line of a run's log as the API gives it out. */
export const logSchema = z
  .object({
    id: z.string(),
    runId: z.string(),
    message: z.string(),
    createdBy: z.string(),
    createdAt: z.string(),
  })
  .openapi("RunLog");

export const publishedLog = (runId: string, line: RunLogRow) => ({
  id: `${runId}:${line.seq}`,
  runId,
  message: line.text,
  createdBy: "system",
  createdAt: line.at.toISOString(),
});
