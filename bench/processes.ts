import { execFileSync } from "node:child_process";
import fs from "node:fs";

/** Fields of /proc/<pid>/stat from the third on: the name before them may have spaces. */
const statOf = (pid: number | string): string[] => {
  try {
    return fs
      .readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
  } catch (error) {
    // It has ended meanwhile: what it took is then among what its parent has waited for.
    if (
      (error as NodeJS.ErrnoException).code === "ENOENT" ||
      (error as NodeJS.ErrnoException).code === "ESRCH"
    )
      return [];
    throw error;
  }
};

const ticks = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/** Processor time in seconds that a process and its children have taken, those that have ended included. Linux alone. */
export function processorTime(pid: number): number {
  const time = (stat: string[], fields: number[]) =>
    fields.reduce((total, field) => total + Number(stat[field] ?? 0), 0);
  const own = time(statOf(pid), [11, 12, 13, 14]);
  const children = fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(statOf)
    .filter((stat) => stat[1] === String(pid));
  return (own + children.reduce((total, stat) => total + time(stat, [11, 12]), 0)) / ticks;
}
