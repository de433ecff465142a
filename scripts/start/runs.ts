import fs from "node:fs/promises";
import { executionsDir, isMissing } from "@/server/pipelines/execution/files";
import { signalGroup } from "@/server/pipelines/execution/process";
import { readClaim, readReport } from "@/server/pipelines/execution/spool";

/** Waiting for the supervisor to start it, or under way. */
export type RunState = "requested" | "running";

async function executions(dataDir: string): Promise<string[]> {
  try {
    return (await fs.readdir(executionsDir(dataDir))).filter((name) => !name.startsWith("."));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** How many Terraform runs of this data folder are in one of these states, by their own records. */
export async function activeRuns(dataDir: string, states: RunState[]): Promise<number> {
  const ids = await executions(dataDir);
  const reports = await Promise.all(ids.map((id) => readReport(dataDir, id)));
  return reports.filter(({ state }) => (states as string[]).includes(state)).length;
}

/** Kills every Terraform of this data folder with all that it started. Their runs are found interrupted at the next start. */
export async function killRuns(dataDir: string): Promise<void> {
  for (const id of await executions(dataDir)) {
    const claim = await readClaim(dataDir, id);
    if (claim) signalGroup(claim, "SIGKILL");
  }
}
