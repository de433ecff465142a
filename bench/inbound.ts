import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { newDataDir, withPortal, type RunningPortal } from "./portal";
import { percentile, type Measure } from "./statistics";
import { openDatabase, people } from "./traffic";

/** Sends deliveries as GitHub does, evenly over a minute, and waits until the last is dealt with. */
export async function inbound({ count = 10_000, seconds = 60 } = {}): Promise<Measure[]> {
  let measures: Measure[] = [];
  await withPortal({ dataDir: newDataDir("inbound") }, async (portal) => {
    measures = await against(portal, count, seconds);
  });
  return measures;
}

async function against(portal: RunningPortal, count: number, seconds: number): Promise<Measure[]> {
  const secret = randomBytes(24).toString("hex");
  const { admin } = await people(portal);
  await admin.mutate("pipelines.hooks.set", { backend: "github", secret });
  const took: number[] = [];
  let refused = 0;
  const begin = performance.now();
  const sent: Promise<void>[] = [];
  for (let n = 0; n < count; n += 1) {
    const due = begin + (n * seconds * 1000) / count;
    const wait = due - performance.now();
    if (wait > 1) await pause(wait);
    sent.push(
      deliver(portal.address, secret, n).then(({ status, ms }) => {
        took.push(ms);
        if (status >= 300) refused += 1;
      }),
    );
  }
  await Promise.all(sent);
  const spent = (performance.now() - begin) / 1000;
  const drained = await untilDrained(portal);
  return [
    {
      name: "inbound delivery p99",
      value: percentile(took, 0.99),
      unit: "ms",
      limit: 1000,
      note: `${count} in ${spent.toFixed(0)} s, p50 ${percentile(took, 0.5).toFixed(0)} ms, ${refused} not taken`,
    },
    { name: "inbound queue drained after the last", value: drained, unit: "s", limit: 10 },
  ];
}

async function deliver(address: string, secret: string, n: number): Promise<{ status: number; ms: number }> {
  const body = JSON.stringify({
    action: "completed",
    workflow_run: {
      id: 1_000_000 + n,
      display_title: "Deploy",
      status: "completed",
      conclusion: "success",
      html_url: `https://github.example/acme/shop/actions/runs/${n}`,
      updated_at: "2026-01-01T00:00:00Z",
    },
    repository: { full_name: "acme/shop", description: "x".repeat(8_000) },
  });
  const begin = performance.now();
  const response = await fetch(`${address}/api/hooks/github`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-github-event": "workflow_run",
      "x-github-delivery": randomUUID(),
      "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
    },
    body,
  });
  await response.arrayBuffer();
  return { status: response.status, ms: performance.now() - begin };
}

/** In seconds; infinite when some are left after five minutes. */
async function untilDrained(portal: RunningPortal): Promise<number> {
  const db = openDatabase(portal);
  const begin = performance.now();
  try {
    while (performance.now() - begin < 300_000) {
      const [row] = await db`select count(*)::int as left from inbound_deliveries where status = 'waiting'`;
      if (row?.left === 0) return (performance.now() - begin) / 1000;
      await pause(100);
    }
    return Number.POSITIVE_INFINITY;
  } finally {
    await db.end();
  }
}
