import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { POLICY_EFFECTS, POLICY_STATES } from "./schema";
import {
  createPolicy,
  deletePolicy,
  disablePolicy,
  getPolicy,
  listPolicies,
  listRevisions,
  type PolicySummary,
  publishPolicy,
  restoreRevision,
  updatePolicy,
} from "./service/policies";
import { tryAgainstRuns } from "./service/trial";

const ok = z.literal(true);
const byIdentifier = z.object({ policy_identifier: z.string().min(1).max(100) });
const definition = z.looseObject({});
const people = z.object({
  count: z.number(),
  roles: z.array(z.string()),
  users: z.array(z.string()),
  teams: z.array(z.string()),
  teamLeads: z.boolean(),
});
const policy = z
  .object({
    identifier: z.string(),
    state: z.enum(POLICY_STATES),
    revision: z.number(),
    liveRevision: z.number().nullable(),
    updatedAt: z.string(),
    updatedBy: z.string(),
    judged: z.number(),
    failed: z.number(),
    title: z.string(),
    description: z.string(),
    effect: z.enum(POLICY_EFFECTS),
    scope: z.object({
      actions: z.array(z.string()),
      blueprints: z.array(z.string()),
      operations: z.array(z.string()),
      environments: z.array(z.string()),
    }),
    expression: z.string(),
    message: z.string(),
    requires: people.nullable(),
    override: people.nullable(),
  })
  .openapi("Policy");
const answer = (description: string) => ({ description, schema: z.object({ ok, policy }) });
const body = { required: true, content: { "application/json": { schema: definition } } };
const tags = ["Policies"];

/** A policy with its newest definition, as the API gives it out. */
const published = ({
  definition: said,
  updatedByName: _name,
  live: _live,
  ...facts
}: PolicySummary & { live?: unknown }) => ({ ...facts, ...said });

export const policiesRest = restRouter();

policiesRest.openapi(
  route({
    permission: "policies.read",
    method: "get",
    path: "/policies",
    tags,
    summary: "List policies",
    answers: { 200: { description: "The policies", schema: z.object({ ok, policies: z.array(policy) }) } },
  }),
  async (c) =>
    c.json({ ok: true as const, policies: (await listPolicies(c.get("context"))).map(published) }, 200),
);

policiesRest.openapi(
  route({
    permission: "policies.manage",
    method: "post",
    path: "/policies",
    tags,
    summary: "Create a policy, as a draft",
    request: { body },
    answers: { 201: answer("The policy") },
  }),
  async (c) => {
    const made = await createPolicy(c.get("context"), c.req.valid("json"));
    return c.json({ ok: true as const, policy: published(made) }, 201);
  },
);

policiesRest.openapi(
  route({
    permission: "policies.read",
    method: "get",
    path: "/policies/{policy_identifier}",
    tags,
    summary: "Get a policy",
    request: { params: byIdentifier },
    answers: { 200: answer("The policy") },
  }),
  async (c) => {
    const found = await getPolicy(c.get("context"), c.req.valid("param").policy_identifier);
    return c.json({ ok: true as const, policy: published(found) }, 200);
  },
);

policiesRest.openapi(
  route({
    permission: "policies.manage",
    method: "put",
    path: "/policies/{policy_identifier}",
    tags,
    summary: "Change a policy: a new revision, which judges runs once it is published",
    request: {
      params: byIdentifier,
      query: z.object({ revision: z.coerce.number().int().min(1).optional() }),
      body,
    },
    answers: { 200: answer("The policy") },
  }),
  async (c) => {
    const { identifier: _identifier, ...given } = c.req.valid("json") as Record<string, unknown>;
    const { policy_identifier: identifier } = c.req.valid("param");
    const changed = await updatePolicy(c.get("context"), identifier, given, c.req.valid("query"));
    return c.json({ ok: true as const, policy: published(changed) }, 200);
  },
);

policiesRest.openapi(
  route({
    permission: "policies.manage",
    method: "delete",
    path: "/policies/{policy_identifier}",
    tags,
    summary: "Delete a policy that is not live",
    request: { params: byIdentifier },
    answers: { 200: { description: "It is deleted", schema: z.object({ ok }) } },
  }),
  async (c) => {
    await deletePolicy(c.get("context"), c.req.valid("param").policy_identifier);
    return c.json({ ok: true as const }, 200);
  },
);

policiesRest.openapi(
  route({
    permission: "policies.manage",
    method: "post",
    path: "/policies/{policy_identifier}/publish",
    tags,
    summary: "Let the newest revision judge runs",
    request: { params: byIdentifier },
    answers: { 200: answer("The policy") },
  }),
  async (c) => {
    const live = await publishPolicy(c.get("context"), c.req.valid("param").policy_identifier);
    return c.json({ ok: true as const, policy: published(live) }, 200);
  },
);

policiesRest.openapi(
  route({
    permission: "policies.manage",
    method: "post",
    path: "/policies/{policy_identifier}/disable",
    tags,
    summary: "Take a policy out of force",
    request: { params: byIdentifier },
    answers: { 200: answer("The policy") },
  }),
  async (c) => {
    const off = await disablePolicy(c.get("context"), c.req.valid("param").policy_identifier);
    return c.json({ ok: true as const, policy: published(off) }, 200);
  },
);

policiesRest.openapi(
  route({
    permission: "policies.read",
    method: "get",
    path: "/policies/{policy_identifier}/revisions",
    tags,
    summary: "List the revisions of a policy",
    request: { params: byIdentifier },
    answers: {
      200: {
        description: "The revisions, the newest first",
        schema: z.object({
          ok,
          revisions: z.array(
            z.object({
              revision: z.number(),
              at: z.string(),
              by: z.string(),
              changed: z.array(z.string()),
              definition: z.looseObject({}),
            }),
          ),
        }),
      },
    },
  }),
  async (c) => {
    const found = await listRevisions(c.get("context"), c.req.valid("param").policy_identifier);
    const revisions = found.map(({ byName: _name, definition: said, ...facts }) => ({
      ...facts,
      definition: { ...said },
    }));
    return c.json({ ok: true as const, revisions }, 200);
  },
);

policiesRest.openapi(
  route({
    permission: "policies.manage",
    method: "post",
    path: "/policies/{policy_identifier}/restore",
    tags,
    summary: "Make an earlier revision the newest",
    request: {
      params: byIdentifier,
      body: {
        required: true,
        content: {
          "application/json": {
            schema: z.strictObject({
              revision: z.number().int().min(1),
              expected: z.number().int().min(1),
            }),
          },
        },
      },
    },
    answers: { 200: answer("The policy") },
  }),
  async (c) => {
    const { revision, expected } = c.req.valid("json");
    const { policy_identifier: identifier } = c.req.valid("param");
    const restored = await restoreRevision(c.get("context"), identifier, revision, expected);
    return c.json({ ok: true as const, policy: published(restored) }, 200);
  },
);

const outcome = z.object({ outcome: z.string(), message: z.string() });

policiesRest.openapi(
  route({
    permission: "policies.manage",
    method: "post",
    path: "/policies/try",
    tags,
    summary: "Judge the last runs, as they were, by a definition that is not stored",
    request: {
      body: {
        required: true,
        content: {
          "application/json": {
            schema: z.strictObject({
              definition,
              /** The policy whose revision in force it is compared with. */
              identifier: z.string().max(63).optional(),
              limit: z.number().int().min(1).max(200).default(100),
            }),
          },
        },
      },
    },
    answers: {
      200: {
        description: "What it would have come to",
        schema: z.object({
          ok,
          changed: z.number(),
          counts: z.record(z.string(), z.number()),
          runs: z.array(z.looseObject({ runId: z.string(), draft: outcome, live: outcome.nullable() })),
        }),
      },
    },
  }),
  async (c) => {
    const { runs, changed, counts } = await tryAgainstRuns(c.get("context"), c.req.valid("json"));
    return c.json(
      { ok: true as const, changed, counts: { ...counts }, runs: runs.map((run) => ({ ...run })) },
      200,
    );
  },
);
