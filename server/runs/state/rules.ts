import { createHash } from "node:crypto";

/**
 * A state must be smaller than this, in bytes. Terraform keeps the whole state in memory and sends it whole at each
 * change; the largest in use are some tens of megabytes, and what is larger is a mistake or an attack.
 */
export const MAX_STATE_BYTES = 100_000_000;

/** What the backend reads of a state; the rest is Terraform's own. */
export interface StateHeader {
  serial: number;
  lineage: string;
  /** How many instances of managed resources it has. */
  resources: number;
}

export interface StoredHead extends Omit<StateHeader, "resources"> {
  sha256: string;
}

/** Serial, lineage and size of a state file; null when it is not one. */
export function parseState(body: Buffer): StateHeader | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString("utf8"));
  } catch {
    // Not JSON, so not a state; the caller says so.
    return null;
  }
  if (!parsed || typeof parsed !== "object" || Array.isArray(parsed)) return null;
  const { serial, lineage, resources } = parsed as Record<"serial" | "lineage" | "resources", unknown>;
  if (typeof serial !== "number" || !Number.isSafeInteger(serial) || serial < 0) return null;
  if (typeof lineage !== "string" || !lineage || lineage.length > 200) return null;
  return { serial, lineage, resources: countManaged(resources) };
}

function countManaged(resources: unknown): number {
  if (!Array.isArray(resources)) return 0;
  return (resources as { mode?: unknown; instances?: unknown }[]).reduce(
    (sum, r) => sum + (r?.mode === "managed" && Array.isArray(r.instances) ? r.instances.length : 0),
    0,
  );
}

/**
 * What storing a state after another would mean. `repeat`: the very same bytes again, as after a lost answer.
 * A lower serial, another lineage, or another content under the same serial would lose what is recorded.
 */
export function compareWithHead(
  head: StoredHead | null,
  next: StoredHead,
): "store" | "repeat" | { conflict: string } {
  if (!head) return "store";
  if (next.lineage !== head.lineage)
    return {
      conflict: `The state has lineage ${next.lineage}, and the workspace has ${head.lineage}: it is the state of something else.`,
    };
  if (next.serial < head.serial)
    return {
      conflict: `The state has serial ${next.serial}, and the workspace is at ${head.serial} already: it would undo recorded changes.`,
    };
  if (next.serial > head.serial) return "store";
  return next.sha256 === head.sha256
    ? "repeat"
    : {
        conflict: `The workspace has another state with serial ${next.serial} already: two processes have written at once.`,
      };
}

export const md5Base64 = (body: Buffer): string => createHash("md5").update(body).digest("base64");

/** The lock information that Terraform sends; only `ID` matters to the backend. */
export interface LockInfo {
  ID: string;
  [key: string]: unknown;
}

/** Reads the body of a lock or unlock request: null when it is empty, undefined when it is no lock information. */
export function parseLockInfo(body: Buffer): LockInfo | null | undefined {
  if (!body.length) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString("utf8"));
  } catch {
    // Not JSON, so not lock information; the caller says so.
    return undefined;
  }
  if (!parsed || typeof parsed !== "object" || Array.isArray(parsed)) return undefined;
  const { ID } = parsed as { ID?: unknown };
  return typeof ID === "string" && ID && ID.length <= 200 ? { ...parsed, ID } : undefined;
}
