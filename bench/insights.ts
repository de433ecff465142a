import { sql } from "drizzle-orm";
import { createDatabase, type Database } from "@/db/client";
import { removeEmbedded, startEmbedded } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import type { Context } from "@/server/kernel/context";
import { boardOf } from "@/components/insights/boards";
import { eventsSchema } from "@/server/metrics/schema";
import { metricEvents } from "@/server/metrics/service/events";
import { fill } from "./insights/data";
import { type Page, PAGES } from "./insights/pages";
import { newDataDir } from "./portal";
import { median, type Measure, percentile } from "./statistics";

const EVENTS = 1_000_000;

/** The lists of events behind figures, the first page and one further on. */
const LISTS = ["change-lead-time", "deployment-frequency", "change-fail-rate", "findings-fixed-in-time"];

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Another deployment, as it is told: everything that deployments are in has to be computed anew. */
const tellOne = (db: Database) =>
  db.execute(sql`update insight_deployments set updated_at = now() where id = 1`);

const contextOf = (db: Database): Context => ({
  actor: { kind: "system", name: "bench" },
  ...{ origin: "SYSTEM", requestId: "bench", db },
});

interface Started {
  db: Database;
  stop: () => Promise<void>;
}

/** A page that is asked for the first time, of a server that has nothing in its memory yet, and then again and again. */
async function measurePage(
  start: () => Promise<Started>,
  name: string,
  { ask, firsts }: Page,
  repeat: number,
): Promise<Measure[]> {
  const { db, stop } = await start();
  try {
    const ctx = contextOf(db);
    const first: number[] = [];
    for (let n = 0; n < firsts; n += 1) first.push(await timed(() => ask(ctx, n)));
    const warm: number[] = [];
    for (let n = 0; n < repeat; n += 1) warm.push(await timed(() => ask(ctx, n)));
    return [
      {
        name: `${name}, p95`,
        value: percentile(warm, 0.95),
        ...{ unit: "ms", limit: 300, note: `p50 ${median(warm).toFixed(0)} ms` },
      },
      {
        name: `${name}, first`,
        value: Math.max(...first),
        ...{ unit: "ms", limit: 1_500 },
        ...(firsts > 1 ? { note: `the slowest of ${firsts}, each asked for the first time` } : {}),
      },
    ];
  } finally {
    await stop();
  }
}

async function measureEvents(db: Database, repeat: number): Promise<Measure[]> {
  const ctx = contextOf(db);
  const measures: Measure[] = [];
  for (const id of ["core4", "delivery"]) {
    const { title } = boardOf(id)!;
    const after: number[] = [];
    await PAGES[`${title}, 12 weeks`]!.ask(ctx, 0);
    for (let n = 0; n < 5; n += 1) {
      await tellOne(db);
      after.push(await timed(() => PAGES[`${title}, 12 weeks`]!.ask(ctx, n)));
    }
    measures.push({
      name: `${title}, after each event`,
      value: Math.max(...after),
      ...{ unit: "ms", limit: 1_500, note: `the slowest of ${after.length}` },
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
    ...{ unit: "ms", limit: 300 },
  });
  return measures;
}

/** What the data of pages about insights takes, over so many events of nine months. */
export async function insights({
  repeat = 20,
  events = EVENTS,
}: { repeat?: number | undefined; events?: number | undefined } = {}): Promise<Measure[]> {
  const dataDir = newDataDir("insights");
  const start = async (): Promise<Started> => {
    const server = await startEmbedded({ dataDir });
    await migrateDatabase(server.appUrl);
    const { db, close } = createDatabase(server.appUrl, { max: 8 });
    return {
      db,
      stop: async () => {
        await close();
        await server.stop();
      },
    };
  };
  try {
    const filled = await start();
    await fill(filled.db, events).finally(filled.stop);
    const measures: Measure[] = [];
    for (const [name, page] of Object.entries(PAGES))
      measures.push(...(await measurePage(start, name, page, repeat)));
    const last = await start();
    measures.push(...(await measureEvents(last.db, repeat).finally(last.stop)));
    return measures;
  } finally {
    await removeEmbedded(dataDir);
  }
}
