import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { checkPermission } from "@/server/kernel/permissions";
import { auditOrigin, auditStatus } from "@/server/audit/schema";
import type { AuditPage } from "@/server/audit/service";
import { auditLog } from "./service/entity-audit";

/** A query parameter that may be given once or several times. */
const several = <T extends z.ZodType>(item: T) =>
  z.union([z.array(item), item.transform((one) => [one])]).optional();

/** Fields of an entry that can be asked for. */
const FIELDS = [
  "action",
  "context",
  "diff",
  "identifier",
  "resourceType",
  "status",
  "trigger",
  "additionalData",
  "message",
] as const;

const query = z.strictObject({
  identifier: z.string().optional().openapi({ description: "The identifier of one entry." }),
  entity: z.string().optional().openapi({
    description:
      "Entries about this entity. With `blueprint`, also people who are no administrators get those of an entity that they may read.",
  }),
  include_deleted_entities: z
    .enum(["true", "false"])
    .optional()
    .openapi({ description: "Entries about deleted entities are always among the others." }),
  blueprint: z.string().optional(),
  webhookId: z.string().optional(),
  webhookEventId: z.string().optional(),
  InstallationId: z.string().optional(),
  actionType: z.enum(["automation", "self-service"]).optional(),
  includes: several(z.enum(FIELDS)).openapi({ description: "Only these fields of each entry." }),
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

/** The audit log. It is among the routes of the catalog, since who may read an entity may read what happened to it. */
export const auditRest = restRouter();

auditRest.openapi(
  route({
    permission: "catalog.read",
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
    // Nothing here comes by webhooks, integrations or automations: whoever asks for theirs gets none, not all.
    const foreign = [q.webhookId, q.webhookEventId, q.InstallationId].some((id) => id !== undefined);
    const number = q.identifier === undefined ? undefined : entryNumber(q.identifier);
    if (foreign || q.actionType === "automation" || number === null) {
      checkPermission(c.get("context").actor, "audit.read");
      return c.json({ ok: true, audits: [] }, 200);
    }
    const page = await auditLog(c.get("context"), {
      id: number,
      resourceTypes:
        q.entity !== undefined ? ["entity"] : (q.resources ?? (q.actionType ? ["action", "run"] : undefined)),
      resourceId: q.entity,
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
      {
        ok: true,
        audits: page.rows.map((row) => only(published(row), q.includes)),
        ...(page.nextCursor ? { next: page.nextCursor } : {}),
      },
      200,
    );
  },
);

/** The number of an entry by its identifier; null when there can be none. */
const entryNumber = (identifier: string): number | null =>
  /^[1-9]\d{0,14}$/.test(identifier) ? Number(identifier) : null;

function only(
  entry: Record<string, unknown>,
  fields: readonly string[] | undefined,
): Record<string, unknown> {
  if (!fields) return entry;
  return Object.fromEntries(Object.entries(entry).filter(([key]) => fields.includes(key)));
}

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
