import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { chromium } from "@playwright/test";
import { follow } from "./logs/stream";
import { ACTION, defineAction, MEGABYTES, TICKS, writeTemplates } from "./logs/template";
import { LAUNCH } from "./pages";
import { newDataDir, withPortal, type ChildName, type RunningPortal } from "./portal";
import type { Session } from "./session";
import { median, percentile, type Measure } from "./statistics";
import { openDatabase, people, submit, waitFor, type Database } from "./traffic";

/** The log of a run that Terraform carries out: how soon a line is seen, and what a very long log costs. */
export async function logs(): Promise<Measure[]> {
  const dataDir = newDataDir("logs");
  const templates = path.join(dataDir, "templates");
  writeTemplates(templates);
  return withPortal({ dataDir, environment: { WAYMARK_TEMPLATES_DIR: templates } }, async (portal) => {
    const { admin } = await people(portal);
    await defineAction(admin);
    const db = openDatabase(portal);
    try {
      return [
        await lineToBrowser(admin, db),
        ...(await memory(portal, admin, db)),
        ...(await firstPaint(portal, admin, db)),
      ];
    } finally {
      await db.end();
    }
  });
}

const print = (admin: Session, ticks: number, megabytes: number): Promise<string> =>
  submit(admin, ACTION, { properties: { name: `log-${randomUUID().slice(0, 8)}`, ticks, megabytes } });

/** Each line says when it was written; the stream of the page is read as a browser reads it. */
async function lineToBrowser(admin: Session, db: Database): Promise<Measure> {
  const runId = await print(admin, TICKS, 0);
  await waitFor(db, runId, ["applying"]);
  const took: number[] = [];
  const stream = await follow(admin, runId, (text) => {
    const now = Date.now();
    for (const [, nanoseconds] of text.matchAll(/: tick (\d+) end/g))
      took.push(now - Number(nanoseconds) / 1_000_000);
  });
  await waitFor(db, runId, ["succeeded"]);
  await stream.ended;
  return {
    name: "log line from Terraform to browser p95",
    value: percentile(took, 0.95),
    unit: "ms",
    limit: 300,
    note: `${took.length} of ${TICKS} lines, p50 ${median(took).toFixed(0)} ms`,
  };
}

/** What worker and web grow by while a run prints much and its page is read as fast as it comes. */
async function memory(portal: RunningPortal, admin: Session, db: Database): Promise<Measure[]> {
  const names = ["worker", "web"] as const;
  const before = names.map((name) => resident(portal, name));
  const peak = [...before];
  const runId = await print(admin, 0, MEGABYTES);
  let over = false;
  const watching = (async () => {
    while (!over) {
      names.forEach((name, i) => (peak[i] = Math.max(peak[i] ?? 0, resident(portal, name))));
      await pause(50);
    }
  })();
  await waitFor(db, runId, ["applying"]);
  const stream = await follow(admin, runId, () => undefined);
  const begin = performance.now();
  await waitFor(db, runId, ["succeeded"], 900_000);
  const seconds = (performance.now() - begin) / 1000;
  await stream.ended;
  over = true;
  await watching;
  const [row] = await db<{ lines: number; text: number }[]>`
    select count(*)::int as lines, sum(octet_length(text))::float8 / 1e6 as text from run_logs where run_id = ${runId}`;
  return names.map((name, i) => ({
    name: `memory of ${name} for a log of ${MEGABYTES} MB`,
    value: (peak[i] ?? 0) - (before[i] ?? 0),
    unit: "MB" as const,
    limit: 150,
    note: `${(before[i] ?? 0).toFixed(0)} MB before; ${row?.lines} lines, ${row?.text.toFixed(0)} MB kept, ${seconds.toFixed(0)} s, ${(stream.bytes() / 1e6).toFixed(0)} MB sent`,
  }));
}

/** Resident memory of a process, in MB. */
function resident(portal: RunningPortal, name: ChildName): number {
  const pid = portal.child(name);
  const status = pid === undefined ? "" : fs.readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

/** The page of the run with the longest log, as a person opens it: the server's whole answer, and the first line on the screen. */
async function firstPaint(
  portal: RunningPortal,
  admin: Session,
  db: Database,
  visits = 5,
): Promise<Measure[]> {
  const [row] = await db<{ run: string }[]>`
    select run_id as run from run_logs group by run_id order by count(*) desc limit 1`;
  const page = `/runs/${row?.run ?? ""}`;
  const answers: number[] = [];
  for (let i = 0; i < visits + 1; i += 1) {
    const begin = performance.now();
    const response = await admin.request(page);
    const size = (await response.text()).length;
    if (response.status !== 200 || size === 0) throw new Error(`${page} answered ${response.status}.`);
    if (i > 0) answers.push(performance.now() - begin);
  }
  const browser = await chromium.launch({
    executablePath: process.env.PLAYWRIGHT_CHROMIUM ?? "/usr/bin/chromium",
    args: LAUNCH,
  });
  const seen: number[] = [];
  try {
    for (let i = 0; i < visits + 1; i += 1) {
      const context = await browser.newContext();
      await context.addCookies(admin.cookies.map((cookie) => ({ ...cookie, url: portal.address })));
      await context.addInitScript(FIRST_LINE);
      const tab = await context.newPage();
      await tab.goto(portal.address + page, { waitUntil: "commit" });
      await tab.waitForFunction(() => (window as unknown as Seen).firstLineAt !== undefined);
      const at = await tab.evaluate(() => (window as unknown as Seen).firstLineAt!);
      if (i > 0) seen.push(at);
      await context.close();
    }
  } finally {
    await browser.close();
  }
  return [
    {
      name: `page of a run with a log of ${MEGABYTES} MB: whole answer`,
      value: median(answers),
      unit: "ms",
      limit: 1000,
      note: answers.map((t) => t.toFixed(0)).join(", "),
    },
    {
      name: "the same in a browser: first line painted",
      value: median(seen),
      unit: "ms",
      limit: 1000,
      note: `median of ${visits} first visits: ${seen.map((t) => t.toFixed(0)).join(", ")}`,
    },
  ];
}

interface Seen {
  firstLineAt?: number;
}

/** Notes the frame after which a line of the log is on the page. */
const FIRST_LINE = `
  const look = () => {
    if (document.querySelector("[role=log] [data-index]")) requestAnimationFrame(() => (window.firstLineAt = performance.now()));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
`;
