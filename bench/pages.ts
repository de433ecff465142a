import { chromium } from "@playwright/test";
import type { RunningPortal } from "./portal";
import type { Session } from "./session";
import { median, percentile, type Measure } from "./statistics";
import { approve, CREATE_DATABASE, databaseRequest, openDatabase, people, submit, waitFor } from "./traffic";

export const LAUNCH = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Pages by who opens them. */
export interface Visit {
  session: Session;
  page: string;
}

/** Every page of the portal, with a database that was made, a run of it, and a request that waits for the lead. */
export async function allPages(portal: RunningPortal): Promise<{ everyday: Visit[]; settings: Visit[] }> {
  const { developer, lead, admin } = await people(portal);
  const db = openDatabase(portal);
  try {
    const made = await submit(developer, CREATE_DATABASE, databaseRequest());
    await waitFor(db, made, ["awaiting_approval"]);
    await approve(lead, made);
    await waitFor(db, made, ["succeeded"]);
    const waiting = await submit(developer, CREATE_DATABASE, databaseRequest());
    await waitFor(db, waiting, ["awaiting_approval"]);
    const [row] = await db<
      { entity: string }[]
    >`select entity_identifier as entity from runs where id = ${made}`;
    const as = (session: Session, ...pages: string[]) => pages.map((page) => ({ session, page }));
    return {
      everyday: [
        ...as(developer, "/", "/catalog", "/catalog/service", "/catalog/service/checkout"),
        ...as(developer, `/catalog/database/${row?.entity ?? ""}`, "/actions", `/actions/${CREATE_DATABASE}`),
        ...as(
          developer,
          `/actions/delete_postgres_database?entity=${row?.entity ?? ""}`,
          "/runs",
          `/runs/${made}`,
        ),
        ...as(lead, `/runs/${waiting}`, "/approvals"),
      ],
      settings: [
        ...as(
          admin,
          "/settings/blueprints",
          "/settings/blueprints/new",
          "/settings/blueprints/edit/database",
        ),
        ...as(
          admin,
          "/settings/actions",
          "/settings/actions/new",
          `/settings/actions/edit/${CREATE_DATABASE}`,
        ),
        ...as(admin, "/settings/connections", "/settings/teams", "/settings/api-clients", "/settings/audit"),
        ...as(admin, "/settings/policies", "/settings/policies/new", "/settings/templates"),
        ...as(admin, "/settings/templates/postgres-database", "/settings/budgets", "/settings/rate-cards"),
        ...as(admin, "/settings/variable-sets", "/settings/notifications", "/settings/secrets"),
        ...as(admin, "/settings/actions?tab=automations", "/workspaces"),
        ...as(lead, "/lifetimes", "/approvals/deputies", "/catalog/_team/payments"),
        ...as(admin, "/docs/production"),
      ],
    };
  } finally {
    await db.end();
  }
}

/** Identifiers of this very run say nothing in a table. */
const label = (page: string): string =>
  page.replace(/r_[A-Za-z0-9]{8,}/, "<run>").replace(/bench_[0-9a-f]+/, "<entity>");

/** Time from request to the last byte of each page's HTML: p50 of `repeat` requests, one after the other, after a warm-up. In ms. */
export async function pageTimes(visits: Visit[], repeat = 40): Promise<Measure[]> {
  const measures: Measure[] = [];
  for (const { session, page } of visits) {
    for (let i = 0; i < 10; i += 1) await (await session.request(page)).text();
    const times: number[] = [];
    for (let i = 0; i < repeat; i += 1) {
      const start = performance.now();
      const response = await session.request(page);
      await response.text();
      if (response.status !== 200) throw new Error(`${page} answered ${response.status}.`);
      times.push(performance.now() - start);
    }
    const note = `least ${Math.min(...times).toFixed(0)} ms, p95 ${percentile(times, 0.95).toFixed(0)} ms`;
    measures.push({
      name: `server response p50 ${label(page)}`,
      value: median(times),
      unit: "ms",
      limit: 50,
      note,
    });
  }
  return measures;
}

/**
 * JavaScript that a first visit of each page loads before anything is touched, as sent (gzip), in kB of 1,000 bytes. What
 * the page fetches ahead for other pages counts too, since the browser cannot tell; a person on the page does not wait for it.
 */
export async function firstLoadScripts(visits: Visit[]): Promise<Measure[]> {
  const browser = await chromium.launch({
    executablePath: process.env.PLAYWRIGHT_CHROMIUM ?? "/usr/bin/chromium",
    args: LAUNCH,
  });
  const measures: Measure[] = [];
  try {
    for (const { session, page } of visits) {
      const context = await browser.newContext();
      await context.addCookies(session.cookies.map((cookie) => ({ ...cookie, url: session.address })));
      const tab = await context.newPage();
      await tab
        .goto(session.address + page, { waitUntil: "networkidle", timeout: 15_000 })
        .catch((error: unknown) => {
          // A page with a live stream is never idle: what it loaded until the time-out counts.
          if (!String(error).includes("Timeout")) throw error;
        });
      if (new URL(tab.url()).pathname !== page.split("?")[0]) throw new Error(`${page} led to ${tab.url()}.`);
      const files = await tab.evaluate(() =>
        performance
          .getEntriesByType("resource")
          .map((entry) => entry as PerformanceResourceTiming)
          .filter((entry) => new URL(entry.name).pathname.endsWith(".js"))
          .map((entry) => ({ file: entry.name.split("/").at(-1) ?? "", bytes: entry.encodedBodySize })),
      );
      const html = await (await session.request(page)).text();
      const inPage = new Set(
        [...html.matchAll(/<script[^>]+src="[^"]*\/([^"/]+\.js)/g)].map((match) => match[1]),
      );
      const sum = (chosen: typeof files) => chosen.reduce((total, { bytes }) => total + bytes, 0) / 1000;
      const late = sum(files.filter(({ file }) => !inPage.has(file)));
      if (process.env.BENCH_FILES) console.log(label(page), JSON.stringify(files));
      measures.push({
        name: `first-load JavaScript ${label(page)}`,
        value: sum(files),
        unit: "kB",
        limit: 200,
        note: `${files.length} files${late > 0 ? `; ${(sum(files) - late).toFixed(1)} kB named by the page, the rest fetched by what is on it` : ""}`,
      });
      await context.close();
    }
  } finally {
    await browser.close();
  }
  return measures;
}
