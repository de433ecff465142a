import fs from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { executionsDir } from "@/server/pipelines/execution/files";
import { signalGroup } from "@/server/pipelines/execution/process";
import { readClaim, readReport } from "@/server/pipelines/execution/spool";
import { kill, type RunningPortal } from "../portal";

export const TARGETS = ["worker", "supervisor", "terraform", "web", "postgres"] as const;
export type Target = (typeof TARGETS)[number];

/** Numbers from 0 to 1 that the same seed always gives again (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Each target `kills` times, in an order that the seed decides. */
export function killList(kills: number, random: () => number): Target[] {
  const list = TARGETS.flatMap((target) => Array.from({ length: kills }, () => target));
  for (let i = list.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
  return list;
}

export interface Kill {
  target: Target;
  at: Date;
  /** The execution whose Terraform it was. */
  execution: string | null;
  /** The command that ran: only one that changes things leaves a run interrupted. */
  command: string | null;
}

/** SIGKILL to one of `target`, as soon as there is one; null when none came up within `patienceMs`. */
export async function killOne(
  portal: RunningPortal,
  target: Target,
  random: () => number,
  patienceMs = 60_000,
): Promise<Kill | null> {
  const deadline = Date.now() + patienceMs;
  // On a busy machine most of the time goes into other commands, and the one that changes things would seldom be hit.
  const onlyApply = target === "terraform" && random() < 1 / 2 ? Date.now() + patienceMs / 2 : 0;
  while (Date.now() < deadline) {
    if (target === "terraform") {
      const hit = await killTerraform(portal, random, Date.now() < onlyApply);
      if (hit) return { target, at: new Date(), ...hit };
    } else if (kill(target === "postgres" ? portal.postgres() : portal.child(target))) {
      return { target, at: new Date(), execution: null, command: null };
    }
    await pause(50);
  }
  return null;
}

/** One of the executions that run now, with everything that it started; `onlyApply`: one that changes things. */
async function killTerraform(portal: RunningPortal, random: () => number, onlyApply: boolean) {
  const running = await living(portal.dataDir);
  const id = running[Math.floor(random() * running.length)];
  if (id === undefined) return null;
  const [claim, report] = [await readClaim(portal.dataDir, id), await readReport(portal.dataDir, id)];
  if (!claim || report.state !== "running" || (onlyApply && report.command !== "apply")) return null;
  signalGroup(claim, "SIGKILL");
  return { execution: id, command: report.command };
}

/** Executions that run now. */
export async function living(dataDir: string): Promise<string[]> {
  const ids = fs.existsSync(executionsDir(dataDir))
    ? fs.readdirSync(executionsDir(dataDir)).filter((name) => !name.startsWith("."))
    : [];
  const reports = await Promise.all(ids.map(async (id) => ({ id, report: await readReport(dataDir, id) })));
  return reports.filter(({ report }) => report.state === "running").map(({ id }) => id);
}
