import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { Problem } from "@/scripts/start/problem";

/** What the web build is made of. */
const folders = ["app", "components", "db", "public", "server", "templates"];
const files = [
  ["next.config.ts", "package-lock.json", "package.json", "postcss.config.mjs", "proxy.ts", "tsconfig.json"],
  ["instrumentation.ts", "instrumentation-client.ts"],
].flat();
const isTest = /\.test\.tsx?$/;

const rememberedAt = (root: string) => path.join(root, ".next", "waymark-sources");

/** One hash over names and contents of everything that the build reads, and over the Node that builds. */
export function hashSources(root: string): string {
  const hash = createHash("sha256").update(process.versions.modules);
  const names = folders
    .filter((folder) => fs.existsSync(path.join(root, folder)))
    .flatMap((folder) =>
      fs
        .readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !isTest.test(entry.name))
        .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
    );
  const present = files.filter((file) => fs.existsSync(path.join(root, file)));
  for (const name of [...names, ...present].sort()) {
    hash.update(`\0${name}\0`).update(fs.readFileSync(path.join(root, name)));
  }
  return hash.digest("hex");
}

/** Is the last build whole, and of these sources? A failed build leaves no BUILD_ID. */
export function isBuilt(root: string, hash: string): boolean {
  const remembered = rememberedAt(root);
  if (!fs.existsSync(path.join(root, ".next", "BUILD_ID")) || !fs.existsSync(remembered)) return false;
  return fs.readFileSync(remembered, "utf8") === hash;
}

/**
 * Builds the web part.
 *
 * @param log file for the whole output
 * @param signal ends the build when aborted
 * @throws Problem with the compiler's last words
 */
export async function build(root: string, hash: string, log: string, signal: AbortSignal): Promise<void> {
  fs.rmSync(rememberedAt(root), { force: true });
  const output = fs.openSync(log, "w", 0o600);
  const child = spawn(process.execPath, [path.join("node_modules", "next", "dist", "bin", "next"), "build"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", output, output],
  });
  fs.closeSync(output);
  const stop = () => child.kill("SIGTERM");
  signal.addEventListener("abort", stop);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  signal.removeEventListener("abort", stop);
  signal.throwIfAborted();
  if (code !== 0 || !fs.existsSync(path.join(root, ".next", "BUILD_ID"))) throw buildProblem(log, code);
  fs.writeFileSync(rememberedAt(root), hash);
}

function buildProblem(log: string, code: number | null): Problem {
  const text = fs.readFileSync(log, "utf8");
  if (/ENOSPC/.test(text))
    return new Problem("The disk is full: the build needs about 500 MB; free some space and start again.");
  if (code === null || /heap out of memory/.test(text)) {
    return new Problem(
      "The build was ended by the system, probably for lack of memory: it needs about 1.5 GB free.",
    );
  }
  const last = text.trimEnd().split("\n").slice(-25).join("\n");
  return new Problem(`The build failed: mend what it says below (all of it is in ${log}).\n\n${last}`);
}
