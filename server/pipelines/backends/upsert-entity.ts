import type { RemoteBackend } from "../remote";
import type { RemoteInvocation } from "../schema";

/**
 * Writes an entity of the catalog from what was filled in. There is nobody to call: the run goes on at once, and the entity
 * is registered from the mapping with the end of the run.
 */
export const upsertEntity: RemoteBackend<Extract<RemoteInvocation, { type: "UPSERT_ENTITY" }>> = {
  kind: "UPSERT_ENTITY",
  can: { poll: false, cancel: false, repeat: true },
  async call({ invocation }) {
    return {
      state: "succeeded",
      outputs: { blueprint: invocation.blueprintIdentifier, ...invocation.mapping },
    };
  },
};
