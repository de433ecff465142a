import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { here, newDataDir, removeInstallation, startPortal } from "./portal";
import { median, type Measure } from "./statistics";

/** What a person gets who says nothing. */
const AS_SHIPPED = { WAYMARK_DEMO: "full" };

/** `npm run up` in a clone that has nothing but its files, to the first page: dependencies and build included. */
export async function firstStart(): Promise<Measure[]> {
  const folder = newDataDir("clone");
  const root = path.join(folder, "a clone");
  const dataDir = newDataDir("first");
  try {
    execFileSync("git", ["clone", "--quiet", "--local", here, root]);
    const portal = await startPortal({ root, dataDir, environment: AS_SHIPPED });
    await portal.stop();
    const steps = portal
      .said()
      .split("\n")
      .filter((line) => line.startsWith("✓") && line.includes("("));
    const note = steps.map((line) => line.slice(2).replace(/,[^(]*/, " ")).join("; ");
    return [
      { name: "first start in a fresh clone", value: portal.startMs / 1000, unit: "s", limit: 180, note },
    ];
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
    removeInstallation(dataDir);
  }
}

/** The same command again, with everything in place: the median of `repeat` starts. */
export async function secondStart(repeat = 3): Promise<Measure[]> {
  const dataDir = newDataDir("second");
  try {
    const times: number[] = [];
    for (let i = 0; i < repeat + 1; i += 1) {
      const portal = await startPortal({ dataDir, environment: AS_SHIPPED });
      await portal.stop();
      // The first one makes the database, and builds when that was not done.
      if (i > 0) times.push(portal.startMs / 1000);
    }
    return [{ name: "second start", value: median(times), unit: "s", limit: 10, note: `${repeat} starts` }];
  } finally {
    removeInstallation(dataDir);
  }
}
