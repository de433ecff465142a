import type { RemoteBackend } from "../remote";
import type { RemoteKind } from "../schema";
import { azureDevops } from "./azure-devops";
import { github } from "./github";
import { gitlab } from "./gitlab";
import { gitops } from "./gitops";
import { integration } from "./integration";
import { manual } from "./manual";
import { upsertEntity } from "./upsert-entity";
import { webhook } from "./webhook";

/** The backends that work elsewhere. */
export const remoteBackends: Record<RemoteKind, RemoteBackend> = {
  WEBHOOK: webhook,
  GITHUB: github,
  INTEGRATION_ACTION: integration,
  GITLAB: gitlab,
  AZURE_DEVOPS: azureDevops,
  UPSERT_ENTITY: upsertEntity,
  GITOPS: gitops,
  MANUAL: manual,
};
