import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { versionSchema } from "@/server/pipelines/schema";
import {
  deprecateSchema,
  deprecateVersion,
  recommendSchema,
  recommendVersion,
  restoreVersionStanding,
  versionOfSchema,
} from "@/server/pipelines/version-standing";
import { listWorkspaces } from "@/server/runs/service/workspaces";
import { workspaceFilterSchema } from "@/server/runs/schema";
import {
  getUpgrade,
  listUpgrades,
  startUpgrade,
  startUpgradeSchema,
  stopUpgrade,
} from "./service/upgrade/many";
import { previewUpgrade, upgradeInstance } from "./service/upgrade/one";
import { instanceStanding, templateStandings } from "./service/upgrade/standing";

const slug = z.string().min(1).max(63);
const upgradeId = z.strictObject({ id: z.uuid() });
/** Secret inputs of the last run, which are not kept. */
const secrets = z.record(z.string().max(200), z.json()).optional();
const ofEntity = { blueprint: z.string().min(1).max(100), entity: z.string().min(1).max(1000) };

/** Versions of templates, what runs on them, and bringing that to others. */
export const templatesRouter = router({
  standings: procedure("actions.manage").query(({ ctx }) => templateStandings(ctx)),
  /** Null where no template made it. */
  instance: procedure("catalog.read")
    .input(z.strictObject(ofEntity))
    .query(({ ctx, input }) => instanceStanding(ctx, input)),
  instances: procedure("actions.manage")
    .input(
      z.strictObject({ slug, version: versionSchema.optional(), cursor: z.string().max(1200).optional() }),
    )
    .query(({ ctx, input: { slug: template, ...rest } }) =>
      listWorkspaces(ctx, workspaceFilterSchema.parse({ template, ...rest, limit: 100 })),
    ),
  deprecate: procedure("actions.manage")
    .input(deprecateSchema)
    .mutation(({ ctx, input }) => deprecateVersion(ctx, input)),
  restore: procedure("actions.manage")
    .input(versionOfSchema)
    .mutation(({ ctx, input }) => restoreVersionStanding(ctx, input)),
  recommend: procedure("actions.manage")
    .input(recommendSchema)
    .mutation(({ ctx, input }) => recommendVersion(ctx, input)),
  upgrade: procedure("actions.execute")
    .input(z.strictObject({ ...ofEntity, version: versionSchema, secrets }))
    .mutation(async ({ ctx, input: { version, secrets: given, ...of } }) => {
      const run = await upgradeInstance(ctx, of, version, given);
      return { id: run.id, status: run.status };
    }),
  /** What it would change; nothing applies it. */
  preview: procedure("actions.execute")
    .input(z.strictObject({ ...ofEntity, version: versionSchema, secrets }))
    .mutation(({ ctx, input: { version, secrets: given, ...of } }) =>
      previewUpgrade(ctx, of, version, given),
    ),
  upgradeMany: procedure("actions.manage")
    .input(startUpgradeSchema)
    .mutation(({ ctx, input }) => startUpgrade(ctx, input)),
  upgrades: router({
    list: procedure("actions.manage")
      .input(z.strictObject({ slug: slug.optional() }))
      .query(({ ctx, input }) => listUpgrades(ctx, input.slug)),
    get: procedure("actions.manage")
      .input(upgradeId)
      .query(({ ctx, input }) => getUpgrade(ctx, input.id)),
    stop: procedure("actions.manage")
      .input(upgradeId)
      .mutation(({ ctx, input }) => stopUpgrade(ctx, input.id)),
  }),
});
