import { canonicalJson, sha256 } from "@/server/kernel/secrets";

/** What of a row the hash covers: everything but the hash itself and the row's number. */
export interface ChainedRow {
  at: Date;
  actorKind: string;
  actorId: string;
  actorName: string;
  origin: string;
  action: string;
  resourceType: string;
  resourceId: string;
  blueprint: string | null;
  runId: string | null;
  status: string;
  message: string | null;
  diff: unknown;
  requestId: string;
  previousHash: string;
}

/** SHA-256 over the row as canonical JSON, with the hash of the row before in it. */
export function hashOf(row: ChainedRow): string {
  return sha256(
    canonicalJson({
      at: row.at.toISOString(),
      actorKind: row.actorKind,
      actorId: row.actorId,
      actorName: row.actorName,
      origin: row.origin,
      action: row.action,
      resourceType: row.resourceType,
      resourceId: row.resourceId,
      blueprint: row.blueprint,
      runId: row.runId,
      status: row.status,
      message: row.message,
      diff: row.diff ?? null,
      requestId: row.requestId,
      previousHash: row.previousHash,
    }),
  );
}

/** What is said of a row before it has its place in the chain. */
export type UnchainedRow = Omit<ChainedRow, "at" | "previousHash">;

/**
 * The text that `hashOf` hashes, in pieces: the instant belongs between the first two, the difference between the second and
 * the third, and the previous hash between the last two. So whoever appends can do it where the end of the chain is known.
 */
export function hashedPieces(row: UnchainedRow): { pieces: [string, string, string, string]; diff: string } {
  const { action, actorId, actorKind, actorName, requestId, resourceId, resourceType, runId, status } = row;
  const text = JSON.stringify;
  return {
    pieces: [
      `${canonicalJson({ action, actorId, actorKind, actorName }).slice(0, -1)},"at":"`,
      `","blueprint":${text(row.blueprint)},"diff":`,
      `,"message":${text(row.message)},"origin":${text(row.origin)},"previousHash":"`,
      `",${canonicalJson({ requestId, resourceId, resourceType, runId, status }).slice(1)}`,
    ],
    diff: canonicalJson(row.diff ?? null),
  };
}

/** The first row whose hash or link is wrong, by its index; null when the chain holds. */
export function firstBroken(rows: (ChainedRow & { hash: string })[], before = GENESIS): number | null {
  let previous = before;
  for (const [index, row] of rows.entries()) {
    if (row.previousHash !== previous || row.hash !== hashOf(row)) return index;
    previous = row.hash;
  }
  return null;
}

/** The link of the first row. */
export const GENESIS = "0".repeat(64);
