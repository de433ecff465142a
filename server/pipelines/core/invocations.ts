import { z } from "zod";

/**
 * `invocationMethod` of the backends that the published format knows. Strings hold `{{ jq }}` almost everywhere, so their
 * contents are checked when they are rendered. What Waymark adds is `TERRAFORM`, in `../schema.ts`.
 */
const text = z.string().min(1, "Must not be empty.");
const booleanOrTemplate = z.union([z.boolean(), z.string()]);
const json = z.json();
const payload = z.union([z.array(json), z.record(z.string(), json)]);

export const webhookInvocationSchema = z.strictObject({
  type: z.literal("WEBHOOK"),
  url: text,
  agent: booleanOrTemplate.optional(),
  synchronized: booleanOrTemplate.optional(),
  method: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: payload.optional(),
});

export const githubInvocationSchema = z.strictObject({
  type: z.literal("GITHUB"),
  org: text,
  repo: text,
  workflow: text,
  workflowInputs: z.record(z.string(), json).optional(),
  reportWorkflowStatus: booleanOrTemplate.optional(),
});

export const integrationInvocationSchema = z.strictObject({
  type: z.literal("INTEGRATION_ACTION"),
  installationId: text,
  integrationActionType: z.literal("dispatch_workflow"),
  integrationActionExecutionProperties: z.record(z.string(), json),
});

export const gitlabInvocationSchema = z.strictObject({
  type: z.literal("GITLAB"),
  projectName: text,
  groupName: text,
  defaultRef: z.string().optional(),
  pipelineVariables: z.record(z.string(), json).optional(),
});

export const azureInvocationSchema = z.strictObject({
  type: z.literal("AZURE_DEVOPS"),
  webhook: text,
  org: text,
  payload: payload.optional(),
});

export const kafkaInvocationSchema = z.strictObject({
  type: z.literal("KAFKA"),
  payload: payload.optional(),
});

export const upsertInvocationSchema = z.strictObject({
  type: z.literal("UPSERT_ENTITY"),
  blueprintIdentifier: text,
  mapping: z.strictObject({
    identifier: z.string().optional(),
    title: z.string().optional(),
    icon: z.string().optional(),
    team: z.union([z.string(), z.array(z.string())]).optional(),
    properties: z.record(z.string(), json).optional(),
    relations: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])).optional(),
  }),
});

/** One schema for each published kind of backend. */
export const PUBLISHED_INVOCATIONS = [
  webhookInvocationSchema,
  githubInvocationSchema,
  integrationInvocationSchema,
  gitlabInvocationSchema,
  azureInvocationSchema,
  kafkaInvocationSchema,
  upsertInvocationSchema,
] as const;
