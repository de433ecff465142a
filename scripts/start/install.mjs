// Plain JavaScript, since it runs before any dependency is installed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { step } from "./terminal.mjs";

/** A failure that the person at the terminal can mend; shown without a stack trace. */
export class InstallProblem extends Error {
  name = "InstallProblem";
}

const lowestNode = [20, 19];

/** Throws InstallProblem when this Node, or this system, cannot run the project. */
export function checkNode(version = process.versions.node, platform = process.platform) {
  if (platform === "win32") {
    throw new InstallProblem(
      "Waymark does not run on Windows itself: start it inside WSL 2 (https://aka.ms/wsl).",
    );
  }
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > lowestNode[0] || (major === lowestNode[0] && minor >= lowestNode[1])) return;
  throw new InstallProblem(
    `Node.js ${version} is too old: install 20.19 or later (24 is best) from https://nodejs.org and start again.`,
  );
}

/** Does what lies in node_modules agree with the lock file? npm writes its own account of it once an install is complete. */
export function isInstalled(locked, installed) {
  return Object.entries(locked.packages).every(([place, { version, optional, devOptional }]) => {
    if (place === "" || optional || devOptional) return true;
    return installed.packages?.[place]?.version === version;
  });
}

/** Installs exactly the locked dependencies, unless they are there already. */
export async function install(root) {
  const lockText = fs.readFileSync(path.join(root, "package-lock.json"), "utf8");
  const hash = createHash("sha256").update(lockText).digest("hex");
  const remembered = path.join(root, "node_modules", ".waymark-lock");
  if (read(remembered) === hash) return;
  const account = read(path.join(root, "node_modules", ".package-lock.json"));
  if (!account || !isInstalled(JSON.parse(lockText), JSON.parse(account))) {
    await step("Installing dependencies", () =>
      runNpm(root, ["ci", "--ignore-scripts", "--include=dev", "--include=optional"]),
    );
  }
  fs.writeFileSync(remembered, hash);
}

/** Runs npm quietly; its last words become the reason of a failure. */
function runNpm(root, args) {
  const own = process.env.npm_execpath;
  const [program, first] = own?.endsWith("js") ? [process.execPath, [own]] : ["npm", []];
  const child = spawn(
    program,
    [...first, ...args, "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once("error", (error) =>
      reject(new InstallProblem(`npm could not be started (${error.message}): install Node.js with npm.`)),
    );
    child.once("close", (code) => (code === 0 ? resolve() : reject(new InstallProblem(explain(output)))));
  });
}

/** One sentence for what npm printed when it failed. */
export function explain(output) {
  if (/ENOSPC|EDQUOT/.test(output))
    return "The disk is full: free some space (the dependencies need about 1.5 GB) and start again.";
  if (/EACCES|EROFS|EPERM/.test(output))
    return "This folder is not writable: give your account the folder and start again.";
  if (/ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ECONNRESET|ERR_SOCKET_TIMEOUT/.test(output)) {
    return "npm cannot reach its registry: check the network and npm's proxy and registry settings, then start again.";
  }
  const line = output.split("\n").find((text) => /^npm (error|ERR!) (?!code|A complete log)/.test(text));
  const reason = line?.replace(/^npm (error|ERR!) /, "") ?? "npm said no more";
  return `npm ci failed (${reason}): run npm ci --ignore-scripts by hand to see all of its output.`;
}

function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
