import { z } from "zod";
import {
  type ConnectionKind,
  connectionFaults,
  connectionKindSchema,
  type ConnectionSettings,
  connectionSettingsSchema,
} from "./core/connection-kinds";
import { entityMappingSchema, PUBLISHED_INVOCATIONS } from "./core/invocations";

/** Backends that carry out their work elsewhere: the portal calls them and is told, or asks, what came of it. */
export const REMOTE_KINDS = [
  "WEBHOOK",
  "GITHUB",
  "INTEGRATION_ACTION",
  "GITLAB",
  "AZURE_DEVOPS",
  "UPSERT_ENTITY",
  "GITOPS",
  "MANUAL",
] as const;
export type RemoteKind = (typeof REMOTE_KINDS)[number];
export type BackendKind = "TERRAFORM" | RemoteKind;

/** Backends that this portal carries out. Definitions may name others of the published format; they cannot be run. */
export const BACKEND_KINDS: readonly BackendKind[] = ["TERRAFORM", ...REMOTE_KINDS];

/** A value of a payload: `{{ jq }}` inside strings is evaluated against the run's context. */
export const templateValueSchema: z.ZodType<unknown> = z.json();

export { entityMappingSchema };
export type { EntityMapping } from "./core/invocations";

/** Of a template, as `template.json` names it. */
export const versionSchema = z
  .string()
  .max(50)
  .regex(/^\d{1,9}\.\d{1,9}\.\d{1,9}$/, "Use a version such as 1.0.0.");

/** A module in a git repository, at one commit. */
export const moduleSourceSchema = z.strictObject({
  /** Address of the repository: https or http, without credentials. */
  repository: z
    .url({ protocol: /^https?$/, error: "Give an address such as https://git.example.com/team/modules.git." })
    .max(500)
    .refine((text) => {
      if (!URL.canParse(text)) return false;
      const { username, password, search, hash } = new URL(text);
      return username + password + search + hash === "";
    }, "Give the address alone, without a user, ? or #. Credentials belong into a connection."),
  /** All 40 digits: a branch or a tag can come to mean something else. */
  commit: z.string().trim().min(1).max(200),
  /** Folder of the module within the repository; its root when left out. */
  folder: z
    .string()
    .max(300)
    .regex(/^[\w.-]+(\/[\w.-]+)*$/, "Give a folder such as modules/database.")
    .refine(
      (path) => !path.split("/").some((part) => part === ".." || part === "."),
      "Must not leave the repository.",
    )
    .optional(),
  /** The connection with the credentials of the repository. */
  connection: z.string().optional(),
});
export type ModuleSource = z.infer<typeof moduleSourceSchema>;

/** `invocationMethod` of an action that Terraform or OpenTofu carries out. Our own key in the published format. */
export const terraformInvocationSchema = z
  .strictObject({
    type: z.literal("TERRAFORM"),
    /** A folder under templates/, whose module/ is planned and applied. */
    template: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "Choose a template of this portal.")
      .optional(),
    /** A module of a git repository, in the place of a template. */
    source: moduleSourceSchema.optional(),
    /** The version of the template that what is made gets; without it, the recommended one, or the one in its folder. */
    version: versionSchema.optional(),
    operation: z.enum(["apply", "destroy"]).default("apply"),
    /** The connection whose variables Terraform finds in its environment. */
    connection: z.string().optional(),
    /** Terraform variables; strings may hold `{{ jq }}` over .inputs, .entity, .trigger, .run. */
    variables: z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,62}$/), templateValueSchema).default({}),
    /** The entity that stands for the result; with operation destroy the entity acted on is removed. */
    mapping: entityMappingSchema.optional(),
    /** Minutes until Terraform is interrupted; default 60. */
    timeoutMinutes: z.number().int().min(1).max(1440).default(60),
    /** Takes the network away from the module: nothing is reached but the state. Needs the sandbox. */
    network: z.literal("none").optional(),
  })
  .refine(({ template, source }) => (template === undefined) !== (source === undefined), {
    path: ["template"],
    message: "Give a template of this portal, or a source in a git repository: one of the two.",
  });
export type TerraformInvocation = z.infer<typeof terraformInvocationSchema>;

/** What names the module of an action for people and for its workspaces, whatever its version. */
export const moduleName = ({ template, source }: Pick<TerraformInvocation, "template" | "source">): string =>
  source
    ? `${source.repository.replace(/\.git$/, "")}${source.folder ? `//${source.folder}` : ""}`
    : (template ?? "");

/** Every `invocationMethod` that a definition may have. */
export const invocationSchema = z.discriminatedUnion("type", [
  terraformInvocationSchema,
  ...PUBLISHED_INVOCATIONS,
]);
export type Invocation = z.infer<typeof invocationSchema>;
export type InvocationKind = Invocation["type"];

/** What the engine carries out. */
export type RunnableInvocation = Extract<Invocation, { type: BackendKind }>;

/** Kinds that the published format does not have: their definitions were written for this portal, and are held to its rules. */
export const isOurs = ({ type }: Pick<Invocation, "type">): boolean =>
  type === "TERRAFORM" || type === "GITOPS" || type === "MANUAL";

export type RemoteInvocation = Extract<Invocation, { type: RemoteKind }>;

export const isRunnable = (invocation: Invocation): invocation is RunnableInvocation =>
  (BACKEND_KINDS as readonly string[]).includes(invocation.type);

export const isRemote = (invocation: Invocation): invocation is RemoteInvocation =>
  (REMOTE_KINDS as readonly string[]).includes(invocation.type);

export type PlanAction = "create" | "update" | "delete" | "replace" | "read" | "no-op" | "forget";

/** One attribute of a planned change. Values of sensitive attributes never get here. */
export interface AttributeChange {
  path: string;
  before: unknown;
  after: unknown;
  sensitive: boolean;
  unknownAfter: boolean;
  forcesReplacement: boolean;
}

export interface ResourceChange {
  address: string;
  type: string;
  name: string;
  provider: string;
  action: PlanAction;
  /** Why a replacement, in words. */
  reason: string | null;
  attributes: AttributeChange[];
}

/** A plan as people see it: destructive changes first, sensitive values masked. */
export interface PlanSummary {
  counts: { create: number; update: number; delete: number; replace: number };
  resources: ResourceChange[];
  outputs: {
    name: string;
    action: PlanAction;
    sensitive: boolean;
    before: unknown;
    after: unknown;
    unknownAfter: boolean;
  }[];
  /** Nothing to do. */
  empty: boolean;
  terraformVersion: string;
}

/** Identifier of a connection, as `connection` of an invocation names it. */
export const connectionIdentifier = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    "Use up to 63 lowercase letters, digits and dashes, and begin with a letter or digit.",
  );

/** Variables that Terraform, its state or the system's loader take over: setting them would undo what keeps runs apart. */
const RESERVED_VARIABLE =
  /^(TF_(HTTP|LOG|CLI|DATA|WORKSPACE|IN_AUTOMATION|INPUT|REATTACH|TEMP|PLUGIN)|TOFU_|LD_|DYLD_|NODE_|WAYMARK_|GIT_(SSH|EXEC|CONFIG)|BASH_|(PATH|HOME|TMPDIR|ENV|IFS|PWD|SHELLOPTS|PS4|CHECKPOINT_DISABLE)$)/i;

/** Name of a variable of the environment that people may set. */
export const environmentName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, "Use letters, digits and underscores, as in AWS_REGION.")
  .refine((name) => !RESERVED_VARIABLE.test(name), "This variable is set by the portal itself.");

export const connectionInput = z
  .strictObject({
    identifier: connectionIdentifier,
    title: z.string().trim().min(1).max(100),
    description: z.string().trim().max(500).nullish(),
    kind: connectionKindSchema.default("environment"),
    settings: connectionSettingsSchema.default({}),
    /** The whole set of credentials or variables; null keeps the value that is stored, which nobody can read back. */
    variables: z
      .record(
        environmentName,
        z
          .string()
          .max(65_536)
          .refine((value) => !value.includes("\0"), "A value cannot hold a NUL character.")
          .nullable(),
      )
      .refine((variables) => Object.keys(variables).length <= 100, "A connection has at most 100 variables."),
  })
  .superRefine((input, context) => {
    for (const { path, message } of connectionFaults(input))
      context.addIssue({ code: "custom", path, message });
  });
export type ConnectionInput = z.input<typeof connectionInput>;

/** A connection as people see it: which credentials or variables it holds, never their values. */
export interface ConnectionSummary {
  identifier: string;
  title: string;
  description: string | null;
  kind: ConnectionKind;
  settings: ConnectionSettings;
  variableNames: string[];
  createdAt: Date;
  updatedAt: Date;
}

export const VARIABLE_KINDS = ["terraform", "environment"] as const;
export type VariableKind = (typeof VARIABLE_KINDS)[number];

/** Where a variable that the action does not set came from: the set, and the version of its value. */
export interface VariableSource {
  set: string;
  title: string;
  version: string;
  sensitive: boolean;
}

/** What variable sets gave to a run, by the name of the variable. */
export type VariableSources = Record<VariableKind, Record<string, VariableSource>>;

/** `template.json` of a golden path. */
export const templateManifestSchema = z.strictObject({
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  title: z.string().min(1).max(100),
  version: versionSchema,
  description: z.string().min(1).max(500),
});
export type TemplateManifest = z.infer<typeof templateManifestSchema>;
