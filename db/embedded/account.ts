import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { DatabaseProblem } from "@/db/embedded/problem";

/** The operating system's account that the server runs as; undefined means: the one that started us. */
export type Account = { name: string; uid: number; gid: number } | undefined;

/** PostgreSQL refuses to run as root, so a lesser account that every system has stands in. */
const lesserAccounts = ["postgres", "_postgres", "nobody"];

/**
 * Finds the account for the server.
 *
 * @param passwd contents of /etc/passwd
 * @param uid who we are; undefined where the system knows no such thing
 */
export function chooseAccount(passwd: string, uid: number | undefined): Account {
  if (uid !== 0) return undefined;
  const rows = passwd.split("\n").map((line) => line.split(":"));
  for (const name of lesserAccounts) {
    const row = rows.find((fields) => fields[0] === name);
    // Some systems write nobody as -2; the kernel wants it unsigned.
    if (row) return { name, uid: Number(row[2]) >>> 0, gid: Number(row[3]) >>> 0 };
  }
  throw new DatabaseProblem(
    "PostgreSQL refuses to run as root and there is no account called postgres or nobody: start as another user, or set DATABASE_URL.",
  );
}

/** The account for this process. */
export function serverAccount(): Account {
  const uid = process.getuid?.();
  return chooseAccount(uid === 0 ? fs.readFileSync("/etc/passwd", "utf8") : "", uid);
}

/** What to spread into spawn options so that the program runs as the account. */
export function runAs(account: Account): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {};
}

/** Gives a file or folder to the account. */
export function giveTo(account: Account, file: string): void {
  if (account) fs.chownSync(file, account.uid, account.gid);
}

/** Can the account pass through this folder? False for checkouts below a private home such as /root. */
export function canReach(account: Account, folder: string): boolean {
  if (!account) return true;
  return (
    spawnSync("/bin/sh", ["-c", 'test -x "$1"', "sh", folder], { ...runAs(account), cwd: "/" }).status === 0
  );
}
