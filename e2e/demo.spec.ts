import { randomInt } from "node:crypto";
import path from "node:path";
import type { APIRequestContext, Page } from "@playwright/test";
import { readDemo, type Demo } from "../scripts/start/demo";
import { clientApi } from "./api";
import { Board } from "./pages/board";
import { expectAccessible, expectNoSidewaysScroll } from "./pages/checks";
import { DashboardList } from "./pages/dashboard-list";
import { PEOPLE, signIn, type Who } from "./people";
import { watch } from "./problems";
import { startPortal, type StartedPortal } from "./start-portal";
import { expect, test as base } from "./test";

/** How long loading and removing may take on a slow machine, in ms. */
const patienceMs = 300_000;

interface OwnPortal {
  demo: Demo;
  api: APIRequestContext;
  as: (who: Who) => Promise<Page>;
}

/** A portal of its own: 60 services and 80 people more would be in every other journey's way. */
const test = base.extend<{ own: OwnPortal }>({
  own: [
    async ({ browser, problems }, use) => {
      // Below the range from which systems lend ports, and beside that of the portal of the others.
      const portal: StartedPortal = await startPortal({ port: String(randomInt(30_000, 32_000)) });
      const contexts: { close(): Promise<void> }[] = [];
      try {
        const demo = readDemo(portal.dataDir);
        if (!demo) throw new Error(`There is no demo.json in ${portal.dataDir}.`);
        const api = await clientApi(demo);
        await use({
          demo,
          api,
          as: async (who) => {
            const person = demo.people.find(PEOPLE[who]);
            if (!person) throw new Error(`The demo has no ${who}.`);
            const session = path.join(portal.dataDir, "sessions", `${who}.json`);
            await signIn(demo.address, person.email, session);
            const context = await browser.newContext({ storageState: session, baseURL: demo.address });
            contexts.push(context);
            const page = await context.newPage();
            watch(page, problems);
            return page;
          },
        });
        await api.dispose();
      } finally {
        for (const context of contexts) await context.close();
        await portal.stop();
      }
    },
    { timeout: 600_000 },
  ],
});

/** What there is in the portal, by what it is known by. */
async function inventory(api: APIRequestContext): Promise<Record<string, string[]>> {
  const list = async (path: string, key: string, by: string): Promise<string[]> => {
    const answer = await api.get(path);
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
    const found = ((await answer.json()) as Record<string, Record<string, string>[]>)[key] ?? [];
    return found.map((one) => String(one[by])).sort();
  };
  return {
    services: await list("/v1/blueprints/service/entities", "entities", "identifier"),
    teams: await list("/v1/blueprints/_team/entities", "entities", "identifier"),
    people: await list("/v1/blueprints/_user/entities", "entities", "identifier"),
    pages: await list("/v1/pages?compact=true", "pages", "identifier"),
    budgets: await list("/v1/budgets", "budgets", "id"),
    npsWaves: await list("/v1/surveys/platform-nps/waves", "waves", "id"),
  };
}

test("an administrator loads the demo organisation, people look into it, and it goes without a trace", async ({
  own: { api, as },
}) => {
  test.setTimeout(900_000);
  const told = await api.post("/v1/insights/deployments?source=journey", {
    data: {
      events: [
        {
          externalId: "own-1",
          service: "checkout",
          environment: "production",
          status: "success",
          finishedAt: new Date(Date.now() - 86_400_000).toISOString(),
          sha: "0123456789abcdef",
        },
      ],
    },
  });
  expect(told.ok(), await told.text()).toBe(true);
  for (const [address, data] of [
    ["/v1/pages", { identifier: "ours", title: "Ours", widgets: [] }],
    [
      "/v1/blueprints/service/entities",
      { identifier: "own-service", title: "Own", team: ["payments"], properties: { language: "Go" } },
    ],
  ] as const) {
    const made = await api.post(address, { data });
    expect(made.ok(), await made.text()).toBe(true);
  }
  const before = await inventory(api);

  const admin = await as("admin");
  await test.step("loaded under Settings, with how far it is", async () => {
    await admin.goto("/settings/demo");
    await expect(admin.getByText("There is no demo data in the portal.")).toBeVisible();
    await expectAccessible(admin, "no demo data");
    await admin.getByRole("button", { name: "Load demo data" }).click();
    await expect(admin.getByRole("progressbar", { name: "Loading" })).toBeVisible();
    await expect(admin.getByText(/^It was loaded on /)).toBeVisible({ timeout: patienceMs });
    await expectAccessible(admin, "demo data");
    await admin.setViewportSize({ width: 390, height: 844 });
    await expectAccessible(admin, "demo data at 390");
    await expectNoSidewaysScroll(admin, "demo data at 390");
    await admin.setViewportSize({ width: 1440, height: 900 });
    const loaded = await inventory(api);
    expect(loaded.teams).toHaveLength(12);
    expect(loaded.npsWaves).toHaveLength((before.npsWaves?.length ?? 0) + 2);
    expect(loaded.services).toEqual(expect.arrayContaining(["own-service", "parcel-tracking"]));
  });

  const member = await as("developer");
  await test.step("seen by everybody as what it is, on pages and dashboards", async () => {
    await member.goto("/insights/delivery");
    await expect(member.getByText("an organisation that does not exist")).toBeVisible();
    await expect(member.getByRole("button", { name: "Remove demo data" })).toHaveCount(0);
    const list = new DashboardList(member);
    await list.open();
    await list.expectIn("Larkfield (demo data)", [
      "Larkfield: how it delivers",
      "Larkfield: services and costs",
    ]);
    await list.link("Larkfield: how it delivers").click();
    await expect(new Board(member).heading).toHaveText("Larkfield: how it delivers");
    for (const title of ["Demo data", "Deployments grow as teams come on board", "Who the bad quarter hit"])
      await expect(member.getByRole("heading", { name: title, exact: true })).toBeVisible();
    await expect(member.getByRole("main").locator("[aria-busy=true]")).toHaveCount(0);
    await expectAccessible(member, "a demo dashboard");
    await member.setViewportSize({ width: 390, height: 844 });
    await expectAccessible(member, "a demo dashboard at 390");
    await expectNoSidewaysScroll(member, "a demo dashboard at 390");
  });
  const page = member.url();

  await test.step("removed from a page of figures, and nothing of it is left", async () => {
    await admin.goto("/insights/delivery");
    await admin.getByRole("button", { name: "Remove demo data" }).click();
    const confirm = admin.getByRole("alertdialog", { name: "Remove the demo data?" });
    await expect(confirm.getByText("What you and others made stays")).toBeVisible();
    await confirm.getByRole("button", { name: "Remove demo data" }).click();
    await expect(confirm).toBeHidden();
    await expect(admin.getByText(/The demo organisation is being removed|Demo data\./)).toHaveCount(0, {
      timeout: patienceMs,
    });
    await admin.goto("/settings/demo");
    await expect(admin.getByText("There is no demo data in the portal.")).toBeVisible();
    expect(await inventory(api)).toEqual(before);
    await member.goto(page);
    await expect(new Board(member).heading).toHaveText("This page does not exist");
    await admin.goto("/insights/costs");
    await expect(admin.getByText("No costs yet")).toBeVisible();
    await admin.goto("/insights/sources");
    const batches = admin.getByRole("main");
    await expect(batches.getByText("journey").first()).toBeVisible();
    await expect(batches.getByText("demo", { exact: true })).toHaveCount(0);
  });
});
