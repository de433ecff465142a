import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { limited, limitsOf } from "./limits";

export const SANDBOX_MODES = ["off", "auto", "required"] as const;
export type SandboxMode = (typeof SANDBOX_MODES)[number];

/** Whether commands run in a sandbox here, and why (not). */
export interface SandboxState {
  mode: SandboxMode;
  active: boolean;
  why: string;
  /** The account that commands run as in the sandbox; null: the one that runs the portal. */
  account: number | null;
  /** Whether the network can be taken away from a command. */
  network: boolean;
  /** What of all that a sandbox can hold does not hold here, in words. */
  gaps: string[];
}

/** Ends like its command; the signals that the wrapper outlives are given back to the command itself. */
const ENV = "/usr/bin/env";
const DEFAULT_SIGNALS = "--default-signal=INT,TERM,HUP";
/** nobody, who owns nothing. */
const NOBODY = 65534;
const SETPRIV = ["/usr/bin/setpriv", "/bin/setpriv"];

export function sandboxMode(environment: Record<string, string | undefined> = process.env): SandboxMode {
  const given = environment.WAYMARK_SANDBOX ?? "auto";
  const mode = SANDBOX_MODES.find((one) => one === given);
  if (!mode) throw new Error(`WAYMARK_SANDBOX is "${given}"; it can be ${SANDBOX_MODES.join(", ")}.`);
  return mode;
}

const inactive = (mode: SandboxMode, why: string): SandboxState => ({
  mode,
  active: false,
  why,
  account: null,
  network: false,
  gaps: [],
});

/** Finds out, by running something in it, whether the sandbox works on this machine. Asked once, when a supervisor starts. */
export function probeSandbox(dataDir: string, mode: SandboxMode = sandboxMode()): SandboxState {
  if (mode === "off") return inactive(mode, "WAYMARK_SANDBOX is off.");
  const bwrap = findBwrap();
  if (!bwrap) return inactive(mode, "The program bwrap (bubblewrap) is not installed.");
  const root = process.getuid?.() === 0;
  const strongest = root ? attempt(dataDir, bwrap, { account: NOBODY, network: true }) : null;
  const plain = strongest === "" ? null : attempt(dataDir, bwrap, { account: null, network: true });
  if (strongest !== "" && plain !== "") return inactive(mode, `bwrap does not work here: ${plain}`);
  const account = strongest === "" ? NOBODY : null;
  const unreachable = attempt(dataDir, bwrap, { account, network: false });
  const gaps = [
    ...(root && account === null
      ? [`commands run as root, without its capabilities (another account fails: ${strongest})`]
      : []),
    ...(limited(limitsOf(), "sandbox").length === 0
      ? ["limits, since the program prlimit is not installed"]
      : []),
    ...(unreachable === "" ? [] : [`the network cannot be taken away (${unreachable})`]),
  ];
  const why =
    account === null ? "Commands run in bubblewrap." : "Commands run in bubblewrap, as the account nobody.";
  return { mode, active: true, why, account, network: unreachable === "", gaps };
}

/** Runs what commands need in the sandbox: their own folder, and the Node of the portal. Empty when it works, else why not. */
function attempt(
  dataDir: string,
  bwrap: string,
  options: { account: number | null; network: boolean },
): string {
  const work = fs.mkdtempSync(path.join(dataDir, ".sandbox-"));
  try {
    if (options.account !== null) fs.chownSync(work, options.account, options.account);
    const test = `echo works > probe && cat probe && [ -x '${process.execPath}' ] && [ -r '${path.join(process.cwd(), "package.json")}' ]`;
    const [program = "", ...args] = sandboxed(["/bin/sh", "-c", test], { dataDir, work, bwrap, ...options });
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: work,
      encoding: "utf8",
      timeout: 20_000,
    });
    if (status === 0 && stdout === "works\n") return "";
    return stderr.trim().slice(0, 300) || `it ended with ${status}`;
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

export const findBwrap = (): string | null =>
  ["/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"].find((file) => fs.existsSync(file)) ?? null;

/** A folder of the data folder that the command sees, at its own place. */
export interface Share {
  folder: string;
  writable: boolean;
}

interface Places {
  dataDir: string;
  /** The one folder that every command may write to. */
  work: string;
  bwrap: string;
  account: number | null;
  network: boolean;
  /** What runs in it may lie anywhere, the data folder included. */
  programs?: readonly string[];
  shares?: readonly Share[];
}

/**
 * The command in a sandbox: process numbers, mounts and IPC of its own, a root that cannot be written to, a private /tmp, nothing of
 * the data folder but its own work folder and what is shared, no home folders, no sockets of the system's services and no settings
 * of the portal; under limits, and as nobody where the portal runs as root. The network stays unless it is taken away.
 */
export function sandboxed(argv: readonly string[], places: Places): string[] {
  const { dataDir, work, bwrap, account, network, programs = [], shares = [] } = places;
  const root = process.cwd();
  const existing = (folders: string[]) => folders.filter((folder) => fs.existsSync(folder));
  const temporary = existing(["/tmp", "/var/tmp"]);
  const hidden = [...temporary, ...existing(["/root", "/home", "/run", dataDir])];
  // What a command needs may lie in a hidden place: the Node that runs the portal, its packages, the program itself, and how names
  // of hosts are resolved.
  const needed = [
    process.execPath,
    path.join(root, "node_modules"),
    path.join(root, "package.json"),
    ...programs,
    path.join(import.meta.dirname, "relay.mjs"),
    resolverFile(),
    "/run/current-system",
  ]
    .filter((file) => path.isAbsolute(file) && fs.existsSync(file))
    .filter((file) => hidden.some((folder) => isBelow(file, folder)));
  const settings = fs
    .readdirSync(root)
    .filter((name) => /^\.env(\.|$)/.test(name))
    .map((name) => path.join(root, name))
    .filter((file) => !hidden.some((folder) => isBelow(file, folder)));
  const setpriv = SETPRIV.find((file) => fs.existsSync(file)) ?? "setpriv";
  // Becoming nobody takes these three; nobody has none of them.
  const becoming = ["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"].flatMap((name) => ["--cap-add", name]);
  return [
    bwrap,
    ...(account === null ? ["--unshare-user-try"] : []),
    "--unshare-pid",
    "--unshare-ipc",
    "--unshare-uts",
    "--unshare-cgroup-try",
    ...(network ? [] : ["--unshare-net"]),
    ...["--cap-drop", "ALL"],
    ...(account === null ? [] : becoming),
    ...["--ro-bind", "/", "/"],
    ...["--proc", "/proc"],
    ...["--dev", "/dev"],
    ...hidden.flatMap((folder) => [
      ...(account !== null && temporary.includes(folder) ? ["--perms", "1777"] : []),
      ...["--tmpfs", folder],
    ]),
    // Folders on the way to what is seen would be made for root alone.
    ...[
      ...new Set(
        [...needed, work, ...shares.map(({ folder }) => folder)].flatMap((file) => wayTo(file, hidden)),
      ),
    ]
      .sort()
      .flatMap((folder) => ["--dir", folder]),
    ...needed.flatMap((file) => ["--ro-bind", file, file]),
    ...settings.flatMap((file) => ["--ro-bind", "/dev/null", file]),
    ...["--bind", work, work],
    ...shares.flatMap(({ folder, writable }) => [writable ? "--bind" : "--ro-bind", folder, folder]),
    "--",
    ...(account === null
      ? []
      : [
          setpriv,
          ...[`--reuid=${account}`, `--regid=${account}`, "--clear-groups"],
          ...["--no-new-privs", "--inh-caps=-all", "--bounding-set=-all"],
        ]),
    // Only who runs the command may enter its folder, so it is entered last.
    ...[ENV, DEFAULT_SIGNALS, `--chdir=${work}`],
    ...limited(limitsOf(), "sandbox"),
    ...argv,
  ];
}

/** Where /etc/resolv.conf really lies: often below /run. */
function resolverFile(): string {
  try {
    return fs.realpathSync("/etc/resolv.conf");
  } catch {
    // There is none, or a link to nothing: then there is nothing to keep in sight either.
    return "";
  }
}

/** The folders above a file, below the hidden one that it lies in. */
function wayTo(file: string, hidden: readonly string[]): string[] {
  const above = path.dirname(file);
  return hidden.some((folder) => isBelow(above, folder) && above !== folder)
    ? [...wayTo(above, hidden), above]
    : [];
}

const isBelow = (file: string, folder: string): boolean => file === folder || file.startsWith(`${folder}/`);
