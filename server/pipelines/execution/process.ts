import { execFileSync } from "node:child_process";
import fs from "node:fs";

const hasProc = fs.existsSync("/proc/self/stat");

/** What `run.sh` writes of itself in shell alone: its number, the boot of the machine, and /proc/<pid>/stat (or `ps -o lstart=`). */
export interface Claim {
  pid: number;
  identity: string;
}

/** The pair that tells a process from a later one with the same number: this boot, and its start within it. */
function identityFromStat(boot: string, stat: string): string {
  // The program's name is in brackets and may hold anything; fields are counted from behind it (proc(5): starttime is 22).
  return `${boot.trim()}/${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? ""}`;
}

/** Reads the line that `run.sh` left; null while it is incomplete. */
export function parseClaim(text: string): Claim | null {
  if (!text.endsWith("\n")) return null;
  const [pid = "", boot = "", ...rest] = text.trimEnd().split("|");
  const stat = rest.join("|");
  if (!/^[0-9]+$/.test(pid) || stat === "") return null;
  return { pid: Number(pid), identity: boot === "" ? stat.trim() : identityFromStat(boot, stat) };
}

/** The identity of a living process; null when there is none, or only its zombie. */
export function processIdentity(pid: number): string | null {
  if (hasProc) {
    const stat = readOrNull(`/proc/${pid}/stat`);
    if (stat === null || isZombie(stat)) return null;
    return identityFromStat(fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8"), stat);
  }
  const start = ps(["-o", "lstart=", "-p", String(pid)]).trim();
  return start === "" ? null : start;
}

export function isAlive(claim: Claim): boolean {
  return processIdentity(claim.pid) === claim.identity;
}

/**
 * Whether anything of an execution lives: its wrapper, or what the wrapper started and left behind. Children that
 * outlive a killed wrapper stay in its process group, and no new process gets a number that is still a group's.
 */
export function groupIsAlive(claim: Claim): boolean {
  const leader = processIdentity(claim.pid);
  if (leader !== null) return leader === claim.identity;
  return groupHasMembers(claim.pid);
}

/** Sends a signal to every process of the group, if any is left. */
export function signalGroup(claim: Claim, signal: NodeJS.Signals): void {
  if (!groupIsAlive(claim)) return;
  try {
    process.kill(-claim.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function groupHasMembers(group: number): boolean {
  try {
    process.kill(-group, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  // The signal also finds zombies, so look closer; seldom needed.
  if (!hasProc)
    return ps(["-axo", "pgid=,stat="])
      .split("\n")
      .some((line) => new RegExp(`^\\s*${group}\\s+[^Z\\s]`).test(line));
  return fs.readdirSync("/proc").some((name) => {
    if (!/^[0-9]+$/.test(name)) return false;
    const stat = readOrNull(`/proc/${name}/stat`);
    return (
      stat !== null &&
      !isZombie(stat) &&
      stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2] === String(group)
    );
  });
}

function isZombie(stat: string): boolean {
  const state = stat.charAt(stat.lastIndexOf(")") + 2);
  return state === "Z" || state === "X";
}

function readOrNull(file: string): string | null {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ESRCH") return null;
    throw error;
  }
}

/** Output of ps; nothing when it finds no such process, which it reports as a failure. */
function ps(args: string[]): string {
  try {
    return execFileSync("/bin/ps", args, {
      encoding: "utf8",
      env: { LC_ALL: "C", TZ: "UTC" } as unknown as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch (error) {
    if ((error as { status?: number }).status === 1) return "";
    throw error;
  }
}
