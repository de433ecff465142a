import fs from "node:fs";
import path from "node:path";
import { makeFolder } from "@/db/embedded/folders";
import { migrateDatabase } from "@/db/migrate";
import { build, hashSources, isBuilt } from "@/scripts/start/build";
import { Child, type ChildPlan } from "@/scripts/start/children";
import { useEmbedded, useExternal, type PortalDatabase } from "@/scripts/start/database";
import { demoChoice, readDemo, writeDemo, type Demo } from "@/scripts/start/demo";
import { childEnvironment, type PortalSettings } from "@/scripts/start/environment";
import { findKeys } from "@/scripts/start/keys";
import { isLoopback, type StartOptions } from "@/scripts/start/options";
import { ProcessRegister } from "@/scripts/start/processes";
import { activeRuns, killRuns, type RunState } from "@/scripts/start/runs";
import type { Stoppable } from "@/scripts/start/shutdown";
import { dim, say, step, yellow } from "@/scripts/start/terminal.mjs";
import type { Terraform } from "@/scripts/start/terraform";
import { checkPort, webAnswers } from "@/scripts/start/web";

const next = path.join("node_modules", "next", "dist", "bin", "next");
const typescript = ["--import", "tsx"];
/** A first page in development has to be compiled. */
const webPatienceMs = { production: 60_000, dev: 180_000 };

/** Looks for Terraform; it may ask the person at the terminal, hence the signal. */
export type FindTool = (signal: AbortSignal) => Promise<Terraform | undefined>;

/** One running portal: database, web, worker and supervisor under this process. */
export class Portal implements Stoppable {
  readonly address: string;
  demo: Demo | undefined;
  database: PortalDatabase | undefined;
  private settings: PortalSettings | undefined;
  private register: ProcessRegister | undefined;
  private readonly children = new Map<string, Child>();
  readonly logDir: string;

  constructor(
    private readonly root: string,
    private readonly options: StartOptions,
    private readonly environment: NodeJS.ProcessEnv,
  ) {
    const host = options.host === "0.0.0.0" || options.host === "::" ? "127.0.0.1" : options.host;
    this.address = `http://${host.includes(":") ? `[${host}]` : host}:${options.port}`;
    this.logDir = path.join(options.dataDir, "logs");
  }

  /**
   * Brings everything up, in the order in which one part needs another.
   *
   * @param signal aborted when the person changed their mind
   * @throws Problem or DatabaseProblem with one sentence; what was started until then is stopped by `stopRest`
   */
  async start(findTool: FindTool, signal: AbortSignal): Promise<void> {
    const { options } = this;
    makeFolder(this.logDir);
    const register = new ProcessRegister(options.dataDir, this.address);
    this.register = register;
    await checkPortOrLeftover(register, options);
    const choice = demoChoice(this.environment);
    const isDemo = choice !== "none" && !this.environment.DATABASE_URL && isLoopback(options.host);
    const keys = findKeys(options.dataDir, this.environment, isDemo);
    const terraform = await findTool(signal);
    signal.throwIfAborted();
    const database = await step("Starting the database", (rename) => this.openDatabase(rename));
    this.database = database;
    await step("Bringing the database up to date", () => migrateDatabase(database.url));
    this.settings = {
      databaseUrl: database.url,
      provisionerUrl: database.provisionerUrl,
      address: this.environment.WAYMARK_URL ?? this.address,
      keys,
      demo: isDemo ? choice : "none",
      terraform: terraform?.path,
    };
    signal.throwIfAborted();
    if (isDemo) await step("Making the demo organisation", () => this.seed(choice === "full"));
    signal.throwIfAborted();
    if (!options.dev) await this.build(signal);
    this.startChildren();
    const web = this.children.get("web")!;
    const patience = options.dev ? webPatienceMs.dev : webPatienceMs.production;
    await step("Starting web, worker and supervisor", () => webAnswers(this.address, web, patience, signal));
    if (options.dev) this.restartOnChange();
  }

  private async openDatabase(rename: (title: string) => void): Promise<PortalDatabase> {
    const { DATABASE_URL, WAYMARK_PROVISIONER_URL } = this.environment;
    if (DATABASE_URL) return useExternal(DATABASE_URL, WAYMARK_PROVISIONER_URL);
    return useEmbedded(this.options.dataDir, rename, (moved) => void this.moveDatabase(moved));
  }

  /** The embedded server came back on another port: everyone has to learn the new address. */
  private async moveDatabase(database: PortalDatabase): Promise<void> {
    this.database = database;
    if (this.settings) {
      Object.assign(this.settings, { databaseUrl: database.url, provisionerUrl: database.provisionerUrl });
    }
    await Promise.all([...this.children.values()].map((child) => child.restart()));
  }

  private async seed(whole: boolean): Promise<void> {
    const { dataDir } = this.options;
    const { databaseUrl, provisionerUrl, address, keys } = this.settings!;
    const known = readDemo(dataDir);
    const accounts =
      known ??
      (await this.seedOnce({
        databaseUrl,
        provisionerUrl: provisionerUrl ?? "",
        address,
        encryptionKey: keys.WAYMARK_ENCRYPTION_KEY,
        whole,
      }));
    const demo = { ...accounts, address };
    writeDemo(dataDir, demo);
    this.demo = demo;
  }

  private async seedOnce(input: {
    databaseUrl: string;
    provisionerUrl: string;
    address: string;
    encryptionKey: string;
    whole: boolean;
  }) {
    // Loaded only now: it reads the templates, which a start with a database of one's own never needs.
    const { seedDemo } = await import("@/db/seed/demo");
    return seedDemo(input);
  }

  private async build(signal: AbortSignal): Promise<void> {
    const hash = hashSources(this.root);
    if (isBuilt(this.root, hash)) return;
    const log = path.join(this.logDir, "build.log");
    await step("Building the portal, which is needed after every change", () =>
      build(this.root, hash, log, signal),
    );
  }

  private startChildren(): void {
    const { host, port, dev, webs } = this.options;
    const program =
      webs > 1
        ? [path.join("server", "webs.ts"), "--processes", String(webs)]
        : [path.join("server", "web.ts")];
    const web = dev
      ? ["--import", "./scripts/start/with-parent.mjs", next, "dev", "-H", host, "-p", String(port)]
      : [...typescript, ...program, "--host", host, "--port", String(port)];
    this.startChild("supervisor", [...typescript, path.join("server", "supervisor.ts")], 15_000);
    this.startChild("web", web, 8_000);
    for (const name of this.workers)
      this.startChild(name, [...typescript, path.join("server", "worker.ts")], 60_000);
  }

  /** Names of the processes that carry out runs: worker, worker-2, … */
  private get workers(): string[] {
    return Array.from({ length: this.options.workers }, (_, index) =>
      index === 0 ? "worker" : `worker-${index + 1}`,
    );
  }

  private startChild(name: string, args: string[], patienceMs: number): void {
    const env = () => childEnvironment(name, this.options, this.settings!, this.environment);
    const plan: ChildPlan = { name, args, env, patienceMs };
    const onNotice = (text: string) => say(yellow(text));
    const child = new Child(plan, {
      root: this.root,
      logDir: this.logDir,
      register: this.register!,
      onNotice,
    });
    this.children.set(name, child);
    child.start();
  }

  /** The web server reloads by itself; worker and supervisor are started anew. Terraform is not theirs, and runs on. */
  private restartOnChange(): void {
    let timer: NodeJS.Timeout | undefined;
    const changed = (file: string | null) => {
      if (!file || !/\.tsx?$/.test(file) || /\.test\.tsx?$/.test(file)) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        say(dim(`${file} changed; worker and supervisor start anew.`));
        for (const name of [...this.workers, "supervisor"]) void this.children.get(name)?.restart();
      }, 300);
    };
    for (const folder of ["server", "db"]) {
      fs.watch(path.join(this.root, folder), { recursive: true }, (_, file) =>
        changed(file && path.join(folder, file)),
      );
    }
  }

  activeRuns(states: RunState[]): Promise<number> {
    return activeRuns(this.options.dataDir, states);
  }

  async drainWorker(): Promise<void> {
    await Promise.all(this.workers.map((name) => this.children.get(name)?.stop()));
  }

  interruptRuns(): void {
    this.children.get("supervisor")?.end("SIGINT");
  }

  async killRuns(): Promise<void> {
    await this.children.get("supervisor")?.kill();
    await killRuns(this.options.dataDir);
  }

  async stopRest(): Promise<void> {
    // The worker first, since it writes what it knows; the web before the database, since Terraform's state goes through it.
    await this.drainWorker();
    for (const name of ["supervisor", "web"]) await this.children.get(name)?.stop();
    await this.database?.stop();
    this.register?.close();
  }

  say(text: string): void {
    say(text);
  }
}

/** A leftover of a killed start may hold the port, so it goes before the port is looked at. */
async function checkPortOrLeftover(register: ProcessRegister, options: StartOptions): Promise<void> {
  const ended = await step("Ending what a killed start left behind", () => register.endLeftovers());
  if (ended.length > 0) say(dim(`An earlier start was killed; its ${ended.join(", ")} ended now.`));
  await checkPort(options.host, options.port);
}
