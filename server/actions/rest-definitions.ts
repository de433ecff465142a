import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { action, answered, body, byAction, definition, version } from "./rest-shapes";
import { EVENTS, OPERATIONS } from "./schema";
import { createAction, deleteAction, getAction, replaceAction, selectActions } from "./service/definitions";

/** A parameter that may be given once or several times. */
const many = <T extends z.ZodType>(item: T) =>
  z.preprocess((v) => (v === undefined || Array.isArray(v) ? v : [v]), z.array(item).optional());

/** Actions and automations; mounted by the routes of actions. */
export const definitionsRest = restRouter();

definitionsRest.openapi(
  route({
    permission: "actions.read",
    method: "get",
    path: "/actions",
    summary: "List actions",
    request: {
      query: z.strictObject({
        action_identifier: many(z.string()),
        blueprint_identifier: many(z.string()),
        operation: many(z.enum(OPERATIONS)),
        published: z.enum(["true", "false"]).optional(),
        trigger_type: z.enum(["self-service", "automation"]).optional(),
        trigger_event: many(z.enum(EVENTS)),
        trigger_event_action_identifier: many(z.string()),
        version,
      }),
    },
    answers: { 200: answered("The actions", { actions: z.array(action) }) },
  }),
  async (c) => {
    const q = c.req.valid("query");
    const selection = {
      identifiers: q.action_identifier,
      blueprints: q.blueprint_identifier,
      operations: q.operation,
      trigger: q.trigger_type,
      events: q.trigger_event,
      eventActions: q.trigger_event_action_identifier,
      published: q.published === undefined ? undefined : q.published === "true",
    };
    return c.json({ ok: true as const, actions: await selectActions(c.get("context"), selection) }, 200);
  },
);

definitionsRest.openapi(
  route({
    permission: "actions.manage",
    method: "post",
    path: "/actions",
    summary: "Create an action",
    request: body(definition),
    answers: { 201: answered("The action", { action }) },
  }),
  async (c) =>
    c.json({ ok: true as const, action: await createAction(c.get("context"), c.req.valid("json")) }, 201),
);

definitionsRest.openapi(
  route({
    permission: "actions.read",
    method: "get",
    path: "/actions/{action_identifier}",
    summary: "Get an action",
    request: { params: byAction, query: z.strictObject({ version }) },
    answers: { 200: answered("The action", { action }) },
  }),
  async (c) =>
    c.json(
      {
        ok: true as const,
        action: await getAction(c.get("context"), c.req.valid("param").action_identifier),
      },
      200,
    ),
);

definitionsRest.openapi(
  route({
    permission: "actions.manage",
    method: "put",
    path: "/actions/{action_identifier}",
    summary: "Change an action",
    request: { params: byAction, ...body(definition) },
    answers: { 200: answered("The action", { action }) },
  }),
  async (c) =>
    c.json(
      {
        ok: true as const,
        action: await replaceAction(
          c.get("context"),
          c.req.valid("param").action_identifier,
          c.req.valid("json"),
        ),
      },
      200,
    ),
);

definitionsRest.openapi(
  route({
    permission: "actions.manage",
    method: "delete",
    path: "/actions/{action_identifier}",
    summary: "Delete an action",
    request: { params: byAction },
    answers: { 200: answered("It is deleted", {}) },
  }),
  async (c) => {
    await deleteAction(c.get("context"), c.req.valid("param").action_identifier);
    return c.json({ ok: true as const }, 200);
  },
);
