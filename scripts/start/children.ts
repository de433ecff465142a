import { spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { ProcessRegister } from "@/scripts/start/processes";

export type ChildPlan = {
  name: string;
  /** Arguments of node. */
  args: string[];
  /** Asked for at each start, since the database may have come back at another address. */
  env: () => NodeJS.ProcessEnv;
  /** How long it may take to end after SIGTERM before it is killed, in ms. */
  patienceMs: number;
};

export type ChildOptions = {
  root: string;
  logDir: string;
  register: ProcessRegister;
  /** Told in one sentence when the child died and when it comes back. */
  onNotice: (text: string) => void;
};

/** A child that lived this long had started well, so its next death begins the waiting times anew. */
const settledMs = 30_000;
/** A log above this size (bytes) makes room for a new one when its program starts; the one before it is kept. */
const largestLog = 20_000_000;

/** How long to wait before start number `failures + 1`: 0.25 s doubling to 15 s. */
export function backoffMs(failures: number): number {
  return Math.min(250 * 2 ** failures, 15_000);
}

/** One program of the portal, started again whenever it dies, until it is stopped. */
export class Child {
  private process: ChildProcess | undefined;
  private failures = 0;
  private startedAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private stopping = false;
  private ended: Promise<void> = Promise.resolve();

  constructor(
    private readonly plan: ChildPlan,
    private readonly options: ChildOptions,
  ) {}

  get name(): string {
    return this.plan.name;
  }

  get logFile(): string {
    return path.join(this.options.logDir, `${this.plan.name}.log`);
  }

  /** Deaths in a row, without a longer life between them. */
  get deaths(): number {
    return this.failures;
  }

  start(): void {
    if (this.stopping) return;
    const size = fs.statSync(this.logFile, { throwIfNoEntry: false })?.size ?? 0;
    if (size > largestLog) fs.renameSync(this.logFile, `${this.logFile}.1`);
    // To a file and never through a pipe: a pipe whose reader was killed would take the writer along.
    const log = fs.openSync(this.logFile, "a", 0o600);
    const child = spawn(process.execPath, this.plan.args, {
      cwd: this.options.root,
      env: this.plan.env(),
      // A group of its own, so that the terminal's Ctrl-C reaches only the parent, which then decides the order.
      detached: true,
      stdio: ["ignore", log, log, "ipc"],
    });
    fs.closeSync(log);
    this.startedAt = Date.now();
    this.process = child;
    if (child.pid !== undefined) this.options.register.add(this.name, child.pid);
    this.ended = new Promise((resolve) => {
      const over = (how: string) => {
        if (this.process !== child) return;
        this.process = undefined;
        this.died(how);
        resolve();
      };
      child.once("error", (error) => over(error.message));
      child.once("exit", (code, signal) => over(signal ?? `exit code ${code}`));
    });
  }

  private died(how: string): void {
    this.options.register.remove(this.name);
    if (this.stopping) return;
    this.failures = Date.now() - this.startedAt > settledMs ? 1 : this.failures + 1;
    const wait = backoffMs(this.failures - 1);
    this.options.onNotice(
      `The ${this.name} ended (${how}); starting it again in ${wait / 1000} s. Its log: ${this.logFile}`,
    );
    this.timer = setTimeout(() => this.start(), wait);
  }

  /** Kills the child with everything that it started in its group, and does not start it again. */
  async kill(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    const pid = this.process?.pid;
    if (pid === undefined) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
    await this.ended;
  }

  /** Ends the child in order: it may finish what it does, within its patience. */
  async stop(): Promise<void> {
    this.end("SIGTERM");
    const killer = setTimeout(() => void this.kill(), this.plan.patienceMs);
    await this.ended;
    clearTimeout(killer);
  }

  /** Sends a signal after which the child is to end by itself, however long that takes; it is not started again. */
  end(signal: NodeJS.Signals): void {
    this.stopping = true;
    clearTimeout(this.timer);
    this.process?.kill(signal);
  }

  /** Ends and starts it, as after a change of its source. */
  async restart(): Promise<void> {
    await this.stop();
    this.stopping = false;
    this.failures = 0;
    this.start();
  }
}
