import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import {
  MERGE_SOURCES,
  UPGRADE_ITEM_STATUSES,
  UPGRADE_STATUSES,
  VERSION_STATUSES,
} from "@/server/pipelines/core/template-versions";
import { versionSchema } from "@/server/pipelines/schema";
import { tellRelease, type VersionFacts } from "@/server/pipelines/version-standing";
import { getUpgrade, startUpgrade, startUpgradeSchema } from "./service/upgrade/many";
import { upgradeInstance } from "./service/upgrade/one";
import { instanceStanding, templateStandings } from "./service/upgrade/standing";

const ok = z.literal(true);
const version = z.object({
  version: z.string(),
  status: z.enum(VERSION_STATUSES),
  recommended: z.boolean(),
  instances: z.number(),
  note: z.string().nullable(),
  retireOn: z.string().nullable(),
  firstSeenAt: z.string(),
  mergedAt: z.string().nullable(),
  mergedFrom: z.enum(MERGE_SOURCES).nullable(),
  releasedAt: z.string().nullable(),
  draft: z.boolean(),
});
const releaseOf = (row: Pick<VersionFacts, "mergedAt" | "mergedFrom" | "releasedAt" | "draft">) => ({
  mergedAt: row.mergedAt?.toISOString() ?? null,
  mergedFrom: row.mergedFrom,
  releasedAt: row.releasedAt?.toISOString() ?? null,
  draft: row.draft,
});
const template = z
  .object({
    slug: z.string(),
    title: z.string(),
    inFolder: z.string().nullable(),
    fault: z.string().nullable(),
    instances: z.number(),
    behind: z.number(),
    versions: z.array(version),
  })
  .openapi("Template");

export const templatesRest = restRouter();

templatesRest.openapi(
  route({
    permission: "actions.manage",
    method: "get",
    path: "/templates",
    summary: "List templates with their versions, and how many instances each has",
    answers: {
      200: { description: "The templates", schema: z.object({ ok, templates: z.array(template) }) },
    },
  }),
  async (c) => {
    const templates = (await templateStandings(c.get("context"))).map(({ versions, ...one }) => ({
      slug: one.slug,
      title: one.title,
      inFolder: one.inFolder,
      fault: one.fault,
      instances: one.instances,
      behind: one.behind,
      versions: versions.map(
        ({ version: name, status, recommended, instances, note, retireOn, ...rest }) => ({
          version: name,
          status,
          recommended,
          instances,
          note,
          retireOn,
          firstSeenAt: rest.firstSeenAt.toISOString(),
          ...releaseOf(rest),
        }),
      ),
    }));
    return c.json({ ok: true as const, templates }, 200);
  },
);

templatesRest.openapi(
  route({
    permission: "insights.write",
    method: "put",
    path: "/templates/{slug}/versions/{version}/release",
    summary: "Say when a version was merged and released, or that it is a draft; what is left out stays",
    request: {
      params: z.object({ slug: z.string(), version: z.string() }),
      body: {
        required: true,
        content: {
          "application/json": {
            schema: z.strictObject({
              mergedAt: z.string().nullish().openapi({ example: "2026-03-02T10:04:00Z" }),
              releasedAt: z.string().nullish(),
              draft: z.boolean().optional(),
            }),
          },
        },
      },
    },
    answers: {
      200: {
        description: "As it is now",
        schema: z.object({
          ok,
          release: version.pick({
            version: true,
            mergedAt: true,
            mergedFrom: true,
            releasedAt: true,
            draft: true,
          }),
        }),
      },
    },
  }),
  async (c) => {
    const { slug, version: named } = c.req.valid("param");
    const row = await tellRelease(c.get("context"), { ...c.req.valid("json"), slug, version: named });
    return c.json({ ok: true as const, release: { version: row.version, ...releaseOf(row) } }, 200);
  },
);

const params = z.object({ blueprint_identifier: z.string(), entity_identifier: z.string() });
const ofParams = (p: z.infer<typeof params>) => ({
  blueprint: p.blueprint_identifier,
  entity: p.entity_identifier,
});

templatesRest.openapi(
  route({
    permission: "catalog.read",
    method: "get",
    path: "/templates/instances/{blueprint_identifier}/{entity_identifier}",
    summary: "Get the version of what an entity stands for, and how far it is behind",
    request: { params },
    answers: {
      200: {
        description: "The instance; null where no template made it",
        schema: z.object({
          ok,
          instance: z
            .object({
              workspaceId: z.string(),
              template: z.string(),
              version: z.string().nullable(),
              behind: z.number(),
              target: z.string().nullable(),
            })
            .nullable(),
        }),
      },
    },
  }),
  async (c) => {
    const found = await instanceStanding(c.get("context"), ofParams(c.req.valid("param")));
    const instance = found && {
      workspaceId: found.workspaceId,
      template: found.template,
      version: found.version,
      behind: found.behind,
      target: found.target,
    };
    return c.json({ ok: true as const, instance }, 200);
  },
);

templatesRest.openapi(
  route({
    permission: "actions.execute",
    method: "post",
    path: "/templates/instances/{blueprint_identifier}/{entity_identifier}/upgrade",
    summary: "Bring what an entity stands for to another version, newer or older, by a run",
    request: {
      params,
      body: {
        required: true,
        content: {
          "application/json": {
            schema: z.strictObject({
              version: versionSchema,
              secrets: z
                .record(z.string().max(200), z.unknown())
                .optional()
                .describe("Secret inputs of the last run, which are not kept"),
            }),
          },
        },
      },
    },
    answers: { 202: { description: "The run", schema: z.object({ ok, runId: z.string() }) } },
  }),
  async (c) => {
    const of = ofParams(c.req.valid("param"));
    const { version, secrets } = c.req.valid("json");
    const run = await upgradeInstance(c.get("context"), of, version, secrets);
    return c.json({ ok: true as const, runId: run.id }, 202);
  },
);

templatesRest.openapi(
  route({
    permission: "actions.manage",
    method: "post",
    path: "/templates/upgrades",
    summary: "Bring many instances of a template to a version; people only",
    request: {
      body: { required: true, content: { "application/json": { schema: startUpgradeSchema } } },
    },
    answers: { 202: { description: "The set", schema: z.object({ ok, upgradeId: z.string() }) } },
  }),
  async (c) => {
    const { id } = await startUpgrade(c.get("context"), c.req.valid("json"));
    return c.json({ ok: true as const, upgradeId: id }, 202);
  },
);

const item = z.object({
  workspaceId: z.string(),
  name: z.string(),
  fromVersion: z.string().nullable(),
  status: z.enum(UPGRADE_ITEM_STATUSES),
  runId: z.string().nullable(),
  message: z.string().nullable(),
});

templatesRest.openapi(
  route({
    permission: "actions.manage",
    method: "get",
    path: "/templates/upgrades/{upgrade_id}",
    summary: "Get a set of upgrades with how each instance stands",
    request: { params: z.object({ upgrade_id: z.uuid() }) },
    answers: {
      200: {
        description: "The set",
        schema: z.object({
          ok,
          status: z.enum(UPGRADE_STATUSES),
          slug: z.string(),
          toVersion: z.string(),
          items: z.array(item),
        }),
      },
    },
  }),
  async (c) => {
    const set = await getUpgrade(c.get("context"), c.req.valid("param").upgrade_id);
    const items = set.items.map(({ workspaceId, name, fromVersion, status, runId, message }) => ({
      workspaceId,
      name,
      fromVersion,
      status,
      runId,
      message,
    }));
    const { status, slug, toVersion } = set;
    return c.json({ ok: true as const, status, slug, toVersion, items }, 200);
  },
);
