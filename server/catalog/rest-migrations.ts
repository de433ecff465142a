import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { MIGRATION_STATUSES, migrationSchema } from "./core/migration";
import {
  cancelMigration,
  createMigration,
  deleteAllEntities,
  getMigration,
  listMigrations,
} from "./service/migrations";

const ok = z.literal(true);
const flag = z.enum(["true", "false"]).optional();
const status = z.enum(MIGRATION_STATUSES);
const migration = z
  .object({
    id: z.string(),
    sourceBlueprint: z.string(),
    mapping: z.record(z.string(), z.unknown()),
    status,
    kind: z.enum(["map", "delete"]),
    total: z.number().int(),
    successCount: z.number().int(),
    failureCount: z.number().int(),
    failures: z.array(z.object({ identifier: z.string(), message: z.string() })),
    message: z.string().nullable(),
    actor: z.string(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: "Migration" });
const one = z.object({ ok, migration });
const started = z.object({ ok, migrationId: z.string(), migration });
const params = z.object({ migration_id: z.string().min(1) });

/** Entities that move to another blueprint or shape, or go all at once; mounted by the routes of blueprints. */
export const migrationsRest = restRouter();

migrationsRest.openapi(
  route({
    permission: "blueprints.manage",
    method: "get",
    path: "/migrations",
    summary: "Migrations, newest first",
    request: {
      query: z.object({
        status: z.union([z.array(status), status.transform((s) => [s])]).optional(),
        actor: z.string().optional(),
        blueprint: z.string().optional(),
      }),
    },
    answers: {
      200: { description: "The migrations", schema: z.object({ ok, migrations: z.array(migration) }) },
    },
  }),
  async (c) => {
    const { status: statuses, ...filter } = c.req.valid("query");
    const migrations = await listMigrations(c.get("context"), { ...filter, statuses });
    return c.json({ ok: true as const, migrations }, 200);
  },
);

migrationsRest.openapi(
  route({
    permission: "blueprints.manage",
    method: "post",
    path: "/migrations",
    summary: "Write the entities of a blueprint anew by a mapping, to it or to another",
    request: { body: { required: true, content: { "application/json": { schema: migrationSchema } } } },
    answers: { 202: { description: "It has been asked for", schema: started } },
  }),
  async (c) => {
    const made = await createMigration(c.get("context"), c.req.valid("json"));
    return c.json({ ok: true as const, migrationId: made.id, migration: made }, 202);
  },
);

migrationsRest.openapi(
  route({
    permission: "blueprints.manage",
    method: "get",
    path: "/migrations/{migration_id}",
    summary: "One migration",
    request: { params },
    answers: { 200: { description: "The migration", schema: one } },
  }),
  async (c) => {
    const found = await getMigration(c.get("context"), c.req.valid("param").migration_id);
    return c.json({ ok: true as const, migration: found }, 200);
  },
);

migrationsRest.openapi(
  route({
    permission: "blueprints.manage",
    method: "post",
    path: "/migrations/{migration_id}/cancel",
    summary: "End a migration; what is done stays done",
    request: {
      params,
      body: {
        content: {
          "application/json": { schema: z.strictObject({ reason: z.string().max(500).optional() }) },
        },
      },
    },
    answers: { 200: { description: "The migration", schema: one } },
  }),
  async (c) => {
    const { reason } = (c.req.valid("json") ?? {}) as { reason?: string };
    const found = await cancelMigration(c.get("context"), c.req.valid("param").migration_id, reason);
    return c.json({ ok: true as const, migration: found }, 200);
  },
);

migrationsRest.openapi(
  route({
    permission: "blueprints.manage",
    method: "delete",
    path: "/blueprints/{blueprint_identifier}/all-entities",
    summary: "Delete all entities of a blueprint, and with delete_blueprint=true the blueprint after them",
    request: {
      params: z.object({ blueprint_identifier: z.string().min(1) }),
      query: z.object({ delete_blueprint: flag, run_id: z.string().max(100).optional() }),
    },
    answers: { 200: { description: "It has been asked for", schema: started } },
  }),
  async (c) => {
    const query = c.req.valid("query");
    const made = await deleteAllEntities(c.get("context"), c.req.valid("param").blueprint_identifier, {
      deleteBlueprint: query.delete_blueprint === "true",
      runId: query.run_id ?? null,
    });
    return c.json({ ok: true as const, migrationId: made.id, migration: made }, 200);
  },
);
