import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { writePrivate } from "@/db/embedded/secrets";
import { Problem } from "@/scripts/start/problem";

/** A process by number and birth: numbers are given out again, the pair is not. */
const processSchema = z.object({ pid: z.number().int().positive(), born: z.string() });
const recordSchema = z.object({
  parent: processSchema.extend({ address: z.string() }),
  children: z.record(z.string(), processSchema),
});

/** Who belongs to this installation now; kept on disk for the start after a killed one. */
export type ProcessRecord = z.infer<typeof recordSchema>;

/** When a process was born, in the system's own words; undefined when it is gone or a zombie. */
export function birthOf(pid: number): string | undefined {
  if (fs.existsSync("/proc/self/stat")) {
    try {
      // The program's name is in brackets and may hold anything; state and start time are counted from behind it.
      const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
    } catch {
      return undefined;
    }
  }
  const { stdout } = spawnSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  const [state = "Z", ...start] = stdout.trim().split(/\s+/);
  return state.startsWith("Z") ? undefined : start.join(" ");
}

function isAlive({ pid, born }: z.infer<typeof processSchema>): boolean {
  return birthOf(pid) === born;
}

/** Keeps `processes.json` of one installation. */
export class ProcessRegister {
  private readonly file: string;
  private record: ProcessRecord;

  /** Throws Problem when another start from the same folder is alive. */
  constructor(dataDir: string, address: string) {
    this.file = path.join(dataDir, "processes.json");
    const before = this.read();
    if (before && before.parent.pid !== process.pid && isAlive(before.parent)) {
      throw new Problem(
        `Waymark already runs from ${dataDir} (process ${before.parent.pid}, ${before.parent.address}): use that, stop it, or choose another --data-dir.`,
      );
    }
    this.record = {
      parent: { pid: process.pid, born: birthOf(process.pid) ?? "", address },
      children: before?.children ?? {},
    };
  }

  /** Ends what a killed start left behind, so that two workers or web servers never share an installation. Returns their names. */
  async endLeftovers(patienceMs = 15_000): Promise<string[]> {
    const left = Object.entries(this.record.children).filter(([, child]) => isAlive(child));
    for (const [, child] of left) process.kill(child.pid, "SIGTERM");
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline && left.some(([, child]) => isAlive(child))) await pause(50);
    for (const [, child] of left) if (isAlive(child)) process.kill(child.pid, "SIGKILL");
    this.record.children = {};
    this.write();
    return left.map(([name]) => name);
  }

  add(name: string, pid: number): void {
    const born = birthOf(pid);
    if (born) this.record.children[name] = { pid, born };
    this.write();
  }

  remove(name: string): void {
    delete this.record.children[name];
    this.write();
  }

  /** Forgets everything: the installation was stopped in order. */
  close(): void {
    fs.rmSync(this.file, { force: true });
  }

  private write(): void {
    writePrivate(this.file, JSON.stringify(this.record, null, 2) + "\n");
  }

  private read(): ProcessRecord | undefined {
    try {
      return recordSchema.parse(JSON.parse(fs.readFileSync(this.file, "utf8")));
    } catch {
      // Missing, or half written by a machine that lost power: nothing of it can still be running.
      return undefined;
    }
  }
}
