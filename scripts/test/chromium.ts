import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "@playwright/test";
import { onPath } from "@/scripts/start/terraform";

/** No sandbox, since tests often run as root or in a container; nothing that talks to the network by itself. */
export const browserArguments = [
  ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ["--disable-component-update", "--disable-sync"],
].flat();

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const applications = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** An installed browser: the one that PLAYWRIGHT_CHROMIUM names, else the first on PATH. */
export function installedChromium(environment: Record<string, string | undefined>): string | undefined {
  if (environment.PLAYWRIGHT_CHROMIUM) return environment.PLAYWRIGHT_CHROMIUM;
  for (const name of names) {
    const found = onPath(name, environment.PATH);
    if (found) return found;
  }
  return applications.find((file) => fs.existsSync(file));
}

/**
 * A Chromium that starts and shows a page: an installed one, else the one from npm (Linux), else Playwright's download.
 *
 * @param onProgress told what takes time
 * @returns path of the program
 * @throws Error with one sentence and what to do
 */
export async function findChromium(root: string, onProgress: (text: string) => void): Promise<string> {
  const reasons: string[] = [];
  const attempts: [string, () => string | undefined][] = [
    ["Trying the installed Chromium", () => installedChromium(process.env)],
    ["Unpacking Chromium from npm", () => unpackedChromium(root)],
    ["Downloading Chromium with Playwright", () => downloadedChromium(root)],
  ];
  for (const [title, find] of attempts) {
    onProgress(title);
    const file = find();
    if (!file) continue;
    let reason = await whyNotStarting(file);
    if (reason && lacksLibraries(reason) && installLibraries(root, onProgress))
      reason = await whyNotStarting(file);
    if (!reason) return file;
    reasons.push(`${file}: ${reason}`);
  }
  const remedy = reasons.some(lacksLibraries)
    ? "run `sudo npx playwright install-deps chromium`, which installs the libraries that it lacks"
    : "install Chromium or Chrome, or name one with PLAYWRIGHT_CHROMIUM";
  throw new Error(`No Chromium starts here: ${remedy}. ${reasons.join("; ")}`);
}

async function whyNotStarting(executablePath: string): Promise<string | undefined> {
  try {
    const browser = await chromium.launch({ executablePath, args: browserArguments, timeout: 60_000 });
    const page = await browser.newPage();
    await page.goto("data:text/html,<p>ready</p>");
    await browser.close();
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = message
      .split("\n")
      .find((text) => /shared librar|missing dependenc|Host system/i.test(text));
    return (line ?? message.split("\n")[0] ?? "it does not start").trim();
  }
}

const lacksLibraries = (reason: string) => /shared librar|missing dependenc|Host system/i.test(reason);

/** Lets Playwright install the system's libraries, where that needs no question: as root on Debian and its kin. */
function installLibraries(root: string, onProgress: (text: string) => void): boolean {
  if (process.getuid?.() !== 0 || !onPath("apt-get", process.env.PATH)) return false;
  onProgress("Installing the libraries of Chromium with apt-get");
  return (
    spawnSync(process.execPath, [playwright(root), "install-deps", "chromium"], {
      cwd: root,
      stdio: "ignore",
    }).status === 0
  );
}

const playwright = (root: string) => path.join(root, "node_modules", "@playwright", "test", "cli.js");

/**
 * Unpacks the Chromium of @sparticuz/chromium with the libraries that it brings, behind a small script that knows where
 * they are. It is built for Linux on x64.
 */
function unpackedChromium(root: string): string | undefined {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const version = packageVersion();
  if (!version) return undefined;
  const folder = path.join(root, "node_modules", ".cache", `waymark-chromium-${version}`);
  const script = path.join(folder, "chromium.sh");
  if (fs.existsSync(script)) return script;
  const draft = `${folder}.${process.pid}`;
  fs.mkdirSync(draft, { recursive: true });
  // The package unpacks its libraries only where it believes to be on AWS, and into the temporary folder.
  const env = { ...process.env, TMPDIR: draft, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" };
  const unpack = `import("@sparticuz/chromium").then((module) => module.default.executablePath())`;
  const { status } = spawnSync(process.execPath, ["-e", unpack], { cwd: root, env, stdio: "ignore" });
  if (status !== 0) {
    fs.rmSync(draft, { recursive: true, force: true });
    return undefined;
  }
  const start = `#!/bin/sh
here=\${0%/*}
LD_LIBRARY_PATH="$here/al2023/lib" FONTCONFIG_PATH="$here/fonts" exec "$here/chromium" "$@"
`;
  fs.writeFileSync(path.join(draft, "chromium.sh"), start, { mode: 0o755 });
  fs.rmSync(folder, { recursive: true, force: true });
  fs.renameSync(draft, folder);
  return script;
}

function packageVersion(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
    const root = entry.slice(0, entry.lastIndexOf(`${path.sep}build${path.sep}`));
    return (JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as { version: string })
      .version;
  } catch {
    // An optional package: npm leaves it out where it does not fit.
    return undefined;
  }
}

function downloadedChromium(root: string): string | undefined {
  if (!fs.existsSync(chromium.executablePath())) {
    spawnSync(process.execPath, [playwright(root), "install", "chromium"], { cwd: root, stdio: "ignore" });
  }
  return fs.existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}
