import fs from "node:fs/promises";
import path from "node:path";
import type { ExecutionReport } from "../backend";
import { executionPaths, executionsDir, heartbeatFile, isMissing, replaceFile } from "./files";
import { launch, NOT_STARTED, recordNotStarted } from "./launch";
import { signalGroup } from "./process";
import type { SandboxState } from "./sandbox";
import { thisProcess } from "./single";
import {
  readClaim,
  readReport,
  readRequest,
  readStop,
  readTimeoutSeconds,
  recordStopped,
  type Heartbeat,
  type Stopped,
  type StopReason,
} from "./spool";

export interface SupervisorOptions {
  dataDir: string;
  /** Between the first SIGINT and the second, in ms: a provider may wait long for the system that it talks to. */
  graceMs: number;
  /** Between the second SIGINT and SIGKILL, in ms. */
  lastGraceMs: number;
  /** How commands are run; null: without a sandbox. */
  sandbox?: SandboxState | null;
  onNotice: (text: string, details: Record<string, unknown>) => void;
}

/** A script makes its claim within milliseconds; after this many it has failed to, and is started again. */
const claimPatienceMs = 5_000;
/** Half-made or half-removed folders of killed workers are swept when older than this, in ms. */
const leftoverAgeMs = 60_000;
/** As spool.ts names them. */
const LEFTOVER = /^\.(new|gone)-/;

/** Starts, stops and watches the executions of one data folder. Holds no truth of its own: each `tick` reads it from the files. */
export class Supervision {
  /** What lives, and when we started it (ms): a script that has made no claim yet is on its way. */
  private readonly watched = new Map<string, { launchedAt: number | null }>();
  private readonly ended = new Set<string>();
  private accepting = true;

  constructor(private readonly options: SupervisorOptions) {}

  /** How many executions live. */
  get active(): number {
    return this.watched.size;
  }

  /** From now on nothing new is started. */
  stopAccepting(): void {
    this.accepting = false;
  }

  /** Asks for the stop of everything that lives. */
  async interruptAll(reason: StopReason): Promise<void> {
    await Promise.all([...this.watched.keys()].map((id) => this.beginStop(id, reason)));
  }

  async heartbeat(): Promise<void> {
    const beat: Heartbeat = {
      ...thisProcess(),
      heartbeatAt: new Date().toISOString(),
      active: this.active,
      sandbox: this.options.sandbox ?? undefined,
    };
    await replaceFile(heartbeatFile(this.options.dataDir), JSON.stringify(beat));
  }

  /** Looks at every execution once, and does what is due. One that fails to be handled does not hold up the others. */
  async tick(): Promise<void> {
    const present = new Set(await this.list());
    for (const id of this.ended) if (!present.has(id)) this.ended.delete(id);
    for (const id of this.watched.keys()) if (!present.has(id)) this.watched.delete(id);
    for (const id of present) {
      if (this.ended.has(id)) continue;
      try {
        await this.attend(id);
      } catch (error) {
        this.options.onNotice("An execution could not be attended to.", { id, error: String(error) });
      }
    }
  }

  private async list(): Promise<string[]> {
    const names = await fs.readdir(executionsDir(this.options.dataDir));
    return names.filter((name) => !name.startsWith("."));
  }

  private async attend(id: string): Promise<void> {
    const report = await readReport(this.options.dataDir, id);
    if (report.state === "requested") return this.start(id);
    if (report.state === "running") return this.watch(id, report);
    this.watched.delete(id);
    if (report.state === "absent") return;
    this.ended.add(id);
    // What the commands left running in the background, and what of the request a killed supervisor left.
    const claim = await readClaim(this.options.dataDir, id);
    if (claim) signalGroup(claim, "SIGKILL");
    await fs.rm(executionPaths(this.options.dataDir, id).request, { force: true });
    this.options.onNotice("An execution ended.", {
      id,
      state: report.state,
      exitCode: report.exitCode,
      stopped: report.stopped,
    });
  }

  private async start(id: string): Promise<void> {
    const { dataDir } = this.options;
    const { wanted } = await readStop(dataDir, id);
    const known = this.watched.get(id);
    if (known?.launchedAt && Date.now() - known.launchedAt < claimPatienceMs) return;
    if (wanted) {
      await recordStopped(dataDir, id, { reason: wanted.reason, at: Date.now(), signals: 0, command: null });
      await recordNotStarted(dataDir, id, 130, "Stopped before it began.");
      return;
    }
    if (!this.accepting) return;
    const request = await readRequest(dataDir, id);
    if (!request) return;
    try {
      await launch(dataDir, id, request, this.options.sandbox ?? null);
      this.watched.set(id, { launchedAt: Date.now() });
      this.options.onNotice("An execution was started.", {
        id,
        commands: request.commands.map((command) => command.name),
      });
    } catch (error) {
      this.options.onNotice("An execution could not be started.", { id, error: String(error) });
      await recordNotStarted(
        dataDir,
        id,
        NOT_STARTED,
        `The commands could not be started: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  private async watch(id: string, report: ExecutionReport): Promise<void> {
    const { dataDir } = this.options;
    if (!this.watched.has(id)) {
      this.watched.set(id, { launchedAt: null });
      this.options.onNotice("A running execution was taken over.", { id, command: report.command });
    }
    await fs.rm(executionPaths(dataDir, id).request, { force: true });
    const { wanted, begun } = await readStop(dataDir, id);
    if (begun) return this.press(id, begun, report.command);
    if (wanted) return this.beginStop(id, wanted.reason);
    const timeout = await readTimeoutSeconds(dataDir, id);
    if (timeout !== null && report.startedAt && Date.now() - report.startedAt.getTime() > timeout * 1000)
      await this.beginStop(id, "timeout");
  }

  private async beginStop(id: string, reason: StopReason): Promise<void> {
    const { begun } = await readStop(this.options.dataDir, id);
    if (begun) return;
    this.options.onNotice("An execution is being stopped.", { id, reason });
    const report = await readReport(this.options.dataDir, id);
    if (report.state === "running")
      await this.press(id, { reason, at: Date.now(), signals: 0, command: null }, report.command);
  }

  /** SIGINT once for each command that runs, again when patience ends, and SIGKILL at last: to the whole group. */
  private async press(id: string, stopped: Stopped, command: string | null): Promise<void> {
    const { dataDir, graceMs, lastGraceMs, onNotice } = this.options;
    const claim = await readClaim(dataDir, id);
    if (!claim) return;
    const waited = Date.now() - stopped.at;
    const due = waited > graceMs + lastGraceMs ? 3 : waited > graceMs ? 2 : 1;
    // A command that began after the signal did not hear it.
    const unheard = due === 1 && stopped.command !== command;
    if (stopped.signals >= due && !unheard && due < 3) return;
    // Written first: a second SIGINT tells Terraform to abandon what it is doing, so a restart must not repeat the first.
    await recordStopped(dataDir, id, { ...stopped, signals: due, command });
    signalGroup(claim, due === 3 ? "SIGKILL" : "SIGINT");
    if (due === 3 && stopped.signals < 3)
      onNotice("An execution did not stop in time and was killed.", { id, command });
  }

  /** Removes folders that killed workers were making or removing: both may hold secrets. */
  async sweep(): Promise<void> {
    const root = executionsDir(this.options.dataDir);
    for (const name of await fs.readdir(root)) {
      // Not every hidden name: `.host` says which machine this is, and a worker that lost it would give up its own runs.
      if (!LEFTOVER.test(name)) continue;
      const folder = path.join(root, name);
      try {
        const { mtimeMs } = await fs.stat(folder);
        if (Date.now() - mtimeMs > leftoverAgeMs) await fs.rm(folder, { recursive: true, force: true });
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    }
  }
}
