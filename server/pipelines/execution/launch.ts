import { spawn } from "node:child_process";
import fs from "node:fs/promises";
import path from "node:path";
import type { ExecutionRequest } from "../backend";
import { executionPaths, pathProblem } from "./files";
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
  const paths = executionPaths(dataDir, id);
  // A start that was cut short leaves files behind; with no claim made, nothing has run in them.
  await fs.rm(paths.work, { recursive: true, force: true });
  await fs.mkdir(paths.work, { mode: 0o700 });
  for (const file of request.files) {
    const problem = pathProblem(file.path);
    if (problem) throw new Error(`A file of the execution cannot be written: ${problem}`);
    const target = path.join(paths.work, ...file.path.split("/"));
    await fs.mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await fs.writeFile(target, file.content, { mode: 0o600, flag: "wx" });
  }
  await fs.writeFile(
    paths.script,
    wrapperScript(request.commands, paths, wrapFor(sandbox, dataDir, paths.work)),
    { mode: 0o600 },
  );
  const environment = Object.fromEntries(
    Object.entries(request.environment).map(([name, value]) => [
      name,
      value === WORK_FOLDER ? paths.work : value,
    ]),
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

function wrapFor(sandbox: SandboxState | null, dataDir: string, work: string) {
  const bwrap = sandbox?.active ? findBwrap() : null;
  if (bwrap === null) return null;
  return (argv: string[]) => sandboxed(argv, { dataDir: path.resolve(dataDir), work, bwrap });
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
