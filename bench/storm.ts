import { randomUUID } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import superjson from "superjson";
import { newDataDir, withPortal, type RunningPortal } from "./portal";
import type { Session } from "./session";
import { median, percentile, type Measure } from "./statistics";
import { openDatabase, people, submit, waitFor, type Database } from "./traffic";

const ANSWERED = "bench_answered";
const REPORTED = "bench_reported";

/** How many submissions are on their way at the same time, for each of three people. */
const AT_ONCE = 50;

/** Runs whose backend is a webhook of this machine, carried out by two workers. */
export async function storm({ count = 1000 }: { count?: number | undefined } = {}): Promise<Measure[]> {
  const receiver = await startReceiver();
  try {
    return await withPortal(
      { dataDir: newDataDir("storm"), workers: 2, environment: { WAYMARK_EGRESS_ALLOW: "127.0.0.0/8" } },
      (portal) => against(portal, receiver, count),
    );
  } finally {
    await receiver.close();
  }
}

async function against(portal: RunningPortal, receiver: Receiver, count: number): Promise<Measure[]> {
  const { admin, developer, lead } = await people(portal);
  await define(admin, ANSWERED, { url: receiver.url, synchronized: true });
  await define(admin, REPORTED, { url: receiver.url });
  const db = openDatabase(portal);
  try {
    return [
      ...(await submitToCall(developer, receiver)),
      ...(await flood([admin, developer, lead], db, receiver, count)),
      ...(await logLines(portal, admin, db)),
    ];
  } finally {
    await db.end();
  }
}

const define = (admin: Session, identifier: string, webhook: { url: string; synchronized?: boolean }) =>
  admin.mutate("actions.create", {
    definition: {
      identifier,
      title: identifier,
      trigger: { type: "self-service", operation: "CREATE", userInputs: { properties: {}, required: [] } },
      invocationMethod: { type: "WEBHOOK", ...webhook },
    },
  });

/** From the click to the request that arrives, one after the other. */
async function submitToCall(developer: Session, receiver: Receiver, repeat = 30): Promise<Measure[]> {
  const took: number[] = [];
  for (let n = 0; n < repeat; n += 1) {
    const begin = performance.now();
    const runId = await submit(developer, ANSWERED, { properties: {} });
    took.push((await receiver.arrival(runId)) - begin);
  }
  return [
    {
      name: "submit to backend call p50",
      value: median(took),
      unit: "ms",
      limit: 100,
      note: `${repeat} runs, p95 ${percentile(took, 0.95).toFixed(0)} ms`,
    },
  ];
}

/** Many submissions at once: how long each waits for its run, and whether each becomes one run and one call. */
async function flood(
  sessions: Session[],
  db: Database,
  receiver: Receiver,
  count: number,
): Promise<Measure[]> {
  const took: number[] = [];
  const runIds: string[] = [];
  let next = 0;
  const one = async (session: Session) => {
    while (next < count) {
      next += 1;
      const begin = performance.now();
      runIds.push(await submit(session, ANSWERED, { properties: {} }));
      took.push(performance.now() - begin);
    }
  };
  await Promise.all(sessions.flatMap((session) => Array.from({ length: AT_ONCE }, () => one(session))));
  for (const runId of runIds) await waitFor(db, runId, ["succeeded"], 600_000);
  const ids = new Set(runIds);
  const calls = runIds.map((runId) => receiver.calls.get(runId) ?? 0);
  const [span] = await db<{ seconds: number }[]>`
    select extract(epoch from max(ended_at) - min(created_at))::float8 as seconds from runs where id = any(${runIds})`;
  return [
    {
      name: `${count} submissions at once, p95`,
      value: percentile(took, 0.95),
      unit: "ms",
      limit: 1000,
      note: `${sessions.length * AT_ONCE} under way; ${ids.size} runs, ${calls.filter((n) => n === 0).length} lost, ${calls.filter((n) => n > 1).length} doubled`,
    },
    {
      name: "webhook runs, two workers",
      value: count / (span?.seconds ?? Number.NaN),
      unit: "/s",
      limit: 100,
      atLeast: true,
      note: `${(span?.seconds ?? Number.NaN).toFixed(1)} s from the first submission to the last end`,
    },
  ];
}

const LINES = 100;
const LONG = 16_000;
const MEGABYTES = 100;

/** From a line that is reported to the stream of a page that shows it; then as many lines as fill a large log. */
async function logLines(portal: RunningPortal, admin: Session, db: Database): Promise<Measure[]> {
  const runId = await submit(admin, REPORTED, { properties: {} });
  await waitFor(db, runId, ["applying"]);
  const stream = await follow(admin, runId);
  const took: number[] = [];
  for (let n = 0; n < LINES; n += 1) {
    const text = `line ${randomUUID()}`;
    const begin = performance.now();
    const seen = stream.sees(text);
    await admin.mutate("runs.report", { runId, message: text });
    took.push((await seen) - begin);
  }
  stream.stop();
  const before = residentMegabytes(portal);
  let peak = before;
  const line = "x".repeat(LONG);
  for (let sent = 0; sent < MEGABYTES * 1_000_000; sent += LONG * 8) {
    await Promise.all(Array.from({ length: 8 }, () => admin.mutate("runs.report", { runId, message: line })));
    peak = Math.max(peak, residentMegabytes(portal));
  }
  await admin.mutate("runs.report", { runId, status: "SUCCESS" });
  await waitFor(db, runId, ["succeeded"]);
  return [
    {
      name: "log line to browser p95",
      value: percentile(took, 0.95),
      unit: "ms",
      limit: 300,
      note: `${LINES} lines, p50 ${median(took).toFixed(0)} ms`,
    },
    {
      name: `memory for a log of ${MEGABYTES} MB`,
      value: peak - before,
      unit: "MB",
      limit: 150,
      note: `web and worker together, ${before.toFixed(0)} MB before`,
    },
  ];
}

/** Resident memory of the processes that take in and carry out runs, in MB. */
function residentMegabytes(portal: RunningPortal): number {
  return (["web", "worker"] as const).reduce((sum, name) => {
    const pid = portal.child(name);
    const status = pid === undefined ? "" : fs.readFileSync(`/proc/${pid}/status`, "utf8");
    return sum + Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  }, 0);
}

/** The stream that the page of a run reads. */
async function follow(session: Session, runId: string) {
  const stopping = new AbortController();
  const input = encodeURIComponent(JSON.stringify(superjson.serialize({ runId })));
  const response = await session.request(`/api/trpc/runs.follow?input=${input}`, {
    headers: { accept: "text/event-stream" },
    signal: stopping.signal,
  });
  const waiting = new Map<string, (at: number) => void>();
  const reading = (async () => {
    const decoder = new TextDecoder();
    let held = "";
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      held = (held + decoder.decode(chunk, { stream: true })).slice(-200_000);
      for (const [text, resolve] of waiting)
        if (held.includes(text)) {
          waiting.delete(text);
          resolve(performance.now());
        }
    }
  })().catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });
  return {
    sees: (text: string) => new Promise<number>((resolve) => waiting.set(text, resolve)),
    stop: () => {
      stopping.abort();
      void reading;
    },
  };
}

interface Receiver {
  url: string;
  /** How often each run was called. */
  calls: Map<string, number>;
  /** When the run's call arrived, by performance.now(). */
  arrival(runId: string): Promise<number>;
  close(): Promise<void>;
}

async function startReceiver(): Promise<Receiver> {
  const calls = new Map<string, number>();
  const arrivals = new Map<string, number>();
  const server = http.createServer((request, response) => {
    const runId = String(request.headers.run_id ?? "");
    calls.set(runId, (calls.get(runId) ?? 0) + 1);
    if (!arrivals.has(runId)) arrivals.set(runId, performance.now());
    request.resume();
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    calls,
    arrival: async (runId) => {
      for (;;) {
        const at = arrivals.get(runId);
        if (at !== undefined) return at;
        await pause(1);
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
