import { sql } from "drizzle-orm";
import { createDatabase, type Database } from "@/db/client";
import { removeEmbedded, startEmbedded } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import type { Context } from "@/server/kernel/context";
import { BOARDS, boardOf, metricsOf } from "@/components/insights/boards";
import type { Dimension } from "@/server/metrics/definition";
import { metricOf } from "@/server/metrics/definitions/registry";
import { eventsSchema, valuesSchema } from "@/server/metrics/schema";
import { metricEvents } from "@/server/metrics/service/events";
import { metricValues } from "@/server/metrics/service/values";
import { fill, SERVICES, TEAMS } from "./insights/data";
import { newDataDir } from "./portal";
import { median, type Measure, percentile } from "./statistics";

const EVENTS = 1_000_000;

/** What pages ask; teams and services differ from one request to the next. */
const teamOf = (n: number) => ({ kind: "team", id: `team-${n % TEAMS}` });
const serviceOf = (n: number) => ({ kind: "service", id: `service-${n % SERVICES}` });
const board = (id: string, alternative = false) => {
  const found = boardOf(id);
  const sections = alternative ? found?.alternative?.sections : found?.sections;
  if (!sections) throw new Error(`There is no page "${id}".`);
  return metricsOf(sections);
};
/** Those of a page that are computed by team or service, where it is one's. */
const those = (metrics: string[], by: Dimension) =>
  metrics.filter((id) => metricOf(id)?.dimensions.includes(by));

/** As the pages ask it, all of them over a year too, which is the longest that they offer. */
const PAGES: Record<string, (n: number) => object> = {
  ...Object.fromEntries(
    BOARDS.flatMap(({ id, title }) => [
      [`${title}, 12 weeks`, () => ({ metrics: board(id), range: { last: "12w" }, series: true })],
      [`${title}, 12 months`, () => ({ metrics: board(id), range: { last: "12m" }, series: true })],
      [
        `${title}, one team`,
        (n: number) => ({
          metrics: those(board(id), "team"),
          range: { last: "12w" },
          series: true,
          scope: teamOf(n),
        }),
      ],
    ]),
  ),
  "Core 4, platform set": () => ({ metrics: board("core4", true), range: { last: "12w" }, series: true }),
  "Summary: all of it, 4 quarters": () => ({
    metrics: [...new Set([...board("core4"), ...board("core4", true), ...board("delivery")])],
    range: { last: "4q" },
    series: true,
  }),
  "Delivery, one service": (n) => ({
    metrics: those(board("delivery"), "service"),
    range: { last: "12w" },
    series: true,
    scope: serviceOf(n),
  }),
  "Metric page, 12 months by team": (n) => ({
    metrics: [board("delivery")[n % board("delivery").length]],
    range: { last: "12m" },
    series: true,
    by: "team",
  }),
};

/** The lists of events behind figures, the first page and one further on. */
const LISTS = ["change-lead-time", "deployment-frequency", "change-fail-rate", "findings-fixed-in-time"];

async function timed(ctx: Context, ask: object): Promise<number> {
  const start = performance.now();
  await metricValues(ctx, valuesSchema.parse(ask));
  return performance.now() - start;
}

/** Another deployment, as it is told: everything that deployments are in has to be computed anew. */
const tellOne = (db: Database) =>
  db.execute(sql`update insight_deployments set updated_at = now() where id = 1`);

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
  for (const id of ["core4", "delivery"]) {
    const after: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      await tellOne(db);
      after.push(await timed(ctx, PAGES[`${boardOf(id)!.title}, 12 weeks`]!(n)));
    }
    measures.push({
      name: `${boardOf(id)!.title}, after each event`,
      value: Math.max(...after),
      unit: "ms",
      limit: 1_500,
      note: `the slowest of ${after.length}`,
    });
  }
  const lists: number[] = [];
  for (let n = 0; n < repeat; n += 1) {
    const ask = { metric: LISTS[n % LISTS.length]!, range: { last: "12w" } };
    const start = performance.now();
    const { nextCursor } = await metricEvents(ctx, eventsSchema.parse(ask));
    await metricEvents(ctx, eventsSchema.parse({ ...ask, cursor: nextCursor ?? undefined }));
    lists.push((performance.now() - start) / 2);
  }
  measures.push({
    name: "Events behind a figure, p95",
    value: percentile(lists, 0.95),
    unit: "ms",
    limit: 300,
  });
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
