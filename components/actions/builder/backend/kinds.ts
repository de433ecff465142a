import { backendLabel } from "../../admin/backend-label";
import { BACKEND_KINDS } from "@/server/pipelines/schema";
import type { InvocationKind } from "@/server/pipelines/schema";

export interface BackendKindInfo {
  kind: InvocationKind;
  label: string;
  /** What it does with a request. */
  description: string;
  /** What a new one starts with. */
  start: Record<string, unknown>;
}

/** Every backend of the published format, those that this portal runs first. */
export const BACKENDS: readonly BackendKindInfo[] = [
  {
    kind: "TERRAFORM",
    label: backendLabel("TERRAFORM"),
    description: "Plans a template, waits for approval, applies it, and registers the result in the catalog.",
    start: { template: "", operation: "apply", variables: {} },
  },
  {
    kind: "WEBHOOK",
    label: backendLabel("WEBHOOK"),
    description: "Sends a request to an address, signed by the portal.",
    start: { url: "", method: "POST" },
  },
  {
    kind: "GITHUB",
    label: backendLabel("GITHUB"),
    description: "Dispatches a workflow of a repository with inputs.",
    start: { org: "", repo: "", workflow: "", workflowInputs: {}, reportWorkflowStatus: true },
  },
  {
    kind: "INTEGRATION_ACTION",
    label: backendLabel("INTEGRATION_ACTION"),
    description: "Leaves a workflow to the agent of an installed integration, which fetches it.",
    start: {
      installationId: "",
      integrationActionType: "dispatch_workflow",
      integrationActionExecutionProperties: {},
    },
  },
  {
    kind: "GITLAB",
    label: backendLabel("GITLAB"),
    description: "Triggers a pipeline of a project with variables.",
    start: { projectName: "", groupName: "", pipelineVariables: {} },
  },
  {
    kind: "AZURE_DEVOPS",
    label: backendLabel("AZURE_DEVOPS"),
    description: "Sends a payload to an incoming webhook of a pipeline.",
    start: { org: "", webhook: "", payload: {} },
  },
  {
    kind: "KAFKA",
    label: backendLabel("KAFKA"),
    description: "Writes a message to the topic of runs.",
    start: { payload: {} },
  },
  {
    kind: "UPSERT_ENTITY",
    label: backendLabel("UPSERT_ENTITY"),
    description: "Writes an entity of the catalog from what was filled in.",
    start: { blueprintIdentifier: "", mapping: { identifier: "", properties: {}, relations: {} } },
  },
  {
    kind: "GITOPS",
    label: backendLabel("GITOPS"),
    description: "Fills in the files of a template, commits them to a git repository, and can make it first.",
    start: { repository: "", values: {} },
  },
  {
    kind: "MANUAL",
    label: backendLabel("MANUAL"),
    description: "Asks people to do it, and waits until one of them says that it is done.",
    start: { instructions: "" },
  },
];

export const backendOf = (kind: unknown): BackendKindInfo | undefined =>
  BACKENDS.find((backend) => backend.kind === kind);

/** Whether this portal carries out what such a backend is asked for. */
export const runsHere = (kind: unknown): boolean => (BACKEND_KINDS as readonly unknown[]).includes(kind);
