import fs from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { log } from "@/server/kernel/log";
import type { ExecutionReport, ExecutionRequest } from "../backend";
import { executionPaths, heartbeatFile, isMissing, readText, replaceFile } from "./files";
import { pruneProviders, providerLimit, takeProviders } from "./providers";
import { groupIsAlive, isAlive, parseClaim, type Claim } from "./process";
import { SANDBOX_MODES, type SandboxState } from "./sandbox";

/**
 * The protocol between the worker and the supervisor: a folder for each execution. Every record in it is a small file that
 * appears in one step, so that either side may be killed at any moment and the other still reads the truth.
 */

export type StopReason = "cancel" | "timeout" | "shutdown";

/** A script that was killed between making its claim and writing it gets this long to be believed, in ms. */
const claimPatienceMs = 5_000;
/** A supervisor that has not beaten for this long hangs, or its machine does, in ms. */
const heartbeatPatienceMs = 10_000;

/**
 * What the shell reports of a command that ended without a word of its own: 128 and the number of a signal that nothing can
 * answer (ILL, ABRT, BUS, FPE, KILL, SEGV). SIGINT and SIGTERM are not among them: those end a command in order.
 */
const DEATHS: ReadonlySet<number> = new Set([4, 6, 7, 8, 9, 10, 11].map((signal) => 128 + signal));

const requestSchema = z.object({
  files: z.array(
    z.object({ path: z.string(), content: z.string().transform((text) => Buffer.from(text, "base64")) }),
  ),
  commands: z.array(z.object({ name: z.string(), argv: z.array(z.string()), stdout: z.string().optional() })),
  environment: z.record(z.string(), z.string()),
  timeoutSeconds: z.number(),
  network: z.object({ reach: z.string().nullable() }).optional(),
}) satisfies z.ZodType<ExecutionRequest>;
const stopSchema = z.object({ reason: z.enum(["cancel", "timeout", "shutdown"]) });
/** `signals` is how far it went: 1 and 2 are SIGINT, 3 is SIGKILL; `command` is the one that heard the last of them. */
const stoppedSchema = stopSchema.extend({
  at: z.number(),
  signals: z.number(),
  command: z.string().nullable(),
});
export type Stopped = z.infer<typeof stoppedSchema>;
const heartbeatSchema = z.object({
  pid: z.number(),
  identity: z.string(),
  heartbeatAt: z.string(),
  active: z.number(),
  sandbox: z
    .object({
      mode: z.enum(SANDBOX_MODES),
      active: z.boolean(),
      why: z.string(),
      account: z.number().nullable().default(null),
      network: z.boolean().default(false),
      gaps: z.array(z.string()).default([]),
    })
    .optional(),
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;

/** Folder in which the commands of an execution run, and where what they made is found. */
export const workDir = (dataDir: string, id: string): string => executionPaths(dataDir, id).work;

/** Asks for an execution. The folder appears complete or not at all; a second call for the same id does nothing. */
export async function requestExecution(
  dataDir: string,
  id: string,
  request: ExecutionRequest,
): Promise<void> {
  const { root, folder } = executionPaths(dataDir, id);
  await fs.mkdir(root, { recursive: true, mode: 0o700 });
  const fresh = await fs.mkdtemp(path.join(root, `.new-${process.pid}-`));
  const body = {
    ...request,
    files: request.files.map((file) => ({ path: file.path, content: file.content.toString("base64") })),
  };
  await fs.writeFile(path.join(fresh, "request.json"), JSON.stringify(body), { mode: 0o600 });
  await fs.writeFile(
    path.join(fresh, "limits.json"),
    JSON.stringify({ timeoutSeconds: request.timeoutSeconds }),
    { mode: 0o600 },
  );
  try {
    await fs.rename(fresh, folder);
  } catch (error) {
    await fs.rm(fresh, { recursive: true, force: true });
    if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

/** How an execution stands. Needs no supervisor: it reads the records, and asks the system who lives. */
export async function readReport(dataDir: string, id: string): Promise<ExecutionReport> {
  const paths = executionPaths(dataDir, id);
  // Life is asked before the exit code is read: a script that ends in between has left its code by then.
  const alive = await mayLive(paths.claim);
  const code = /^([0-9]+)\n$/.exec((await readText(paths.exit)) ?? "")?.[1];
  // And the records after it: whoever left a code had written all of them before.
  const report: ExecutionReport = {
    state: "absent",
    exitCode: null,
    command: (await readText(paths.command))?.trim() || null,
    stopped: (await readRecord(paths.stopped, stoppedSchema))?.reason ?? null,
    startedAt: await changedAt(paths.claim),
    finishedAt: null,
  };
  if (!(await changedAt(paths.folder))) return report;
  if (code !== undefined) {
    const ended = { ...report, exitCode: Number(code), finishedAt: await changedAt(paths.exit) };
    return { ...ended, state: DEATHS.has(ended.exitCode) ? "lost" : "exited" };
  }
  if (alive === null) return { ...report, state: "requested" };
  return { ...report, state: alive ? "running" : "lost" };
}

/** Null when nothing was started yet. */
async function mayLive(claimFile: string): Promise<boolean | null> {
  const text = await readText(claimFile);
  if (text === null) return null;
  const claim = parseClaim(text);
  if (claim) return groupIsAlive(claim);
  const madeAt = await changedAt(claimFile);
  return madeAt !== null && Date.now() - madeAt.getTime() < claimPatienceMs;
}

/** Who runs the execution; null when it was not started, or its script could not even say so. */
export async function readClaim(dataDir: string, id: string): Promise<Claim | null> {
  return parseClaim((await readText(executionPaths(dataDir, id).claim)) ?? "");
}

/** Up to `maxBytes` of the output from byte `offset` on. An output that is not there, or ended, gives none. */
export async function readOutput(
  dataDir: string,
  id: string,
  offset: number,
  maxBytes: number,
): Promise<{ bytes: Buffer; nextOffset: number }> {
  let handle: fs.FileHandle;
  try {
    handle = await fs.open(executionPaths(dataDir, id).output, "r");
  } catch (error) {
    if (isMissing(error)) return { bytes: Buffer.alloc(0), nextOffset: offset };
    throw error;
  }
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.max(0, Math.min(maxBytes, size - offset)));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
    return { bytes: buffer.subarray(0, bytesRead), nextOffset: offset + bytesRead };
  } finally {
    await handle.close();
  }
}

/** How many bytes the output has; none when it is not there. */
export async function outputSize(dataDir: string, id: string): Promise<number> {
  try {
    return (await fs.stat(executionPaths(dataDir, id).output)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

/** Asks the supervisor to stop it: SIGINT, patience, SIGINT, SIGKILL. The first reason stays; an ended one stays as it is. */
export async function interruptExecution(dataDir: string, id: string, reason: StopReason): Promise<void> {
  const paths = executionPaths(dataDir, id);
  if ((await readText(paths.exit)) !== null || (await readText(paths.stop)) !== null) return;
  try {
    await replaceFile(paths.stop, JSON.stringify({ reason }));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Removes every trace of an execution, at once and with its secrets. Throws while its commands run. */
export async function cleanExecution(dataDir: string, id: string): Promise<void> {
  const { root, folder } = executionPaths(dataDir, id);
  const { state } = await readReport(dataDir, id);
  if (state === "running") throw new Error(`The execution ${id} still runs, so its files cannot be removed.`);
  if (state === "absent") return;
  await keepProviders(dataDir, id);
  const gone = await fs.mkdtemp(path.join(root, `.gone-${process.pid}-`));
  try {
    await fs.rename(folder, path.join(gone, id));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  await fs.rm(gone, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}

/** What was fetched is for later runs; that it cannot be kept is no reason to leave the files of this one. */
async function keepProviders(dataDir: string, id: string): Promise<void> {
  const { state, command, exitCode } = await readReport(dataDir, id);
  const initialised = command !== null && (command !== "init" || exitCode === 0);
  if (!initialised || state === "requested") return;
  try {
    if (await takeProviders(dataDir, id)) await pruneProviders(dataDir, providerLimit());
  } catch (error) {
    log.warn({ id, err: String(error) }, "providers that a run fetched could not be kept");
  }
}

/** True while a supervisor serves this data folder. */
export async function supervisorAlive(dataDir: string): Promise<boolean> {
  const beat = await readRecord(heartbeatFile(dataDir), heartbeatSchema);
  return beat !== null && Date.now() - Date.parse(beat.heartbeatAt) < heartbeatPatienceMs && isAlive(beat);
}

/** Whether the supervisor of this data folder runs commands in a sandbox; null while it has not said so. */
export const sandboxOf = async (dataDir: string): Promise<SandboxState | null> =>
  (await readRecord(heartbeatFile(dataDir), heartbeatSchema))?.sandbox ?? null;

/** The supervisor's side: what to run; null once it was started. */
export async function readRequest(dataDir: string, id: string): Promise<ExecutionRequest | null> {
  return readRecord(executionPaths(dataDir, id).request, requestSchema);
}

/** The supervisor's side: how long it may run. */
export async function readTimeoutSeconds(dataDir: string, id: string): Promise<number | null> {
  return (
    (await readRecord(executionPaths(dataDir, id).limits, z.object({ timeoutSeconds: z.number() })))
      ?.timeoutSeconds ?? null
  );
}

/** The supervisor's side: who wants it stopped, and whether that has begun. */
export async function readStop(dataDir: string, id: string) {
  const paths = executionPaths(dataDir, id);
  return {
    wanted: await readRecord(paths.stop, stopSchema),
    begun: await readRecord(paths.stopped, stoppedSchema),
  };
}

/** The supervisor's side: how far the stop has gone; written before each signal, so that none is ever sent twice. */
export async function recordStopped(dataDir: string, id: string, stopped: Stopped): Promise<void> {
  await replaceFile(executionPaths(dataDir, id).stopped, JSON.stringify(stopped));
}

async function readRecord<T>(file: string, schema: z.ZodType<T>): Promise<T | null> {
  const text = await readText(file);
  return text === null ? null : schema.parse(JSON.parse(text));
}

async function changedAt(file: string): Promise<Date | null> {
  try {
    return (await fs.stat(file)).mtime;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
