import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { answered, body, wire } from "@/server/api/rest-parts";
import { testConnection } from "./connection-test";
import { connectionKindSchema } from "./core/connection-kinds";
import { connectionIdentifier } from "./schema";
import { deleteConnection, listConnections, upsertConnection } from "./service";

/** Connections: written, tested and deleted; their credentials are never given out. */
export const connectionsRest = restRouter();

const byConnection = z.object({ connection_identifier: connectionIdentifier });
const connection = z
  .object({
    identifier: z.string(),
    title: z.string(),
    description: z.string().nullable(),
    kind: connectionKindSchema,
    settings: z.object({ url: z.string().optional() }),
    variableNames: z.array(z.string()),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi("Connection");

connectionsRest.openapi(
  route({
    permission: "actions.manage",
    method: "get",
    path: "/connections",
    summary: "List connections, without their credentials",
    answers: { 200: answered("The connections", { connections: z.array(connection) }) },
  }),
  async (c) => c.json({ ok: true as const, connections: wire(await listConnections(c.get("context"))) }, 200),
);

connectionsRest.openapi(
  route({
    permission: "actions.manage",
    method: "put",
    path: "/connections/{connection_identifier}",
    summary: "Create or replace a connection; a variable that is null keeps its stored value",
    request: { params: byConnection, ...body(z.record(z.string(), z.unknown())) },
    answers: { 200: answered("The connection", { connection }) },
  }),
  async (c) => {
    const { connection_identifier: identifier } = c.req.valid("param");
    // The verb checks it and names every fault with its place.
    const input = { ...c.req.valid("json"), identifier } as Parameters<typeof upsertConnection>[1];
    const saved = await upsertConnection(c.get("context"), input);
    return c.json({ ok: true as const, connection: wire(saved) }, 200);
  },
);

connectionsRest.openapi(
  route({
    permission: "actions.manage",
    method: "post",
    path: "/connections/{connection_identifier}/test",
    summary: "Ask the system behind a connection whose its credentials are",
    request: { params: byConnection },
    answers: {
      200: answered("What it answered", {
        test: z.object({
          ok: z.boolean(),
          account: z.string().nullable(),
          scopes: z.array(z.string()),
          answered: z.string(),
        }),
      }),
    },
  }),
  async (c) => {
    const test = await testConnection(c.get("context"), c.req.valid("param").connection_identifier);
    return c.json({ ok: true as const, test }, 200);
  },
);

connectionsRest.openapi(
  route({
    permission: "actions.manage",
    method: "delete",
    path: "/connections/{connection_identifier}",
    summary: "Delete a connection",
    request: { params: byConnection },
    answers: { 200: answered("It is deleted", {}) },
  }),
  async (c) => {
    await deleteConnection(c.get("context"), c.req.valid("param").connection_identifier);
    return c.json({ ok: true as const }, 200);
  },
);
