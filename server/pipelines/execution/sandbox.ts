import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

export const SANDBOX_MODES = ["off", "auto", "required"] as const;
export type SandboxMode = (typeof SANDBOX_MODES)[number];

/** Whether commands run in a sandbox here, and why (not). */
export interface SandboxState {
  mode: SandboxMode;
  active: boolean;
  why: string;
}

/** Ends like its command; the signals that the wrapper outlives are given back to the command itself. */
const ENV = "/usr/bin/env";
const DEFAULT_SIGNALS = "--default-signal=INT,TERM,HUP";

export function sandboxMode(environment: Record<string, string | undefined> = process.env): SandboxMode {
  const given = environment.WAYMARK_SANDBOX ?? "auto";
  const mode = SANDBOX_MODES.find((one) => one === given);
  if (!mode) throw new Error(`WAYMARK_SANDBOX is "${given}"; it can be ${SANDBOX_MODES.join(", ")}.`);
  return mode;
}

/** Finds out, by running something in it, whether the sandbox works on this machine. Asked once, when a supervisor starts. */
export function probeSandbox(dataDir: string, mode: SandboxMode = sandboxMode()): SandboxState {
  if (mode === "off") return { mode, active: false, why: "WAYMARK_SANDBOX is off." };
  const bwrap = findBwrap();
  if (!bwrap) return { mode, active: false, why: "The program bwrap (bubblewrap) is not installed." };
  const work = fs.mkdtempSync(path.join(dataDir, ".sandbox-"));
  try {
    const [program = "", ...args] = sandboxed(["/bin/sh", "-c", "echo works > probe && cat probe"], {
      dataDir,
      work,
      bwrap,
    });
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: work,
      encoding: "utf8",
      timeout: 20_000,
    });
    return status === 0 && stdout === "works\n"
      ? { mode, active: true, why: "Commands run in bubblewrap." }
      : {
          mode,
          active: false,
          why: `bwrap does not work here: ${stderr.trim().slice(0, 300) || `it ended with ${status}`}`,
        };
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

export const findBwrap = (): string | null =>
  ["/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"].find((file) => fs.existsSync(file)) ?? null;

interface Places {
  dataDir: string;
  /** The one folder that the command may write to. */
  work: string;
  bwrap: string;
}

/**
 * The command in a sandbox: process numbers, mounts and IPC of its own, a root that cannot be written to, a private /tmp, nothing of
 * the data folder but its own work folder, no home folders and no settings of the portal. The network stays, since providers need it.
 */
export function sandboxed(argv: readonly string[], { dataDir, work, bwrap }: Places): string[] {
  const root = process.cwd();
  const hidden = ["/tmp", "/var/tmp", "/root", "/home", "/run/secrets", dataDir].filter((folder) =>
    fs.existsSync(folder),
  );
  // What a command needs may lie in a hidden place: the Node that runs the portal, its packages, and the program itself.
  const needed = [
    process.execPath,
    path.join(root, "node_modules"),
    path.join(root, "package.json"),
    argv[0] ?? "",
  ]
    .filter((file) => path.isAbsolute(file) && fs.existsSync(file))
    .filter((file) => hidden.some((folder) => isBelow(file, folder)));
  const settings = fs
    .readdirSync(root)
    .filter((name) => /^\.env(\.|$)/.test(name))
    .map((name) => path.join(root, name))
    .filter((file) => !hidden.some((folder) => isBelow(file, folder)));
  return [
    bwrap,
    "--unshare-user-try",
    "--unshare-pid",
    "--unshare-ipc",
    "--unshare-uts",
    "--unshare-cgroup-try",
    "--cap-drop",
    "ALL",
    ...["--ro-bind", "/", "/"],
    ...["--proc", "/proc"],
    ...["--dev", "/dev"],
    ...hidden.flatMap((folder) => ["--tmpfs", folder]),
    ...needed.flatMap((file) => ["--ro-bind", file, file]),
    ...settings.flatMap((file) => ["--ro-bind", "/dev/null", file]),
    ...["--bind", work, work],
    ...["--chdir", work],
    "--",
    ENV,
    DEFAULT_SIGNALS,
    ...argv,
  ];
}

const isBelow = (file: string, folder: string): boolean => file === folder || file.startsWith(`${folder}/`);
