import { chromium } from "@playwright/test";
import type { Measure } from "./statistics";
import { median } from "./statistics";
import type { Session } from "./session";

const LAUNCH = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Time from request to the last byte of each page's HTML: p50 of `repeat` requests, one after the other, after a warm-up. In ms. */
export async function pageTimes(session: Session, pages: string[], repeat = 40): Promise<Measure[]> {
  const measures: Measure[] = [];
  for (const page of pages) {
    for (let i = 0; i < 5; i += 1) await (await session.request(page)).text();
    const times: number[] = [];
    for (let i = 0; i < repeat; i += 1) {
      const start = performance.now();
      const response = await session.request(page);
      await response.text();
      if (response.status !== 200) throw new Error(`${page} answered ${response.status}.`);
      times.push(performance.now() - start);
    }
    measures.push({ name: `server response p50 ${page}`, value: median(times), unit: "ms", limit: 50 });
  }
  return measures;
}

/** JavaScript that a first visit of each page loads before anything is touched, as sent (gzip). In kB of 1,000 bytes. */
export async function firstLoadScripts(session: Session, pages: string[]): Promise<Measure[]> {
  const browser = await chromium.launch({
    executablePath: process.env.PLAYWRIGHT_CHROMIUM ?? "/usr/bin/chromium",
    args: LAUNCH,
  });
  const measures: Measure[] = [];
  try {
    for (const page of pages) {
      const context = await browser.newContext();
      await context.addCookies(session.cookies.map((cookie) => ({ ...cookie, url: session.address })));
      const tab = await context.newPage();
      await tab.goto(session.address + page, { waitUntil: "networkidle" }).catch((error: unknown) => {
        // A page with a live stream is never idle: what it loaded until the time-out counts.
        if (!String(error).includes("Timeout")) throw error;
      });
      const bytes = await tab.evaluate(() =>
        performance
          .getEntriesByType("resource")
          .map((entry) => entry as PerformanceResourceTiming)
          .filter((entry) => new URL(entry.name).pathname.endsWith(".js"))
          .reduce((sum, entry) => sum + entry.encodedBodySize, 0),
      );
      measures.push({ name: `first-load JavaScript ${page}`, value: bytes / 1000, unit: "kB", limit: 200 });
      await context.close();
    }
  } finally {
    await browser.close();
  }
  return measures;
}
