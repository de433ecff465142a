import { z } from "zod";

/**
 * `invocationMethod` of the backends that the published format knows. Strings hold `{{ jq }}` almost everywhere, so their
 * contents are checked when they are rendered. What Waymark adds is `GITOPS` and `MANUAL` here, and `TERRAFORM` in `../schema.ts`.
 */
const text = z.string().min(1, "Must not be empty.");
const booleanOrTemplate = z.union([z.boolean(), z.string()]);
/** Whether a boolean that may have been a template says yes. */
export const isTrue = (value: unknown): boolean =>
  value === true || (typeof value === "string" && value.trim().toLowerCase() === "true");
const json = z.json();
const payload = z.union([z.array(json), z.record(z.string(), json)]);

/** How a result becomes an entity, in the shape that UPSERT_ENTITY publishes. */
export const entityMappingSchema = z.strictObject({
  identifier: z.string().min(1),
  title: z.string().optional(),
  icon: z.string().optional(),
  team: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), json).default({}),
  relations: z.record(z.string(), json).default({}),
});
export type EntityMapping = z.infer<typeof entityMappingSchema>;

/** What Waymark adds to each backend that carries out its work elsewhere. */
const ours = {
  /** The connection that holds the credentials; the one of the right kind when there is only one. */
  connection: z.string().optional(),
  /** The entity that stands for the result; `.response` and `.outputs` hold what the backend answered. */
  mapping: entityMappingSchema.optional(),
  /** Minutes until a backend that reports nothing counts as failed; default 60. */
  timeoutMinutes: z.number().int().min(1).max(43_200).optional(),
};

export const webhookInvocationSchema = z.strictObject({
  type: z.literal("WEBHOOK"),
  url: text,
  agent: booleanOrTemplate.optional(),
  synchronized: booleanOrTemplate.optional(),
  method: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: payload.optional(),
  ...ours,
});

export const githubInvocationSchema = z.strictObject({
  type: z.literal("GITHUB"),
  org: text,
  repo: text,
  workflow: text,
  workflowInputs: z.record(z.string(), json).optional(),
  reportWorkflowStatus: booleanOrTemplate.optional(),
  ...ours,
});

export const integrationInvocationSchema = z.strictObject({
  type: z.literal("INTEGRATION_ACTION"),
  installationId: text,
  integrationActionType: z.literal("dispatch_workflow"),
  integrationActionExecutionProperties: z.record(z.string(), json),
  ...ours,
});

export const gitlabInvocationSchema = z.strictObject({
  type: z.literal("GITLAB"),
  projectName: text,
  groupName: text,
  defaultRef: z.string().optional(),
  pipelineVariables: z.record(z.string(), json).optional(),
  ...ours,
});

export const azureInvocationSchema = z.strictObject({
  type: z.literal("AZURE_DEVOPS"),
  webhook: text,
  org: text,
  payload: payload.optional(),
  ...ours,
});

export const kafkaInvocationSchema = z.strictObject({
  type: z.literal("KAFKA"),
  payload: payload.optional(),
  ...ours,
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

/** Commits files that a template renders to a git repository, and waits for a report when it is told to. Ours. */
export const gitopsInvocationSchema = z.strictObject({
  type: z.literal("GITOPS"),
  /** Address of the repository: https or http, without credentials. */
  repository: text,
  branch: z.string().optional(),
  /** A template whose `skeleton/` folder is rendered into the repository. */
  template: z.string().optional(),
  /** Of that folder, noted when the run is planned: what was approved is what is committed. */
  templateSha256: z.string().optional(),
  /** Folder of the repository that the files go to; its root when left out. */
  folder: z.string().optional(),
  /** More files, path to content; one that is null is removed. */
  files: z.record(z.string(), z.string().nullable()).optional(),
  /** What the placeholders of the skeleton become. */
  values: z.record(z.string(), json).optional(),
  message: z.string().optional(),
  /** Makes the repository first when there is none, by the API of the connection. */
  createRepository: z.boolean().optional(),
  /** True: the run ends when its status is reported. Left out: it has succeeded once the commit is pushed. */
  waitForReport: z.boolean().optional(),
  ...ours,
});

/** A person does it, tracked as a run. Ours. */
export const manualInvocationSchema = z.strictObject({
  type: z.literal("MANUAL"),
  /** Markdown: what is to be done. */
  instructions: text,
  /** Who may do it: teams, and people by e-mail address; administrators always may. */
  teams: z.array(z.string()).optional(),
  users: z.array(z.string()).optional(),
  ...ours,
});

/** One schema for each kind of backend that carries out its work elsewhere. */
export const PUBLISHED_INVOCATIONS = [
  webhookInvocationSchema,
  githubInvocationSchema,
  integrationInvocationSchema,
  gitlabInvocationSchema,
  azureInvocationSchema,
  kafkaInvocationSchema,
  upsertInvocationSchema,
  gitopsInvocationSchema,
  manualInvocationSchema,
] as const;
