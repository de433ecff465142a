import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { writePrivate } from "@/db/embedded/secrets";
import { Problem } from "@/scripts/start/problem";
import { processIdentity } from "@/server/pipelines/execution/process";

/** A process by number and birth: numbers are given out again, the pair is not. */
const processSchema = z.object({ pid: z.number().int().positive(), identity: z.string() });
const recordSchema = z.object({
  parent: processSchema.extend({ address: z.string() }),
  children: z.record(z.string(), processSchema),
});

/** Who belongs to this installation now; kept on disk for the start after a killed one. */
export type ProcessRecord = z.infer<typeof recordSchema>;

type Process = z.infer<typeof processSchema>;

function isAlive({ pid, identity }: Process): boolean {
  return processIdentity(pid) === identity;
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
      parent: { pid: process.pid, identity: processIdentity(process.pid) ?? "", address },
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
    const identity = processIdentity(pid);
    if (identity) this.record.children[name] = { pid, identity };
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
