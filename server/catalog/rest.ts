import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import {
  blueprintCreateSchema,
  blueprintPatchSchema,
  blueprintReplaceSchema,
  stampedBlueprintSchema,
} from "./core/blueprint-schema";
import { published } from "./service/blueprint-record";
import { migrationsRest } from "./rest-migrations";
import { organizationRest } from "./rest-organization";
import { renameRest } from "./rest-rename";
import { bulkRest } from "./rest-bulk";
import { aggregateRest } from "./rest-aggregate";
import { entitiesRest } from "./rest-entities";
import { exportRest } from "./rest-export";
import { searchRest } from "./rest-search";
import { historyRest } from "./rest-history";
import { relatedRest } from "./rest-related";
import { permissionsRest } from "./rest-permissions";
import { systemRest } from "./rest-system";
import type { BlueprintRecord } from "./schema";
import {
  createBlueprint,
  deleteBlueprint,
  getBlueprint,
  listBlueprints,
  replaceBlueprint,
  updateBlueprint,
} from "./service/blueprints";

const ok = z.literal(true);
const blueprintShape = stampedBlueprintSchema.meta({ id: "Blueprint" });
const blueprintAnswer = z.object({ ok, blueprint: blueprintShape });
const theBlueprint = { 200: { description: "The blueprint", schema: blueprintAnswer } };
const params = z.object({ identifier: z.string().min(1) });
const json = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { "application/json": { schema } },
});
const flag = z.enum(["true", "false"]).optional();

/** The revision that was edited, as GET gives it in ETag; another in the meantime is a 409 with the difference. */
const headers = z.object({
  "if-match": z
    .string()
    .regex(/^"?\d{1,9}"?$/, 'Send the ETag of the blueprint, such as "3".')
    .optional(),
});
const edited = ({ "if-match": tag }: z.infer<typeof headers>) =>
  tag === undefined ? {} : { revision: Number(tag.replaceAll('"', "")) };

const one = (blueprint: BlueprintRecord) => ({ ok: true as const, blueprint: published(blueprint) });

/** Blueprints, and entities below them. */
export const catalogRest = restRouter();

catalogRest.openapi(
  route({
    permission: "catalog.read",
    method: "get",
    path: "/blueprints",
    summary: "All blueprints",
    answers: {
      200: {
        description: "The blueprints, by title",
        schema: z.object({ ok, blueprints: z.array(blueprintShape) }),
      },
    },
  }),
  async (c) => {
    const blueprints = await listBlueprints(c.get("context"), { hidden: true });
    return c.json(
      {
        ok: true as const,
        blueprints: blueprints.map(({ entityCount: _count, hidden: _hidden, ...blueprint }) =>
          published(blueprint),
        ),
      },
      200,
    );
  },
);

catalogRest.openapi(
  route({
    permission: "blueprints.manage",
    method: "post",
    path: "/blueprints",
    summary: "Create a blueprint",
    request: { query: z.object({ create_catalog_page: flag }), body: json(blueprintCreateSchema) },
    answers: { 201: { description: "The blueprint", schema: blueprintAnswer } },
  }),
  async (c) => c.json(one(await createBlueprint(c.get("context"), c.req.valid("json"))), 201),
);

catalogRest.openapi(
  route({
    permission: "catalog.read",
    method: "get",
    path: "/blueprints/{identifier}",
    summary: "One blueprint",
    request: { params },
    answers: theBlueprint,
  }),
  async (c) => {
    const blueprint = await getBlueprint(c.get("context"), c.req.valid("param").identifier);
    c.header("ETag", `"${blueprint.revision}"`);
    return c.json(one(blueprint), 200);
  },
);

catalogRest.openapi(
  route({
    permission: "blueprints.manage",
    method: "put",
    path: "/blueprints/{identifier}",
    summary: "Replace a blueprint",
    request: { params, headers, body: json(blueprintReplaceSchema) },
    answers: theBlueprint,
  }),
  async (c) =>
    c.json(
      one(
        await replaceBlueprint(
          c.get("context"),
          c.req.valid("param").identifier,
          c.req.valid("json"),
          edited(c.req.valid("header")),
        ),
      ),
      200,
    ),
);

catalogRest.openapi(
  route({
    permission: "blueprints.manage",
    method: "patch",
    path: "/blueprints/{identifier}",
    summary: "Change what is given of a blueprint",
    request: { params, headers, body: json(blueprintPatchSchema) },
    answers: theBlueprint,
  }),
  async (c) =>
    c.json(
      one(
        await updateBlueprint(
          c.get("context"),
          c.req.valid("param").identifier,
          c.req.valid("json"),
          edited(c.req.valid("header")),
        ),
      ),
      200,
    ),
);

catalogRest.openapi(
  route({
    permission: "blueprints.manage",
    method: "delete",
    path: "/blueprints/{identifier}",
    summary: "Delete a blueprint that nothing depends on",
    request: { params, query: z.object({ delete_actions: flag }) },
    answers: { 200: { description: "It is deleted", schema: z.object({ ok }) } },
  }),
  async (c) => {
    await deleteBlueprint(c.get("context"), c.req.valid("param").identifier, {
      deleteActions: c.req.valid("query").delete_actions === "true",
    });
    return c.json({ ok: true as const }, 200);
  },
);

catalogRest.route("/", permissionsRest);
catalogRest.route("/", systemRest);
catalogRest.route("/", renameRest);
catalogRest.route("/", organizationRest);
catalogRest.route("/", searchRest);
catalogRest.route("/", migrationsRest);
catalogRest.route("/", exportRest);
catalogRest.route("/", aggregateRest);
catalogRest.route("/", entitiesRest);
catalogRest.route("/", bulkRest);
catalogRest.route("/", historyRest);
catalogRest.route("/", relatedRest);
