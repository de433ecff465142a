import { setTimeout as pause } from "node:timers/promises";
import { newDataDir, withPortal, type RunningPortal } from "./portal";
import { type Measure, median } from "./statistics";
import { type Database, openDatabase, people } from "./traffic";

const BATCH = 1000;
/** Calls under way at the same time, as two senders make them. */
const AT_ONCE = 2;
const SERVICES = 60;

/** Events by the bulk route, and how long a late one takes until the figures know it. */
export async function events({ count = 100_000 }: { count?: number | undefined } = {}): Promise<Measure[]> {
  let measures: Measure[] = [];
  await withPortal({ dataDir: newDataDir("events") }, async (portal) => {
    measures = await against(portal, count);
  });
  return measures;
}

async function against(portal: RunningPortal, count: number): Promise<Measure[]> {
  const { admin } = await people(portal);
  const db = openDatabase(portal);
  const send = async (kind: string, events: object[]): Promise<void> => {
    const response = await admin.request(`/v1/insights/${kind}?source=bench`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ events }),
    });
    if (response.status !== 200) throw new Error(`${kind}: ${response.status} ${await response.text()}`);
  };
  try {
    await send(
      "deployments",
      Array.from({ length: BATCH }, (_, n) => deployment(n)),
    );
    const begin = performance.now();
    let next = 1;
    const sender = async () => {
      for (let batch = next++; batch <= count / BATCH; batch = next++) {
        const from = batch * BATCH;
        // Of a hundred events, fifty are changes, forty deployments and ten incidents.
        const part = batch % 10;
        const [kind, make] =
          part < 5
            ? (["changes", change] as const)
            : part < 9
              ? (["deployments", deployment] as const)
              : (["incidents", incident] as const);
        await send(
          kind,
          Array.from({ length: BATCH }, (_, n) => make(from + n)),
        );
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sender));
    const seconds = (performance.now() - begin) / 1000;
    await untilMatched(db);
    return [
      {
        name: "events by the bulk route",
        value: count / seconds,
        unit: "/s",
        limit: 5000,
        atLeast: true,
        note: `${count} in calls of ${BATCH}, ${AT_ONCE} under way; all matched ${((performance.now() - begin) / 1000 - seconds).toFixed(0)} s later`,
      },
      await late(db, send),
    ];
  } finally {
    await db.end();
  }
}

/** A deployment between others, told last: until its neighbours are matched anew. */
async function late(db: Database, send: (kind: string, events: object[]) => Promise<void>): Promise<Measure> {
  const took: number[] = [];
  for (let n = 0; n < 10; n += 1) {
    const begin = performance.now();
    await send("deployments", [
      { ...deployment(BATCH * 5 + n), externalId: `late-${n}`, environment: "production" },
    ]);
    for (;;) {
      const [row] = await db<{ matched: boolean }[]>`
        select (previous_success_id is not null or duplicate_of is not null) as matched
        from insight_deployments where external_id = ${`late-${n}`}`;
      if (row?.matched) break;
      await pause(10);
    }
    took.push(performance.now() - begin);
  }
  return {
    name: "a late event is visible after",
    value: Math.max(...took) / 1000,
    unit: "s",
    limit: 2,
    note: `the slowest of 10, median ${(median(took) / 1000).toFixed(2)} s`,
  };
}

async function untilMatched(db: Database): Promise<void> {
  for (;;) {
    const [row] = await db<{ left: number }[]>`select count(*)::int as left from insight_marks`;
    if (row?.left === 0) return;
    await pause(100);
  }
}

const sha = (n: number): string => n.toString(16).padStart(40, "0");
const at = (n: number): string => new Date(Date.UTC(2025, 0, 1) + n * 60_000).toISOString();
const serviceOf = (n: number): string => `service-${n % SERVICES}`;

const deployment = (n: number) => ({
  externalId: `deployment-${n}`,
  service: serviceOf(n),
  environment: "production",
  status: "success",
  startedAt: at(n),
  finishedAt: at(n + 5),
  repository: `acme/${serviceOf(n)}`,
  sha: sha(n),
});

const change = (n: number) => ({
  externalId: `change-${n}`,
  repository: `acme/${serviceOf(n)}`,
  author: `developer-${n % 80}@example.com`,
  firstCommitAt: at(n - 120),
  openedAt: at(n - 90),
  mergedAt: at(n),
  mergeSha: sha(n),
  commits: [{ sha: sha(n), parents: n >= SERVICES ? [sha(n - SERVICES)] : [] }],
});

const incident = (n: number) => ({
  externalId: `incident-${n}`,
  service: serviceOf(n),
  startedAt: at(n),
  resolvedAt: at(n + 30),
});
