import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { auditOrigin, auditStatus } from "./schema";
import { listAudit, type AuditPage } from "./service";

/** A query parameter that may be given once or several times. */
const several = <T extends z.ZodType>(item: T) =>
  z.union([z.array(item), item.transform((one) => [one])]).optional();

const query = z.strictObject({
  identifier: z.string().optional().openapi({ description: "The number of one entry's resource." }),
  entity: z.string().optional().openapi({ description: "Entries about this entity." }),
  blueprint: z.string().optional(),
  run_id: z.string().optional(),
  origin: several(auditOrigin),
  resources: several(z.string()).openapi({
    description: "Kinds of resource: entity, blueprint, action, run, user, …",
  }),
  action: several(z.string()),
  status: auditStatus.optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.coerce.number().int().positive().optional(),
});

const answer = z.object({
  ok: z.literal(true),
  audits: z.array(z.record(z.string(), z.unknown())),
  next: z.number().optional(),
});

export const auditRest = restRouter();

auditRest.openapi(
  route({
    permission: "audit.read",
    method: "get",
    path: "/audit-log",
    summary: "Search the audit log, newest first",
    request: { query },
    answers: {
      200: { description: "The entries, and the cursor of the next page if there is one", schema: answer },
    },
  }),
  async (c) => {
    const q = c.req.valid("query");
    const page = await listAudit(c.get("context"), {
      resourceTypes: q.entity !== undefined ? ["entity"] : q.resources,
      resourceId: q.entity ?? q.identifier,
      blueprint: q.blueprint,
      runId: q.run_id,
      origins: q.origin,
      actions: q.action,
      status: q.status,
      from: q.from,
      to: q.to,
      limit: q.limit,
      cursor: q.cursor,
    });
    return c.json(
      { ok: true, audits: page.rows.map(published), ...(page.nextCursor ? { next: page.nextCursor } : {}) },
      200,
    );
  },
);

/** An entry in the published shape. */
function published(row: AuditPage["rows"][number]) {
  return {
    identifier: String(row.id),
    action: row.action,
    resourceType: row.resourceType,
    resource: row.resourceId,
    status: row.status,
    ...(row.message ? { message: row.message } : {}),
    trigger: {
      at: row.at.toISOString(),
      by: { userId: row.actorId, name: row.actorName, kind: row.actorKind },
      origin: row.origin,
    },
    context: {
      ...(row.blueprint ? { blueprint: row.blueprint } : {}),
      ...(row.resourceType === "entity" ? { entity: row.resourceId } : {}),
      ...(row.runId ? { runId: row.runId } : {}),
      requestId: row.requestId,
    },
    diff: row.diff ?? {},
  };
}
