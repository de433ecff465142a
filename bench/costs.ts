import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createDatabase, type Database } from "@/db/client";
import { removeEmbedded, startEmbedded } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import { costCoverage, costLines, costOutlook, costOverview } from "@/server/cost/service/billing/figures";
import { allocateAll } from "@/server/cost/service/billing/allocation";
import { getImport, listImports, receiveBill } from "@/server/cost/service/billing/imports";
import { readBill } from "@/server/cost/service/billing/read-bill";
import type { Context } from "@/server/kernel/context";
import { EXTRA, fillCatalog, fillLines, MONTH_STARTS, TEAMS, writeFocus } from "./costs/data";
import { newDataDir } from "./portal";
import { processorTime } from "./processes";
import { median, type Measure, percentile } from "./statistics";

const IMPORTED = 1_000_000;
const LINES = 5_000_000;

const contextOf = (db: Database): Context => ({
  actor: { kind: "system", name: "bench" },
  origin: "SYSTEM",
  requestId: "bench",
  db,
});

const day = (at: Date) => at.toISOString().slice(0, 10);

/** What the pages of costs ask; teams differ from one request to the next. */
function pages(): Record<string, (ctx: Context, n: number) => Promise<unknown>> {
  const end = MONTH_STARTS.at(-1)!;
  const to = day(new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 1)));
  const year = { from: day(MONTH_STARTS[0]!), to, currency: "USD" };
  const half = { ...year, from: day(MONTH_STARTS[6]!) };
  const month = { ...year, from: day(end) };
  return {
    "costs, what there is": (ctx) => costCoverage(ctx),
    "costs, half a year by team": (ctx) => costOverview(ctx, { ...half, by: "team" }),
    "costs, a year by service": (ctx) => costOverview(ctx, { ...year, by: "entity" }),
    "costs, a year by provider's service": (ctx) => costOverview(ctx, { ...year, by: "serviceName" }),
    "costs, a month by day and team": (ctx) => costOverview(ctx, { ...month, by: "team", interval: "day" }),
    "costs, a year of one team by service": (ctx, n) =>
      costOverview(ctx, { ...year, by: "entity", team: `team-${n % TEAMS}` }),
    "costs, outlook": (ctx) => costOutlook(ctx, { currency: "USD" }),
    "costs, lines of a team in a month": (ctx, n) =>
      costLines(ctx, { ...month, by: "team", group: `team-${n % TEAMS}`, limit: 200 }),
    "costs, lines of a team in half a year": (ctx, n) =>
      costLines(ctx, { ...half, by: "team", group: `team-${n % TEAMS}`, limit: 200 }),
    "costs, lines of nobody in half a year": (ctx) =>
      costLines(ctx, { ...half, by: "team", group: null, limit: 200 }),
    "costs, bills": (ctx) => listImports(ctx),
  };
}

/** A bill of a million rows, from the file to figures that count; with the memory that this process took for it. */
async function importing(ctx: Context, pid: number, dataDir: string, rows: number): Promise<Measure[]> {
  const file = path.join(dataDir, "focus.csv");
  await writeFocus(file, rows);
  const bytes = fs.statSync(file).size;
  const measures: Measure[] = [];
  for (const name of ["imported", "sent again, restated"]) {
    global.gc?.();
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50);
    const [own, theirs] = [process.cpuUsage(), processorTime(pid)];
    const start = performance.now();
    const { id } = await receiveBill(ctx, { source: "big", importNow: true }, fs.createReadStream(file));
    await readBill(ctx, id, 3);
    const seconds = (performance.now() - start) / 1_000;
    clearInterval(watch);
    const { user, system } = process.cpuUsage(own);
    const bill = await getImport(ctx, id);
    if (bill.status !== "imported" || bill.lines < rows)
      throw new Error(`The bill is ${bill.status} with ${bill.lines} lines: ${bill.message ?? ""}`);
    measures.push(
      {
        name: `FOCUS of ${rows} rows, ${name}`,
        value: seconds,
        unit: "s",
        limit: 60,
        note: `${(bytes / 1e6).toFixed(0)} MB; processor time ${((user + system) / 1e6).toFixed(1)} s here, ${(processorTime(pid) - theirs).toFixed(1)} s in PostgreSQL`,
      },
      {
        name: `FOCUS of ${rows} rows, ${name}, memory`,
        value: (most - before) / 1e6,
        unit: "MB",
        limit: 400,
        note: `${(most / 1e6).toFixed(0)} MB in all`,
      },
    );
    // A row more, or it would be the same file.
    fs.appendFileSync(file, EXTRA);
  }
  fs.rmSync(file);
  return measures;
}

interface Started {
  db: Database;
  pid: number;
  stop: () => Promise<void>;
}

async function reading(start: () => Promise<Started>, repeat: number): Promise<Measure[]> {
  const measures: Measure[] = [];
  const asked = pages();
  // A server that has just started has nothing in its memory.
  for (const [name, ask] of Object.entries(asked)) {
    const { db, pid, stop } = await start();
    try {
      const ctx = contextOf(db);
      const from = performance.now();
      await ask(ctx, 0);
      const cold = performance.now() - from;
      const warm: number[] = [];
      const [own, theirs] = [process.cpuUsage(), processorTime(pid)];
      for (let n = 0; n < repeat; n += 1) {
        const at = performance.now();
        await ask(ctx, n);
        warm.push(performance.now() - at);
      }
      const { user, system } = process.cpuUsage(own);
      const each = ((user + system) / 1e3 + (processorTime(pid) - theirs) * 1e3) / repeat;
      measures.push(
        {
          name: `${name}, p95`,
          value: percentile(warm, 0.95),
          unit: "ms",
          limit: 300,
          note: `p50 ${median(warm).toFixed(0)} ms; processor time ${each.toFixed(0)} ms each`,
        },
        { name: `${name}, first`, value: cold, unit: "ms", limit: 1_500 },
      );
    } finally {
      await stop();
    }
  }
  return measures;
}

/** What a large bill takes, and the pages of costs over five million lines; wall time, and processor time beside it. */
export async function costs({
  repeat = 20,
  rows = IMPORTED,
  lines = LINES,
}: { repeat?: number | undefined; rows?: number | undefined; lines?: number | undefined } = {}): Promise<
  Measure[]
> {
  const dataDir = newDataDir("costs");
  process.env.WAYMARK_DATA_DIR = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-bench-bills-"));
  const start = async (): Promise<Started> => {
    const server = await startEmbedded({ dataDir });
    await migrateDatabase(server.appUrl);
    const { db, close } = createDatabase(server.appUrl, { max: 8 });
    return {
      db,
      pid: server.pid,
      stop: async () => {
        await close();
        await server.stop();
      },
    };
  };
  try {
    const first = await start();
    const measures: Measure[] = [];
    try {
      const ctx = contextOf(first.db);
      await fillCatalog(ctx);
      measures.push(...(await importing(ctx, first.pid, dataDir, rows)));
      await fillLines(ctx, lines);
      const [at, theirs] = [performance.now(), processorTime(first.pid)];
      await allocateAll(ctx);
      measures.push({
        name: `allocation of all ${rows + lines} lines anew`,
        value: (performance.now() - at) / 1_000,
        unit: "s",
        limit: 120,
        note: `in the background; processor time ${(processorTime(first.pid) - theirs).toFixed(1)} s in PostgreSQL`,
      });
    } finally {
      await first.stop();
    }
    return [...measures, ...(await reading(start, repeat))];
  } finally {
    fs.rmSync(process.env.WAYMARK_DATA_DIR, { recursive: true, force: true });
    await removeEmbedded(dataDir);
  }
}
