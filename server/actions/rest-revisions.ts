import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { action, answered, body, byAction, definition } from "./rest-shapes";
import { checkDefinition } from "./service/check-definition";
import { discardDraft, getActionWithDraft, publishDraft, saveDraft } from "./service/drafts";
import { listRevisions, restoreRevision } from "./service/revisions";

const revision = z.number().int();
const at = z.string().openapi({ format: "date-time" });
const issues = z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() }));
const draft = z.object({ definition, by: z.string(), byName: z.string(), at, outdated: z.boolean() });
const earlier = z.object({
  revision,
  at,
  by: z.string(),
  byName: z.string(),
  definition: definition.nullable(),
});

/** Drafts and revisions of definitions; mounted by the routes of actions. */
export const revisionsRest = restRouter();

revisionsRest.openapi(
  route({
    permission: "actions.manage",
    method: "post",
    path: "/actions/check",
    summary: "Check a definition without storing it",
    description:
      "With `identifier`, as a change of that action. Warnings are about what another backend would have to render.",
    request: body(z.strictObject({ definition, identifier: z.string().max(100).optional() })),
    answers: { 200: answered("What is wrong with it", { issues, warnings: issues }) },
  }),
  async (c) => {
    const given = c.req.valid("json");
    const found = await checkDefinition(c.get("context"), given.definition, given.identifier);
    return c.json({ ok: true as const, ...found }, 200);
  },
);

revisionsRest.openapi(
  route({
    permission: "actions.manage",
    method: "get",
    path: "/actions/{action_identifier}/draft",
    summary: "Get the draft of an action",
    request: { params: byAction },
    answers: { 200: answered("The draft; null when there is none", { draft: draft.nullable() }) },
  }),
  async (c) => {
    const found = await getActionWithDraft(c.get("context"), c.req.valid("param").action_identifier);
    return c.json({ ok: true as const, draft: found.draft }, 200);
  },
);

revisionsRest.openapi(
  route({
    permission: "actions.manage",
    method: "put",
    path: "/actions/{action_identifier}/draft",
    summary: "Keep a change of an action that is not live yet",
    description:
      "With `replaces`, 409 when the draft is not the one that was saved then (null: none); left out, any draft is replaced.",
    request: {
      params: byAction,
      ...body(z.strictObject({ definition, revision, replaces: z.iso.datetime().nullish() })),
    },
    answers: { 200: answered("What is wrong with it, and when it was saved", { issues, at }) },
  }),
  async (c) => {
    const given = c.req.valid("json");
    const saved = await saveDraft(
      c.get("context"),
      c.req.valid("param").action_identifier,
      given.definition,
      given.revision,
      given.replaces,
    );
    return c.json({ ok: true as const, ...saved }, 200);
  },
);

revisionsRest.openapi(
  route({
    permission: "actions.manage",
    method: "delete",
    path: "/actions/{action_identifier}/draft",
    summary: "Discard the draft of an action",
    request: { params: byAction },
    answers: { 200: answered("There is none from now on", {}) },
  }),
  async (c) => {
    await discardDraft(c.get("context"), c.req.valid("param").action_identifier);
    return c.json({ ok: true as const }, 200);
  },
);

revisionsRest.openapi(
  route({
    permission: "actions.manage",
    method: "post",
    path: "/actions/{action_identifier}/draft/publish",
    summary: "Make the draft of an action its definition",
    request: { params: byAction, ...body(z.strictObject({ revision })) },
    answers: { 200: answered("The action", { action }) },
  }),
  async (c) => {
    const { action_identifier: identifier } = c.req.valid("param");
    const published = await publishDraft(c.get("context"), identifier, c.req.valid("json").revision);
    return c.json({ ok: true as const, action: published }, 200);
  },
);

revisionsRest.openapi(
  route({
    permission: "actions.manage",
    method: "get",
    path: "/actions/{action_identifier}/revisions",
    summary: "List the revisions of an action, newest first",
    request: { params: byAction },
    answers: { 200: answered("The revisions", { revisions: z.array(earlier) }) },
  }),
  async (c) => {
    const found = await listRevisions(c.get("context"), c.req.valid("param").action_identifier);
    return c.json({ ok: true as const, revisions: found }, 200);
  },
);

revisionsRest.openapi(
  route({
    permission: "actions.manage",
    method: "post",
    path: "/actions/{action_identifier}/revisions/{revision}/restore",
    summary: "Make an earlier revision the present one, as a new revision",
    request: {
      params: byAction.extend({ revision: z.coerce.number().int().min(1).max(2_147_483_647) }),
      ...body(z.strictObject({ expected: revision.openapi({ description: "The revision of now." }) })),
    },
    answers: { 200: answered("The action", { action }) },
  }),
  async (c) => {
    const { action_identifier: identifier, revision: number } = c.req.valid("param");
    const restored = await restoreRevision(
      c.get("context"),
      identifier,
      number,
      c.req.valid("json").expected,
    );
    return c.json({ ok: true as const, action: restored }, 200);
  },
);
