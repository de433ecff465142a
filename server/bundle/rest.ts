import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { bundleText, FORMATS, parseBundle } from "./core/text";
import { applyBundle, planBundle } from "./service/apply";
import { exportBundle } from "./service/export";

const flag = z.enum(["true", "false"]).optional();
const place = z.array(z.union([z.string(), z.number()]));
const plan = z
  .object({
    ok: z.literal(true),
    steps: z.array(
      z.object({
        type: z.enum(["blueprint", "permissions", "action", "entity"]),
        identifier: z.string(),
        kind: z.enum(["create", "change", "delete", "same"]),
        changes: z.array(z.object({ path: place, before: z.unknown(), after: z.unknown() })),
      }),
    ),
    counts: z.record(z.string(), z.number()),
    issues: z.array(z.object({ path: place, message: z.string() })),
  })
  .meta({ id: "BundlePlan" });

/** The whole model as one document: for back-ups, and from one portal to another. */
export const bundleRest = restRouter();

bundleRest.openapi(
  route({
    permission: "blueprints.manage",
    method: "get",
    path: "/bundle",
    summary: "All definitions, and with entities=true all entities, as one YAML or JSON document",
    request: {
      query: z.object({
        format: z.enum(FORMATS).default("json"),
        entities: flag,
        blueprints: z.string().optional().openapi({ description: "Only these, with commas between" }),
      }),
    },
    answers: { 200: { description: "The bundle", schema: z.record(z.string(), z.unknown()) } },
  }),
  async (c) => {
    const { format, entities, blueprints } = c.req.valid("query");
    const bundle = await exportBundle(c.get("context"), {
      entities: entities === "true",
      ...(blueprints ? { blueprints: blueprints.split(",") } : {}),
    });
    return c.body(bundleText(bundle, format), 200, {
      "Content-Type": format === "json" ? "application/json" : "application/yaml; charset=utf-8",
      "Content-Disposition": `attachment; filename="bundle.${format}"`,
    }) as never;
  },
);

bundleRest.openapi(
  route({
    permission: "blueprints.manage",
    method: "post",
    path: "/bundle",
    summary: "Make the portal as a bundle says, or with dry_run=true say what that would do",
    request: {
      query: z.object({
        dry_run: flag,
        prune: flag.openapi({ description: "Delete what the bundle does not have" }),
      }),
      // Not JSON alone, so not read by a schema here: the verb reads it, whichever it is.
      body: { content: { "application/yaml": { schema: z.string() } } },
    },
    answers: { 200: { description: "What was, or would be, done", schema: plan } },
  }),
  async (c) => {
    const { dry_run, prune } = c.req.valid("query");
    const bundle = parseBundle(await c.req.text());
    const work = dry_run === "true" ? planBundle : applyBundle;
    const done = await work(c.get("context"), bundle, { prune: prune === "true" });
    return c.json({ ok: true as const, ...done } as never, 200);
  },
);
