import { type Invocation, moduleName } from "@/server/pipelines/schema";

/** What an action sets off, in words. */
export interface BackendWords {
  /** Who does it: "GitHub workflow". */
  name: string;
  /** What happens: "GitHub runs the workflow". */
  title: string;
  /** What exactly is run. */
  detail: string;
}

/** The backend of an action as people speak of it. */
export function backendWords(invocation: Invocation): BackendWords {
  switch (invocation.type) {
    case "TERRAFORM":
      return {
        name: "Terraform",
        title: invocation.operation === "destroy" ? "Terraform destroys" : "Terraform applies",
        detail: moduleName(invocation),
      };
    case "WEBHOOK":
      return {
        name: "webhook",
        title: "A webhook is called",
        detail: `${invocation.method ?? "POST"} ${invocation.url}`,
      };
    case "GITHUB":
      return {
        name: "GitHub workflow",
        title: "GitHub runs a workflow",
        detail: `${invocation.workflow} in ${invocation.org}/${invocation.repo}`,
      };
    case "INTEGRATION_ACTION":
      return {
        name: "integration",
        title: "An integration runs a workflow",
        detail: invocation.installationId,
      };
    case "GITLAB":
      return {
        name: "GitLab pipeline",
        title: "GitLab runs a pipeline",
        detail: `${invocation.groupName}/${invocation.projectName}${invocation.defaultRef ? `, ${invocation.defaultRef}` : ""}`,
      };
    case "AZURE_DEVOPS":
      return {
        name: "Azure DevOps pipeline",
        title: "Azure DevOps runs a pipeline",
        detail: `${invocation.webhook} in ${invocation.org}`,
      };
    case "KAFKA":
      return {
        name: "Kafka",
        title: "A message is written to Kafka",
        detail: "The topic that belongs to this organisation",
      };
    case "UPSERT_ENTITY":
      return {
        name: "catalog",
        title: "An entity is written to the catalog",
        detail: invocation.blueprintIdentifier,
      };
    case "GITOPS":
      return {
        name: "git",
        title: "Files are committed to git",
        detail: `${invocation.repository}${invocation.branch ? `, ${invocation.branch}` : ""}`,
      };
    case "MANUAL":
      return {
        name: "a person",
        title: "A person does it",
        detail: [...(invocation.teams ?? []), ...(invocation.users ?? [])].join(", ") || "An administrator",
      };
  }
}
