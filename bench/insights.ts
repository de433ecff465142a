import { createDatabase, type Database } from "@/db/client";
import { removeEmbedded, startEmbedded } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import type { Context } from "@/server/kernel/context";
import { metricValues } from "@/server/metrics/service/values";
import { valuesSchema } from "@/server/metrics/schema";
import { fill, TEAMS } from "./insights/data";
import { newDataDir } from "./portal";
import { median, type Measure, percentile } from "./statistics";

const EVENTS = 1_000_000;

const CORE = [
  "deployment-frequency",
  "change-lead-time",
  "change-fail-rate",
  "failed-deployment-recovery-time",
  "diffs-per-engineer",
  "time-on-new-capabilities",
];

/** What pages ask; teams differ from one request to the next. */
const PAGES: Record<string, (n: number) => object> = {
  "Core 4, organisation": () => ({ metrics: CORE, series: true }),
  "Core 4, one team": (n) => ({
    metrics: CORE,
    series: true,
    scope: { kind: "team", id: `team-${n % TEAMS}` },
  }),
  "Core 4, each team": () => ({ metrics: CORE, by: "team" }),
  "Delivery, organisation": () => ({
    metrics: [...CORE.slice(0, 4), "deployment-rework-rate", "changes-waiting", "open-failed-deployments"],
    range: { last: "26w" },
    series: true,
  }),
  "Adoption, organisation": () => ({
    metrics: ["platform-adoption", "golden-path-usage", "self-service-success-rate", "support-ticket-volume"],
    range: { last: "12w" },
    series: true,
  }),
  "Security, organisation": () => ({
    metrics: ["security-posture", "findings-fixed-in-time"],
    range: { last: "12w" },
    series: true,
  }),
  "Uptime, three months": () => ({ metrics: ["platform-uptime"], range: { last: "3m" }, series: true }),
};

async function timed(ctx: Context, ask: object): Promise<number> {
  const start = performance.now();
  await metricValues(ctx, valuesSchema.parse(ask));
  return performance.now() - start;
}

async function measure(db: Database, repeat: number): Promise<Measure[]> {
  const ctx: Context = { actor: { kind: "system", name: "bench" }, origin: "SYSTEM", requestId: "bench", db };
  const measures: Measure[] = [];
  for (const [name, ask] of Object.entries(PAGES)) {
    const cold = await timed(ctx, ask(0));
    const warm: number[] = [];
    for (let n = 0; n < repeat; n += 1) warm.push(await timed(ctx, ask(n)));
    measures.push(
      {
        name: `${name}, p95`,
        value: percentile(warm, 0.95),
        unit: "ms",
        limit: 300,
        note: `p50 ${median(warm).toFixed(0)} ms`,
      },
      { name: `${name}, first`, value: cold, unit: "ms", limit: 1_500 },
    );
  }
  return measures;
}

/** What the data of pages about insights takes, over so many events of nine months. */
export async function insights({
  repeat = 20,
  events = EVENTS,
}: { repeat?: number | undefined; events?: number | undefined } = {}): Promise<Measure[]> {
  const dataDir = newDataDir("insights");
  const server = await startEmbedded({ dataDir });
  await migrateDatabase(server.appUrl);
  const { db, close } = createDatabase(server.appUrl, { max: 8 });
  try {
    await fill(db, events);
    return await measure(db, repeat);
  } finally {
    await close();
    await server.stop();
    await removeEmbedded(dataDir);
  }
}
