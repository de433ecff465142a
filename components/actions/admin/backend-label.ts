/** Kinds of backend as people call them. */
export const BACKEND_LABELS: Readonly<Record<string, string>> = {
  TERRAFORM: "Terraform",
  WEBHOOK: "Webhook",
  GITHUB: "GitHub workflow",
  INTEGRATION_ACTION: "Integration",
  GITLAB: "GitLab pipeline",
  AZURE_DEVOPS: "Azure DevOps pipeline",
  KAFKA: "Kafka",
  UPSERT_ENTITY: "Catalog entity",
  GITOPS: "Commit to a repository",
  MANUAL: "By hand",
};

export const backendLabel = (kind: string): string => BACKEND_LABELS[kind] ?? kind;
