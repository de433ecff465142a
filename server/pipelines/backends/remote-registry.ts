import type { RemoteBackend } from "../remote";
import type { RemoteKind } from "../schema";
import { manual } from "./manual";
import { upsertEntity } from "./upsert-entity";
import { webhook } from "./webhook";

/** The backends that work elsewhere. */
export const remoteBackends: Partial<Record<RemoteKind, RemoteBackend>> = {
  WEBHOOK: webhook,
  UPSERT_ENTITY: upsertEntity,
  MANUAL: manual,
};
