import type { APIRequestContext } from "@playwright/test";
import { personApi } from "./api";
import { existsOnServer } from "./databases";
import { ActionPage } from "./pages/action";
import { EntityPage } from "./pages/entity";
import { RunPage } from "./pages/run";
import { expectRefusals } from "./problems";
import { expect, test } from "./test";

/** Destroying is a run of its own, begun by the worker's next turn. */
const destroyPatienceMs = 90_000;
const blueprint = "ephemeral_environment";

/** Sets the end of an environment, as a script of its owner would. */
async function endAt(api: APIRequestContext, entity: string, until: Date): Promise<void> {
  const data = { until: until.toISOString(), reason: "The journey is over." };
  const answer = await api.patch(`/v1/lifetimes/${blueprint}/${entity}`, { data });
  expect(answer.status(), await answer.text()).toBe(200);
}

test("a developer gets an environment from a service's page in one click, extends it, and it ends by itself", async ({
  as,
  problems,
}) => {
  test.setTimeout(600_000);
  const developer = await as("developer");
  const run = new RunPage(developer);
  const entity = new EntityPage(developer);
  let name = "";
  let database = "";

  await test.step("the service's page offers it, with the service filled in", async () => {
    await entity.open("service", "ledger");
    await entity.openAction("Ephemeral environment");
    const action = new ActionPage(developer);
    await expect(action.effect).toContainText(
      "Ends by itself after 4 hours, 3 days after its creation at the latest.",
    );
    await developer.getByRole("button", { name: "Ephemeral environment", exact: true }).click();
    await developer.waitForURL(/\/runs\/[^/]+$/);
    await run.is("succeeded");
  });

  await test.step("its page says when it ends", async () => {
    await developer
      .getByRole("main")
      .getByRole("link", { name: /^Ledger / })
      .first()
      .click();
    await developer.waitForURL(new RegExp(`/catalog/${blueprint}/ledger-`));
    name = decodeURIComponent(new URL(developer.url()).pathname.split("/").at(-1)!);
    await expect(entity.heading).toHaveText(/^Ledger /);
    await expect(developer.getByText("Ends in 4 hours", { exact: true })).toBeVisible();
    database = await developer
      .getByRole("definition")
      .getByText(/^eph_ledger_/)
      .first()
      .innerText();
    expect(await existsOnServer(database)).toBe(true);
  });

  await test.step("it is extended there, within its maximum and with a reason", async () => {
    await developer.getByRole("button", { name: "Extend" }).click();
    const dialog = developer.getByRole("dialog", { name: /^When / });
    await dialog.getByLabel("By").fill("100d");
    await dialog.getByLabel("Reason").fill("The review takes longer.");
    await dialog.getByRole("button", { name: "Change its end" }).click();
    await expect(dialog.getByText(/It may live for 3 days/)).toBeVisible();
    await dialog.getByLabel("By").fill("20h");
    await dialog.getByRole("button", { name: "Change its end" }).click();
    await expect(dialog).toBeHidden();
    await expect(developer.getByText("The review takes longer.")).toBeVisible();
    expectRefusals(problems, 422);
  });

  await test.step("the list and the home page have it", async () => {
    await developer.goto("/lifetimes?scope=mine");
    await expect(developer.getByRole("link", { name: /^Ledger / }).first()).toBeVisible();
    await developer.goto("/");
    await expect(developer.getByRole("heading", { name: "Ends by itself" })).toBeVisible();
    await expect(developer.getByRole("link", { name: /^Ledger / }).first()).toBeVisible();
  });

  await test.step("at its end it is destroyed by a run that asks nobody, and its page is gone", async () => {
    const api = await personApi("developer");
    await endAt(api, name, new Date(Date.now() + 2_000));
    await expect
      .poll(() => existsOnServer(database), { timeout: destroyPatienceMs, message: `database ${database}` })
      .toBe(false);
    await expect
      .poll(async () => (await api.get(`/v1/lifetimes/${blueprint}/${name}`)).status(), {
        timeout: destroyPatienceMs,
      })
      .toBe(404);
    await developer.goto("/lifetimes?scope=mine&status=ended");
    await expect(developer.getByText(/^Ledger /).first()).toBeVisible();
    expect((await developer.goto(`/catalog/${blueprint}/${name}`))?.status()).toBe(404);
    await api.dispose();
  });
});
