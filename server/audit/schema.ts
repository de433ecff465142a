import { z } from "zod";

export const auditOrigin = z.enum(["UI", "API", "JOB", "SYSTEM"]);
export const auditStatus = z.enum(["SUCCESS", "FAILURE"]);
const word = z.string().min(1).max(200);

/** What the audit log can be searched by; every part given must fit. Unknown keys are refused, never ignored. */
export const auditFilter = z.strictObject({
  /** The number of one entry. */
  id: z.number().int().positive().optional(),
  resourceTypes: z.array(word).max(50).optional(),
  resourceId: word.optional(),
  /** One of these; none where the list is empty. */
  resourceIds: z.array(word).max(1000).optional(),
  blueprint: word.optional(),
  blueprints: z.array(word).max(1000).optional(),
  runId: word.optional(),
  /** The id of a user or client. */
  actorId: word.optional(),
  actions: z.array(word).max(50).optional(),
  origins: z.array(auditOrigin).optional(),
  status: auditStatus.optional(),
  from: z.coerce.date().optional(),
  to: z.coerce.date().optional(),
  /** Rows with a smaller number than this, for the next page. */
  cursor: z.number().int().positive().optional(),
  limit: z.number().int().min(1).max(1000).default(100),
});
export type AuditFilter = z.output<typeof auditFilter>;
