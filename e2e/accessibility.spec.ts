import type { Page } from "@playwright/test";
import { decide, requestDatabase, untilRun } from "./api";
import { asProvisioner, newName } from "./databases";
import { expectAccessible, expectNoSidewaysScroll, expectNoViolations } from "./pages/checks";
import { Shell } from "./pages/shell";
import type { Who } from "./people";
import { expect, test } from "./test";

// Each takes a minute or more: both workers take their share.
test.describe.configure({ mode: "parallel" });

/** One run in each state that looks different, and the entity that one of them made. */
interface Scene {
  entity: string;
  waiting: string;
  succeeded: string;
  failed: string;
}

const everywhere = test.extend<object, { scene: Scene }>({
  scene: [
    async ({ api }, use) => {
      const entity = newName("shown");
      const taken = newName("taken");
      await asProvisioner((sql) => sql.unsafe(`create role ${taken}`));
      const [succeeded, failed, waiting] = await Promise.all(
        [entity, taken, newName("waits")].map((name) => requestDatabase(api, name)),
      );
      if (!succeeded || !failed || !waiting) throw new Error("A run was not requested.");
      for (const id of [succeeded, failed, waiting]) await untilRun(api, id, "awaiting_approval");
      for (const id of [succeeded, failed]) await decide("lead", id, { status: "APPROVE" });
      await Promise.all([untilRun(api, succeeded, "succeeded"), untilRun(api, failed, "failed")]);
      await use({ entity, waiting, succeeded, failed });
      await asProvisioner((sql) => sql.unsafe(`drop role ${taken}`));
    },
    { scope: "worker", timeout: 180_000 },
  ],
});

type Place = [path: string, heading: string | RegExp];

/** Every page, by who looks at it. */
const PLACES: Record<string, { who: Who; places: (scene: Scene) => Place[] }> = {
  "what a developer sees": {
    who: "developer",
    places: ({ entity, waiting, failed }) => [
      ["/", /./],
      ["/catalog", "Catalog"],
      ["/catalog?as=list", "Catalog"],
      ["/catalog/service", "Service"],
      ["/catalog/service?group=%24team", "Service"],
      ["/catalog/service?q=nothing-like-this", "Service"],
      ["/catalog/service/checkout", "Checkout"],
      ["/actions", "Actions"],
      ["/actions/create_postgres_database", "PostgreSQL database"],
      [`/actions/change_postgres_database?entity=${entity}`, "Change database settings"],
      [`/actions/rotate_postgres_password?entity=${entity}`, "Rotate database password"],
      [`/actions/delete_postgres_database?entity=${entity}`, "Delete database"],
      ["/actions/delete_postgres_database", "Delete database"],
      [`/runs/${waiting}`, /^PostgreSQL database: /],
      [`/runs/${failed}`, /^PostgreSQL database: /],
      ["/approvals", "Approvals"],
      ["/approvals/deputies", "Deputies"],
      ["/settings/teams", "Teams & people"],
      ["/settings/audit", "Audit log"],
      ["/settings/budgets", "Budgets"],
      ["/settings/rate-cards", "Prices & quotas"],
      ["/lifetimes", "What ends by itself"],
      ["/catalog/_team/payments", /./],
      ["/nowhere", "This page does not exist"],
    ],
  },
  "what an approver and an owner see": {
    who: "lead",
    places: ({ entity, waiting, succeeded, failed }) => [
      ["/", /./],
      ["/catalog/database", "Database"],
      [`/catalog/database/${entity}`, entity],
      [`/catalog/database/${entity}?tab=related`, entity],
      [`/catalog/database/${entity}?tab=runs`, entity],
      [`/catalog/database/${entity}?tab=history`, entity],
      [`/catalog/database/${entity}?tab=graph`, entity],
      [`/catalog/database/${entity}?tab=graph&view=list`, entity],
      [`/catalog/database/${entity}?tab=scorecards`, entity],
      ["/runs", "Runs"],
      [`/runs/${waiting}`, /^PostgreSQL database: /],
      [`/runs/${succeeded}`, /^PostgreSQL database: /],
      [`/approvals?run=${waiting}`, "Approvals"],
      [`/approvals?tab=decided&run=${failed}`, "Approvals"],
      ["/docs/production", /./],
      ["/docs/actions", "Action forms"],
      ["/docs/catalog", "The catalog"],
    ],
  },
  "what an administrator sees": {
    who: "admin",
    places: () => [
      ["/settings/blueprints", "Blueprints"],
      ["/settings/blueprints/new", /./],
      ["/settings/blueprints/edit/database", /./],
      ["/settings/actions", "Action forms"],
      ["/settings/actions/new", /./],
      ["/settings/actions/edit/create_postgres_database", /./],
      ["/settings/connections", "Connections"],
      ["/settings/secrets", "Secrets"],
      ["/settings/teams", "Teams & people"],
      ["/settings/api-clients", "API clients"],
      ["/settings/audit", "Audit log"],
      ["/settings/bundle", "Import & export"],
      ["/settings/bundle?tab=import", "Import & export"],
      ["/settings/migrations", "Migrations"],
      ["/catalog/service/checkout?tab=audit", "Checkout"],
    ],
  },
  "what an administrator of runs and money sees": {
    who: "admin",
    places: () => [
      ["/settings/policies", "Policies"],
      ["/settings/policies/new", "New policy"],
      ["/settings/templates", "Templates"],
      ["/settings/templates/postgres-database", "PostgreSQL database"],
      ["/settings/budgets", "Budgets"],
      ["/settings/rate-cards", "Prices & quotas"],
      ["/settings/variable-sets", "Variable sets"],
      ["/settings/notifications", "Notifications"],
      ["/settings/actions?tab=automations", "Action forms"],
    ],
  },
};

async function open(page: Page, [path, heading]: Place): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 }), path).toHaveText(heading);
  await expect(page.getByText(/^Loading /), path).toHaveCount(0);
}

for (const [title, { who, places }] of Object.entries(PLACES))
  everywhere(`${title} is accessible, wide and narrow`, async ({ as, scene }) => {
    test.setTimeout(600_000);
    const page = await as(who);
    for (const place of places(scene)) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await open(page, place);
      await expectAccessible(page, `${place[0]} at 1440`);
      await page.setViewportSize({ width: 390, height: 844 });
      await expectAccessible(page, `${place[0]} at 390`);
      await expectNoSidewaysScroll(page, place[0]);
    }
  });

test("everything is in reach of the keyboard", async ({ as }) => {
  const page = await as("developer");
  const shell = new Shell(page);
  await page.goto("/");
  await expect(shell.heading).toBeVisible();

  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(shell.main).toBeFocused();

  await shell.find("Checkout", "Checkout");
  await expect(page).toHaveURL("/catalog/service/checkout");
  await expect(shell.heading).toHaveText("Checkout");
  await shell.find("PostgreSQL database", "PostgreSQL database");
  await expect(page).toHaveURL("/actions/create_postgres_database");
  await expect(shell.heading).toHaveText("PostgreSQL database");

  await page.goto("/");
  await expect(shell.heading).toBeVisible();
  await shell.press("g", "a");
  await expect(page).toHaveURL("/actions");
  await expect(shell.heading).toHaveText("Actions");

  await page.keyboard.press("?");
  await expect(shell.help).toBeVisible();
  await expectNoViolations(page, "the help");
  await page.keyboard.press("Escape");
  await expect(shell.help).toBeHidden();

  await page.keyboard.press("ControlOrMeta+k");
  await expect(shell.palette).toBeVisible();
  await expectNoViolations(page, "the palette");
  await page.keyboard.press("Escape");
  await expect(shell.palette).toBeHidden();
});
