import { canonicalJson, sha256 } from "@/server/kernel/secrets";
import type { SecretReference } from "./secret-variables";
import type { ModuleSnapshot, PolicyVerdict } from "@/server/runs/schema";

/** Everything that an approval speaks about. What is not in here may change between approval and apply. */
export interface ApprovalSubject {
  /** The whole copy of the action that the run keeps: template, connection and mapping with it. */
  action: { id: string; revision: number };
  inputs: Record<string, unknown>;
  /** Null for a backend that works elsewhere. */
  module: ModuleSnapshot | null;
  /** Name of the workspace. */
  workspace: string;
  /** Serial and lineage of the state that was planned against; null when there was none. */
  state: { serial: number; lineage: string } | null;
  verdicts: PolicyVerdict[];
  /** Of the plan; for a backend that works elsewhere, of the payload. */
  planSha256: string;
  /** Which variables take which secrets, in which version; never a value. */
  secrets?: Record<string, SecretReference>;
  /** Variables of the environment that variable sets give, in which version; never a value. */
  setVariables?: Record<string, string>;
}

/** SHA-256 in hex over the canonical JSON of the subject: equal subjects, equal hashes, in whatever order keys were written. */
export function subjectHash(subject: ApprovalSubject): string {
  return sha256(
    canonicalJson({
      action: {
        id: subject.action.id,
        revision: subject.action.revision,
        definition: sha256(canonicalJson(subject.action)),
      },
      inputs: subject.inputs,
      module: subject.module && {
        source: subject.module.source,
        version: subject.module.version,
        sha256: subject.module.sha256,
      },
      workspace: subject.workspace,
      state: subject.state,
      verdicts: subject.verdicts.map(({ policy, revision, effect, outcome, overriddenBy }) => ({
        policy,
        revision,
        effect,
        outcome,
        overriddenBy: overriddenBy ?? undefined,
      })),
      plan: subject.planSha256,
      secrets: subject.secrets,
      setVariables: subject.setVariables,
    }),
  );
}
