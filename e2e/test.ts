import { test as base, type APIRequestContext, type Page } from "@playwright/test";
import { clientApi } from "./api";
import { sessionFile, type Who } from "./people";
import { watch } from "./problems";

/** How long a click may wait for what it clicks on, in ms. */
const actionPatienceMs = 30_000;

interface Fixtures {
  /** Errors of every page of the test: must be empty at its end. */
  problems: string[];
  /** A new browser in which the person is signed in. */
  as: (who: Who) => Promise<Page>;
}

interface WorkerFixtures {
  /** The API as the demo's client. */
  api: APIRequestContext;
}

/** Journeys: with people who are signed in, and with an eye on what the browser complains about. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads here which fixtures are wanted
  problems: async ({}, use) => {
    const problems: string[] = [];
    await use(problems);
    base.expect(problems).toEqual([]);
  },
  as: async ({ browser, problems }, use) => {
    const contexts: Awaited<ReturnType<typeof browser.newContext>>[] = [];
    await use(async (who) => {
      const context = await browser.newContext({ storageState: sessionFile(who) });
      contexts.push(context);
      // What is not there by now will not come; the test's own patience is for the whole journey.
      context.setDefaultTimeout(actionPatienceMs);
      const page = await context.newPage();
      watch(page, problems);
      return page;
    });
    for (const context of contexts) await context.close();
  },
  api: [
    // eslint-disable-next-line no-empty-pattern -- the same
    async ({}, use) => {
      const api = await clientApi();
      await use(api);
      await api.dispose();
    },
    { scope: "worker" },
  ],
});

export { expect } from "@playwright/test";
