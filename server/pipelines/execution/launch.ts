import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import type { ExecutionRequest } from "../backend";
import { executionPaths, pathProblem } from "./files";
import {
  layOutProviders,
  LOCK_FILE,
  PROVIDER_FOLDER,
  providerLimit,
  providerMirror,
  sharedProviders,
} from "./providers";
import { findBwrap, sandboxed, type SandboxState } from "./sandbox";
import { wrapperScript } from "./script";

/** Exit code of an execution whose commands could not even be started; env(1) and chroot(1) use the same. */
export const NOT_STARTED = 125;

/** As the value of an environment variable: the absolute path of the work folder, which is only known here. */
export const WORK_FOLDER = "{work folder}";

/**
 * Lays out the files of an execution and starts its script: in a session of its own, with its output in a file, so that
 * it goes on whatever becomes of the one who started it. Resolves when the script is on its way.
 */
export async function launch(
  dataDir: string,
  id: string,
  request: ExecutionRequest,
  sandbox: SandboxState | null = null,
): Promise<void> {
  if (sandbox?.mode === "required" && !sandbox.active)
    throw new Error(
      `runs must be sandboxed here (WAYMARK_SANDBOX is required), and cannot be. ${sandbox.why}`,
    );
  if (request.network && !(sandbox?.active && sandbox.network))
    throw new Error(
      `the action is to run without a network, which this machine cannot take away. ${sandbox?.active ? sandbox.gaps.join("; ") : (sandbox?.why ?? "There is no sandbox.")}`,
    );
  const paths = executionPaths(dataDir, id);
  // A start that was cut short leaves files behind; with no claim made, nothing has run in them.
  await fs.rm(paths.work, { recursive: true, force: true });
  await fs.mkdir(paths.work, { mode: 0o700 });
  const reach = request.network?.reach ?? null;
  if (reach !== null) await fs.mkdir(paths.relay, { recursive: true, mode: 0o755 });
  for (const file of request.files) {
    const problem = pathProblem(file.path);
    if (problem) throw new Error(`A file of the execution cannot be written: ${problem}`);
    const target = path.join(paths.work, ...file.path.split("/"));
    await fs.mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await fs.writeFile(target, file.content, { mode: 0o600, flag: "wx" });
  }
  const places: Record<string, string> = {
    [WORK_FOLDER]: paths.work,
    ...(await providerPlaces(dataDir, id, request)),
  };
  if (sandbox?.active && sandbox.account !== null)
    for (const folder of Object.values(places)) await giveTo(folder, sandbox.account);
  await fs.writeFile(
    paths.script,
    wrapperScript(request.commands, paths, wrapFor(sandbox, dataDir, paths, request), reach),
    { mode: 0o600 },
  );
  const environment = Object.fromEntries(
    Object.entries(request.environment)
      .map(([name, value]) => [name, places[value] ?? value] as const)
      .filter(([, value]) => value !== PROVIDER_FOLDER),
  );
  const output = await fs.open(paths.output, "a", 0o600);
  try {
    const child = spawn("/bin/sh", [paths.script], {
      cwd: paths.work,
      env: environment as NodeJS.ProcessEnv,
      detached: true,
      stdio: ["ignore", output.fd, output.fd],
    });
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
    child.unref();
  } finally {
    await output.close();
  }
}

function wrapFor(
  sandbox: SandboxState | null,
  dataDir: string,
  paths: ReturnType<typeof executionPaths>,
  { commands, network }: ExecutionRequest,
) {
  const bwrap = sandbox?.active ? findBwrap() : null;
  if (!sandbox || bwrap === null) return null;
  const mirror = providerMirror();
  return (argv: string[], name: string) =>
    sandboxed(argv, {
      dataDir: path.resolve(dataDir),
      work: paths.work,
      bwrap,
      account: sandbox.account,
      network: network === undefined,
      programs: commands.flatMap(({ argv }) => argv.slice(0, 1)),
      shares: [
        ...(network?.reach ? [{ folder: paths.relay, writable: true }] : []),
        { folder: sharedProviders(dataDir), writable: false },
        // Nothing of the module has run before `init` has ended.
        { folder: paths.providers, writable: name === "init" },
        ...(mirror !== null && path.isAbsolute(mirror) ? [{ folder: mirror, writable: false }] : []),
      ].filter(({ folder }) => existsSync(folder)),
    });
}

/** Where the providers of this execution are; nowhere when it asks for none, or the operator wants none kept. */
async function providerPlaces(
  dataDir: string,
  id: string,
  { environment, files }: ExecutionRequest,
): Promise<Record<string, string>> {
  if (providerLimit() === 0 || !Object.values(environment).includes(PROVIDER_FOLDER)) return {};
  const lock = files.find((file) => file.path === LOCK_FILE)?.content.toString("utf8") ?? "";
  return { [PROVIDER_FOLDER]: await layOutProviders(dataDir, id, lock) };
}

/** Hands a folder and everything in it to another account. */
async function giveTo(folder: string, account: number): Promise<void> {
  for (const entry of await fs.readdir(folder, { recursive: true, withFileTypes: true }))
    await fs.lchown(path.join(entry.parentPath, entry.name), account, account);
  await fs.lchown(folder, account, account);
}

/** Records that an execution ended without having been started. */
export async function recordNotStarted(
  dataDir: string,
  id: string,
  code: number,
  sentence: string,
): Promise<void> {
  const paths = executionPaths(dataDir, id);
  await fs.appendFile(paths.output, `${sentence}\n`, { mode: 0o600 });
  await fs.writeFile(paths.exit, `${code}\n`, { mode: 0o600 });
  await fs.rm(paths.request, { force: true });
  await fs.rm(paths.work, { recursive: true, force: true });
}
