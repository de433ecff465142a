import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import {
  changeLifetimeSchema,
  keepLifetimeSchema,
  LIFETIME_EVENTS,
  LIFETIME_STATUSES,
  type LifetimeView,
} from "./schema";
import { changeLifetime, keepLifetime } from "./service/change";
import { getLifetime, type LifetimeDetail, pageOfLifetimes } from "./service/read";

const lifetime = z
  .object({
    id: z.string(),
    blueprint: z.string(),
    entity: z.string(),
    title: z.string().nullable(),
    status: z.enum(LIFETIME_STATUSES),
    beganAt: z.string(),
    expiresAt: z.string().nullable(),
    /** The latest end that an extension can give. */
    latestAt: z.string().nullable(),
    endedAt: z.string().nullable(),
    action: z.string(),
    runId: z.string(),
    owner: z.string(),
    team: z.string().nullable(),
    destroyAction: z.string(),
    destroyRunId: z.string().nullable(),
    note: z.string().nullable(),
  })
  .openapi("Lifetime");
const event = z.object({
  type: z.enum(LIFETIME_EVENTS),
  at: z.string(),
  by: z.string(),
  reason: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  runId: z.string().nullable(),
});

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const shown = ({ can: _can, ...view }: LifetimeView) => ({
  ...view,
  beganAt: view.beganAt.toISOString(),
  expiresAt: iso(view.expiresAt),
  latestAt: iso(view.latestAt),
  endedAt: iso(view.endedAt),
});
const detailed = ({ events, ...view }: LifetimeDetail) => ({
  ...shown(view),
  events: events.map((one) => ({
    ...one,
    at: one.at.toISOString(),
    before: iso(one.before),
    after: iso(one.after),
  })),
});

const params = z.object({ blueprint_identifier: z.string(), entity_identifier: z.string() });
const ofParams = (p: z.infer<typeof params>) => ({
  blueprint: p.blueprint_identifier,
  entity: p.entity_identifier,
});
const one = z.object({ ok: z.literal(true), lifetime });

export const lifetimesRest = restRouter();

lifetimesRest.openapi(
  route({
    permission: "catalog.read",
    method: "get",
    path: "/lifetimes",
    summary: "List what ends by itself, what ends first at the top",
    request: {
      query: z.strictObject({
        scope: z.enum(["mine", "team", "all"]).default("all"),
        status: z.enum(["live", "failed", "ended"]).default("live"),
        limit: z.coerce.number().int().min(1).max(200).default(50),
        offset: z.coerce.number().int().min(0).max(100_000).default(0),
      }),
    },
    answers: {
      200: {
        description: "The lifetimes; `nextOffset` is null at the end",
        schema: z.object({
          ok: z.literal(true),
          lifetimes: z.array(lifetime),
          nextOffset: z.number().nullable(),
        }),
      },
    },
  }),
  async (c) => {
    const { lifetimes, nextOffset } = await pageOfLifetimes(c.get("context"), c.req.valid("query"));
    return c.json({ ok: true as const, lifetimes: lifetimes.map(shown), nextOffset }, 200);
  },
);

lifetimesRest.openapi(
  route({
    permission: "catalog.read",
    method: "get",
    path: "/lifetimes/{blueprint_identifier}/{entity_identifier}",
    summary: "Get the lifetime of an entity, with what happened to it",
    request: { params },
    answers: {
      200: {
        description: "The lifetime",
        schema: z.object({ ok: z.literal(true), lifetime: lifetime.extend({ events: z.array(event) }) }),
      },
    },
  }),
  async (c) => {
    const found = await getLifetime(c.get("context"), ofParams(c.req.valid("param")));
    return c.json({ ok: true as const, lifetime: detailed(found) }, 200);
  },
);

lifetimesRest.openapi(
  route({
    permission: "catalog.write",
    method: "patch",
    path: "/lifetimes/{blueprint_identifier}/{entity_identifier}",
    summary: "Extend or shorten a lifetime",
    request: {
      params,
      body: { required: true, content: { "application/json": { schema: changeLifetimeSchema } } },
    },
    answers: { 200: { description: "The lifetime as it is now", schema: one } },
  }),
  async (c) => {
    const of = ofParams(c.req.valid("param"));
    const view = await changeLifetime(c.get("context"), of, c.req.valid("json"));
    return c.json({ ok: true as const, lifetime: shown(view) }, 200);
  },
);

lifetimesRest.openapi(
  route({
    permission: "catalog.write",
    method: "post",
    path: "/lifetimes/{blueprint_identifier}/{entity_identifier}/keep",
    summary: "Keep what would end by itself; for administrators",
    request: {
      params,
      body: { required: true, content: { "application/json": { schema: keepLifetimeSchema } } },
    },
    answers: { 200: { description: "The lifetime as it is now", schema: one } },
  }),
  async (c) => {
    const of = ofParams(c.req.valid("param"));
    const view = await keepLifetime(c.get("context"), of, c.req.valid("json"));
    return c.json({ ok: true as const, lifetime: shown(view) }, 200);
  },
);
