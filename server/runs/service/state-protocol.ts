import { audit } from "@/server/audit/service";
import { actorId, actorName, type Context } from "@/server/kernel/context";
import { Conflict, Forbidden, Invalid, Limit, NotFound, Unauthenticated } from "@/server/kernel/errors";
import { decrypt, encrypt, sha256 } from "@/server/kernel/secrets";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { isEnd } from "@/server/runs/core/lifecycle";
import {
  compareWithHead,
  type LockInfo,
  MAX_STATE_BYTES,
  md5Base64,
  parseLockInfo,
  parseState,
} from "@/server/runs/state/rules";
import { createRedactor } from "@/server/pipelines/core/redact";
import { shownState } from "@/server/runs/core/state-shown";
import * as store from "@/server/runs/state/store";
import { secretTexts } from "./run-secrets";

type AnyContext = Context | TransactionContext;

/** What a state's ciphertext is bound to. */
export const statePurpose = (workspaceId: string): string => `state:${workspaceId}`;

/** Who may reach a state now: one run, one workspace. Got from `authenticateRun` alone. */
export interface StateAccess {
  runId: string;
  workspaceId: string;
  requesterName: string;
}

/**
 * Who sends these credentials. Throws Unauthenticated unless the token is the run's own, unexpired, and the run not
 * over; Forbidden when it is for another workspace.
 */
export async function authenticateRun(
  ctx: AnyContext,
  credentials: { runId: string; token: string } | null,
  workspaceId: string,
): Promise<StateAccess> {
  const row = credentials ? await store.liveToken(ctx.db, sha256(credentials.token)) : undefined;
  if (!row || row.runId !== credentials?.runId || isEnd(row.status))
    throw new Unauthenticated(
      "The credentials of the state backend are wrong, expired, or of a run that is over.",
    );
  if (row.workspaceId !== workspaceId)
    throw new Forbidden("These credentials are for the state of another workspace.");
  return { runId: row.runId, workspaceId: row.workspaceId, requesterName: row.requesterName };
}

/** The newest state as it was sent, byte for byte, with its MD5 in base64; null when there is none yet. */
export async function readState(
  ctx: AnyContext,
  access: StateAccess,
): Promise<{ body: Buffer; md5: string } | null> {
  const row = await store.sealedVersion(ctx.db, access.workspaceId);
  return row ? { body: decrypt(statePurpose(access.workspaceId), row.sealed), md5: row.md5 } : null;
}

export interface StateWrite {
  /** From `?ID=`. */
  lockId: string | null;
  body: Buffer;
  /** From Content-MD5, in base64. */
  md5: string | null;
}

/**
 * Stores a state under the run's lock as a new version. The same bytes again (a retry after a lost answer) change
 * nothing. Throws Limit (size), Invalid for a wrong digest or no state, Conflict with `holder` for a missing or wrong
 * lock ID, and Conflict when it would go back in serial, change lineage, or contradict what is stored.
 */
export async function writeState(
  ctx: Context,
  access: StateAccess,
  write: StateWrite,
): Promise<{ version: number }> {
  assertSize(write.body.length);
  if (write.md5 !== null && write.md5 !== md5Base64(write.body))
    throw Invalid.at(["Content-MD5"], "The state was damaged on its way: its MD5 is another.");
  return transaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, access.workspaceId);
    if (!workspace.lockId) throw new Conflict("The state is not locked, and is written under a lock only.");
    if (write.lockId !== workspace.lockId || workspace.lockRunId !== access.runId)
      throw new Conflict("The state is locked, and the lock ID sent is not that of the lock.", {
        holder: await holderOf(tx, workspace),
      });
    return storeState(tx, {
      workspaceId: access.workspaceId,
      runId: access.runId,
      origin: "terraform",
      body: write.body,
    });
  });
}

/** Throws Limit when a state of this many bytes, or more, arrives. */
export function assertSize(bytes: number): void {
  if (bytes >= MAX_STATE_BYTES)
    throw new Limit(`A state must be smaller than ${MAX_STATE_BYTES / 1e6} MB. Split the workspace.`, "size");
}

/**
 * Stores a state as the next version, by the rules of serial and lineage but without a lock: for `writeState`, and for
 * the rescue of a state that Terraform could not upload. Throws Invalid or Conflict.
 */
export async function storeState(
  tx: TransactionContext,
  input: {
    workspaceId: string;
    runId: string | null;
    origin: "terraform" | "restore" | "rescue";
    body: Buffer;
    /** Why, where a person puts it in place. */
    reason?: string;
    /** The version that is put in place again. */
    restores?: number;
  },
): Promise<{ version: number }> {
  const { workspaceId, runId, origin, body, reason = null, restores } = input;
  assertSize(body.length);
  const parsed = parseState(body);
  if (!parsed)
    throw Invalid.at([], "This is not a Terraform state: JSON with a serial and a lineage is expected.");
  await workspaceOf(tx, workspaceId);
  const digest = sha256(body);
  const head = await store.headOf(tx.db, workspaceId);
  const verdict = compareWithHead(head ?? null, { ...parsed, sha256: digest });
  if (typeof verdict === "object")
    throw new Conflict(verdict.conflict, head && { serial: head.serial, lineage: head.lineage });
  if (verdict === "repeat" && head) return { version: head.version };
  const version = (head?.version ?? 0) + 1;
  const sealed = encrypt(statePurpose(workspaceId), body);
  const earlier = [...new Set([head?.version, restores])].filter((one) => one !== undefined);
  const shown = await withoutSecrets(tx, { workspaceId, runId, body, earlier });
  // Terraform writes for whoever asked for the run; what a person puts in place is theirs.
  const run = origin === "terraform" && runId ? await store.runOf(tx.db, runId) : undefined;
  await store.insertVersion(tx.db, {
    ...parsed,
    workspaceId,
    runId,
    origin,
    version,
    sealed,
    shown: shown && encrypt(statePurpose(workspaceId), shown),
    sha256: digest,
    md5: md5Base64(body),
    size: body.length,
    authorId: run?.requesterId ?? actorId(tx.actor),
    authorName: run?.requesterName ?? actorName(tx.actor),
    reason,
  });
  await audit(tx, {
    action: "WRITE_STATE",
    resourceType: "workspace",
    resourceId: workspaceId,
    runId,
    diff: { after: { version, serial: parsed.serial, sha256: digest, origin } },
  });
  return { version };
}

/** A state without the secrets that its run, or those of earlier versions, knew; null when there are none in it. */
async function withoutSecrets(
  tx: TransactionContext,
  {
    workspaceId,
    runId,
    body,
    earlier,
  }: { workspaceId: string; runId: string | null; body: Buffer; earlier: number[] },
): Promise<Buffer | null> {
  const clear = (sealed: Buffer): unknown =>
    JSON.parse(decrypt(statePurpose(workspaceId), sealed).toString("utf8"));
  const known: { state: unknown; shown: unknown }[] = [];
  for (const version of earlier) {
    const row = await store.sealedVersion(tx.db, workspaceId, version);
    if (row?.shown) known.push({ state: clear(row.sealed), shown: clear(row.shown) });
  }
  const secrets = runId ? await secretTexts(tx, runId) : [];
  if (!known.length && !secrets.length) return null;
  const shown = shownState(JSON.parse(body.toString("utf8")), createRedactor(secrets), known);
  return shown === null ? null : Buffer.from(JSON.stringify(shown));
}

/** Whether the lock was taken; if not, who has it, as lock information for Terraform and for people. */
export type LockResult = { locked: true } | { locked: false; holder: LockInfo };

/** Takes Terraform's lock. Taking one's own again with the same ID is no conflict. Throws Invalid for a body without ID. */
export async function lockState(ctx: Context, access: StateAccess, body: Buffer): Promise<LockResult> {
  const info = parseLockInfo(body);
  if (!info) throw Invalid.at(["ID"], "Lock information with an ID is expected.");
  return transaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, access.workspaceId);
    if (await store.takeLock(tx.db, access.workspaceId, access.runId, info)) return { locked: true };
    return { locked: false, holder: await holderOf(tx, workspace) };
  });
}

/**
 * Ends Terraform's lock. The ID must be that of the lock, and the lock this run's own. An empty body, as `terraform
 * force-unlock` sends, ends the run's own lock and never another's: what locked it was this run's Terraform, of which
 * one works at a time. Ending what is not locked changes nothing. Throws Conflict with `holder`.
 */
export async function unlockState(ctx: Context, access: StateAccess, body: Buffer): Promise<void> {
  const info = parseLockInfo(body);
  if (info === undefined) throw Invalid.at(["ID"], "Lock information with an ID, or nothing, is expected.");
  await transaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, access.workspaceId);
    if (!workspace.lockId) return;
    if (await store.dropLock(tx.db, access.workspaceId, info?.ID ?? workspace.lockId, access.runId)) return;
    throw new Conflict("The state is locked by somebody else, or under another ID.", {
      holder: await holderOf(tx, workspace),
    });
  });
}

/** The workspace, kept from changing until the transaction ends. Throws NotFound. */
export async function workspaceOf(tx: TransactionContext, workspaceId: string): Promise<store.WorkspaceRow> {
  const workspace = await store.workspaceForUpdate(tx.db, workspaceId);
  if (!workspace) throw new NotFound("Workspace", workspaceId);
  return workspace;
}

/** Who has the lock: Terraform's own information, with the run and its requester, so that a person knows whom to ask. */
async function holderOf(tx: TransactionContext, workspace: store.WorkspaceRow): Promise<LockInfo> {
  const runId = workspace.lockRunId ?? workspace.heldByRun;
  const run = runId ? await store.runOf(tx.db, runId) : undefined;
  const who = run ? `Run ${run.id}, requested by ${run.requesterName}` : "Nobody who is known";
  return { ...workspace.lockInfo, ID: workspace.lockId ?? runId ?? "", Info: who, RunID: runId };
}
