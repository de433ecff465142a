import { z } from "zod";
import { procedure } from "@/server/api/trpc";
import { env } from "@/server/kernel/env";
import { providerCache } from "@/server/pipelines/execution/providers";
import { sandboxOf } from "@/server/pipelines/execution/spool";
import { workspaceFilterSchema } from "./schema";
import {
  acceptDrift,
  checkDrift,
  driftSettingsInput,
  getDrift,
  getDriftSettings,
  setDriftInterval,
  setDriftSettings,
} from "./service/drift/checks";
import { downloadVersion, forceUnlock, restoreVersion } from "./service/state";
import { getWorkspace, workspaceOfEntity } from "./service/workspace";
import {
  diffVersions,
  getWorkspacePage,
  listVersions,
  listWorkspaceFacets,
  listWorkspaces,
  stateContent,
} from "./service/workspaces";

const byId = z.strictObject({ workspaceId: z.uuid() });
const version = z.number().int().min(1);

export const workspaceProcedures = {
  /** Those of one's teams; all for administrators. */
  list: procedure("runs.read")
    // The browser's paging adds a direction of its own; there is only one.
    .input(workspaceFilterSchema.extend({ direction: z.literal("forward").optional() }))
    .query(({ ctx, input: { direction: _direction, ...filter } }) => listWorkspaces(ctx, filter)),
  facets: procedure("runs.read").query(({ ctx }) => listWorkspaceFacets(ctx)),
  page: procedure("runs.read")
    .input(byId)
    .query(({ ctx, input }) => getWorkspacePage(ctx, input.workspaceId)),
  versions: procedure("runs.read")
    .input(byId)
    .query(({ ctx, input }) => listVersions(ctx, input.workspaceId)),
  /** What one version changed of another; sensitive values masked. */
  diff: procedure("runs.read")
    .input(byId.extend({ from: version.nullable(), to: version }))
    .query(({ ctx, input }) => diffVersions(ctx, input)),
  /** Resources and outputs of the newest state; sensitive values masked. */
  content: procedure("runs.read")
    .input(byId)
    .query(({ ctx, input }) => stateContent(ctx, input.workspaceId)),
  drift: procedure("runs.read")
    .input(byId)
    .query(({ ctx, input }) => getDrift(ctx, input.workspaceId)),
  checkDrift: procedure("runs.control")
    .input(byId)
    .mutation(({ ctx, input }) => checkDrift(ctx, input.workspaceId)),
  acceptDrift: procedure("runs.control")
    .input(byId.extend({ reason: z.string().max(2000) }))
    .mutation(({ ctx, input }) => acceptDrift(ctx, input.workspaceId, input.reason)),
  /** Minutes between checks; 0: none, null: as all workspaces. */
  setDriftInterval: procedure("runs.control")
    .input(byId.extend({ minutes: z.number().int().min(0).nullable() }))
    .mutation(({ ctx, input }) => setDriftInterval(ctx, input.workspaceId, input.minutes)),
  /** In what runs are carried out on this machine: whether they are sandboxed, and how much is kept of providers. */
  machine: procedure("state.manage").query(async () => ({
    sandbox: await sandboxOf(env().WAYMARK_DATA_DIR),
    providers: await providerCache(env().WAYMARK_DATA_DIR),
  })),
  driftSettings: procedure("runs.read").query(({ ctx }) => getDriftSettings(ctx)),
  setDriftSettings: procedure("state.manage")
    .input(driftSettingsInput)
    .mutation(({ ctx, input }) => setDriftSettings(ctx, input)),
  /** The workspace behind an entity; null where there is none to see. */
  ofEntity: procedure("runs.read")
    .input(z.strictObject({ blueprint: z.string().min(1).max(100), entity: z.string().min(1).max(1000) }))
    .query(({ ctx, input }) => workspaceOfEntity(ctx, input)),
  get: procedure("runs.read")
    .input(z.strictObject({ blueprint: z.string().min(1).max(100), entity: z.string().min(1).max(1000) }))
    .query(({ ctx, input }) => getWorkspace(ctx, input)),
  /** A mutation, since it is audited and its answer, which may hold secrets, must never be cached. */
  downloadVersion: procedure("state.manage")
    .input(z.strictObject({ workspaceId: z.uuid(), version: z.number().int().min(1) }))
    .mutation(async ({ ctx, input }) => ({
      text: (await downloadVersion(ctx, input.workspaceId, input.version)).toString("utf8"),
    })),
  restoreVersion: procedure("state.manage")
    .input(
      z.strictObject({
        workspaceId: z.uuid(),
        version: z.number().int().min(1),
        reason: z.string().max(2000),
      }),
    )
    .mutation(({ ctx, input }) => restoreVersion(ctx, input.workspaceId, input.version, input.reason)),
  forceUnlock: procedure("state.manage")
    .input(z.strictObject({ workspaceId: z.uuid(), reason: z.string().max(2000) }))
    .mutation(({ ctx, input }) => forceUnlock(ctx, input.workspaceId, input.reason)),
};
