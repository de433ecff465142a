import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { answered, body, wire } from "@/server/api/rest-parts";
import {
  byWorkspace,
  changes,
  lock,
  planOutputs,
  resourceChange,
  stateVersion,
  workspace,
} from "./rest-workspace-shapes";
import { RUN_STATUSES, WORKSPACE_STATUSES, workspaceFilterSchema } from "./schema";
import { downloadVersion, forceUnlock, restoreVersion } from "./service/state";
import {
  diffVersions,
  getWorkspacePage,
  listVersions,
  listWorkspaces,
  stateContent,
} from "./service/workspaces";

/** Workspaces of Terraform: what they hold, who has them, and what became of their state. */
export const workspacesRest = restRouter();

const version = z.coerce.number().int().min(1);
const byVersion = byWorkspace.extend({ version });
const reason = body(z.strictObject({ reason: z.string().max(2000) }));

workspacesRest.openapi(
  route({
    permission: "runs.read",
    method: "get",
    path: "/workspaces",
    summary: "List the workspaces of your teams, by name; all for administrators",
    request: {
      query: workspaceFilterSchema.extend({ limit: z.coerce.number().int().min(1).max(100).default(50) }),
    },
    answers: {
      200: answered("The workspaces; pass `nextCursor` as `cursor` for the next page", {
        workspaces: z.array(workspace),
        nextCursor: z.string().nullable(),
      }),
    },
  }),
  async (c) => {
    const page = await listWorkspaces(c.get("context"), c.req.valid("query"));
    return c.json({ ok: true as const, ...wire(page) }, 200);
  },
);

workspacesRest.openapi(
  route({
    permission: "runs.read",
    method: "get",
    path: "/workspaces/{workspace_id}",
    summary: "Get a workspace, with its lock, its newest state and its last runs",
    request: { params: byWorkspace },
    answers: {
      200: answered("The workspace", {
        workspace: z.object({
          id: z.string(),
          name: z.string(),
          blueprint: z.string(),
          entity: z.string(),
          template: z.string(),
          templateVersion: z.string().nullable(),
          team: z.string().nullable(),
          status: z.enum(WORKSPACE_STATUSES),
          blockedReason: z.string().nullable(),
          heldByRun: z.string().nullable(),
          lock: lock.nullable(),
          state: z
            .object({
              version: z.number(),
              serial: z.number(),
              lineage: z.string(),
              resources: z.number().nullable(),
              at: z.string(),
            })
            .nullable(),
          runs: z.array(z.object({ id: z.string(), state: z.enum(RUN_STATUSES), createdAt: z.string() })),
          createdAt: z.string(),
          updatedAt: z.string(),
        }),
      }),
    },
  }),
  async (c) => {
    const {
      can: _can,
      runs,
      ...found
    } = await getWorkspacePage(c.get("context"), c.req.valid("param").workspace_id);
    const last = runs.map(({ id, status, createdAt }) => ({ id, state: status, createdAt }));
    return c.json({ ok: true as const, workspace: wire({ ...found, runs: last }) }, 200);
  },
);

workspacesRest.openapi(
  route({
    permission: "runs.read",
    method: "get",
    path: "/workspaces/{workspace_id}/resources",
    summary: "What is in the newest state, sensitive values masked",
    request: { params: byWorkspace },
    answers: {
      200: answered("Resources and outputs; none when nothing was ever stored", {
        resources: z.array(resourceChange),
        outputs: planOutputs,
      }),
    },
  }),
  async (c) => {
    const content = await stateContent(c.get("context"), c.req.valid("param").workspace_id);
    const { resources, outputs } = content ?? { resources: [], outputs: [] };
    return c.json({ ok: true as const, resources, outputs }, 200);
  },
);

workspacesRest.openapi(
  route({
    permission: "runs.read",
    method: "get",
    path: "/workspaces/{workspace_id}/versions",
    summary: "List the versions of a state, the newest first, without their content",
    request: { params: byWorkspace },
    answers: { 200: answered("The versions", { versions: z.array(stateVersion) }) },
  }),
  async (c) => {
    const versions = await listVersions(c.get("context"), c.req.valid("param").workspace_id);
    return c.json({ ok: true as const, versions: wire(versions) }, 200);
  },
);

workspacesRest.openapi(
  route({
    permission: "runs.read",
    method: "get",
    path: "/workspaces/{workspace_id}/versions/{version}/changes",
    summary: "What a version of a state changed of another, sensitive values masked",
    request: { params: byVersion, query: z.strictObject({ from: version.optional() }) },
    answers: { 200: answered("The changes; all that there is, without `from`", { changes }) },
  }),
  async (c) => {
    const { workspace_id: workspaceId, version: to } = c.req.valid("param");
    const from = c.req.valid("query").from ?? null;
    return c.json(
      { ok: true as const, changes: await diffVersions(c.get("context"), { workspaceId, from, to }) },
      200,
    );
  },
);

workspacesRest.openapi(
  route({
    permission: "state.manage",
    method: "post",
    path: "/workspaces/{workspace_id}/versions/{version}/download",
    summary: "Get a version of a state byte for byte; it may hold secrets, and is audited",
    request: { params: byVersion },
    answers: { 200: answered("The state as text", { state: z.string() }) },
  }),
  async (c) => {
    const { workspace_id: id, version: number } = c.req.valid("param");
    const state = await downloadVersion(c.get("context"), id, number);
    return c.json({ ok: true as const, state: state.toString("utf8") }, 200);
  },
);

workspacesRest.openapi(
  route({
    permission: "state.manage",
    method: "post",
    path: "/workspaces/{workspace_id}/versions/{version}/restore",
    summary: "Make an earlier version of a state the newest, as a new version",
    request: { params: byVersion, ...reason },
    answers: { 200: answered("It is the newest", {}) },
  }),
  async (c) => {
    const { workspace_id: id, version: number } = c.req.valid("param");
    await restoreVersion(c.get("context"), id, number, c.req.valid("json").reason);
    return c.json({ ok: true as const }, 200);
  },
);

workspacesRest.openapi(
  route({
    permission: "state.manage",
    method: "post",
    path: "/workspaces/{workspace_id}/unlock",
    summary: "Take away a lock whose run is over",
    request: { params: byWorkspace, ...reason },
    answers: { 200: answered("The state is not locked", {}) },
  }),
  async (c) => {
    const { reason: why } = c.req.valid("json");
    await forceUnlock(c.get("context"), c.req.valid("param").workspace_id, why);
    return c.json({ ok: true as const }, 200);
  },
);
