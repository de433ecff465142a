import { chromium, type Page } from "@playwright/test";
import { LAUNCH } from "../pages";
import type { Session } from "../session";
import { median, percentile, type Measure } from "../statistics";
import { FORM } from "./definition";

/** Counts until a field of the form can be typed into: it is there, and the page's code listens to it. */
const INTERACTIVE = `
  const look = () => {
    const field = document.querySelector("[data-input=plain0] input");
    if (field && Object.keys(field).some((key) => key.startsWith("__reactProps$"))) window.interactiveAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
`;

/** From each key until the frame that shows what came of it. */
const KEYSTROKES = `
  window.keystrokes = [];
  addEventListener("keydown", ({ timeStamp }) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => window.keystrokes.push(performance.now() - timeStamp);
    port2.postMessage(0);
  }), true);
`;

interface Watched {
  interactiveAt?: number;
  keystrokes: number[];
}

/** How soon the form can be filled in, each time by a browser that has nothing of the portal yet, and how soon a key shows. */
export async function formInBrowser(session: Session, visits = 7, keys = 150): Promise<Measure[]> {
  const browser = await chromium.launch({
    executablePath: process.env.PLAYWRIGHT_CHROMIUM ?? "/usr/bin/chromium",
    args: LAUNCH,
  });
  const open = async (use: (tab: Page) => Promise<void>) => {
    const context = await browser.newContext();
    await context.addCookies(session.cookies.map((cookie) => ({ ...cookie, url: session.address })));
    await context.addInitScript(INTERACTIVE);
    await context.addInitScript(KEYSTROKES);
    const tab = await context.newPage();
    await tab.goto(`${session.address}/actions/${FORM}`, { waitUntil: "commit" });
    await tab.waitForFunction(() => (window as unknown as Watched).interactiveAt !== undefined, undefined, {
      timeout: 30_000,
    });
    await use(tab);
    await context.close();
  };
  const times: number[] = [];
  let strokes: number[] = [];
  try {
    for (let i = 0; i < visits + 1; i += 1)
      await open(async (tab) => {
        const at = await tab.evaluate(() => (window as unknown as Watched).interactiveAt!);
        // The first visit warms the server up.
        if (i > 0) times.push(at);
      });
    await open(async (tab) => {
      await tab.locator("[data-input=plain0] input").click();
      await tab.keyboard.type("words that others are computed from ".repeat(10).slice(0, keys), {
        delay: 60,
      });
      await tab.waitForTimeout(500);
      strokes = await tab.evaluate(() => (window as unknown as Watched).keystrokes);
    });
  } finally {
    await browser.close();
  }
  return [
    {
      name: "form of 60 inputs, 15 of them computed: first interactive",
      value: median(times) / 1000,
      unit: "s",
      limit: 1,
      note: `median of ${visits} first visits: ${times.map((t) => t.toFixed(0)).join(", ")} ms`,
    },
    {
      name: "key to paint in that form, p95",
      value: percentile(strokes, 0.95),
      unit: "ms",
      limit: 50,
      note: `${strokes.length} keys, p50 ${median(strokes).toFixed(1)} ms; the field is one that others are computed from`,
    },
  ];
}
