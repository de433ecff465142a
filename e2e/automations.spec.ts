import type { APIRequestContext } from "@playwright/test";
import { ActionBuilder } from "./pages/action-builder";
import { expectAccessible, expectNoSidewaysScroll } from "./pages/checks";
import { expect, test } from "./test";

/** A blueprint and an automation of one run of a journey: what it makes stays, so that the next must call its own otherwise. */
async function makeAutomation(api: APIRequestContext) {
  const mark = Date.now().toString(36);
  const [blueprint, identifier] = [`medal_${mark}`, `reward_${mark}`];
  const post = async (url: string, data: Record<string, unknown>) => {
    const answer = await api.post(url, { data });
    expect(answer.ok(), await answer.text()).toBe(true);
  };
  await post("/v1/blueprints", {
    identifier: blueprint,
    title: `Medal ${mark}`,
    schema: {
      properties: { tier: { type: "string", title: "Tier", enum: ["silver", "gold"] } },
      required: [],
    },
    relations: {},
  });
  const title = `Reward ${mark}`;
  await post("/v1/actions", {
    identifier,
    title,
    trigger: { type: "automation", event: { type: "ANY_ENTITY_CHANGE", blueprintIdentifier: blueprint } },
    invocationMethod: {
      type: "UPSERT_ENTITY",
      blueprintIdentifier: blueprint,
      mapping: {
        identifier: "{{ .event.context.entityIdentifier }}-medal",
        title: "Medal of {{ .event.diff.after.title }}",
        properties: {},
      },
    },
    publish: false,
  });
  const write = (tier: string) =>
    post(`/v1/blueprints/${blueprint}/entities?upsert=true&merge=true`, {
      identifier: "cart",
      title: "Cart",
      properties: { tier },
    });
  return { blueprint, identifier, title, write };
}

test("an automation gets a condition, is tried, runs once for a transition, and tells why it did not", async ({
  as,
  api,
}) => {
  const { blueprint, identifier, title, write } = await makeAutomation(api);
  await write("silver");
  await write("gold");
  await write("silver");

  const page = await as("admin");
  const builder = new ActionBuilder(page);
  await page.goto("/settings/actions?tab=automations");
  await page.getByRole("link", { name: title }).click();
  await expect(page.getByRole("group", { name: "Set off by" })).toBeVisible();

  await test.step("a transition is chosen without jq", async () => {
    await page.getByRole("button", { name: "Add condition" }).click();
    const row = page.getByRole("group", { name: "Condition 1" });
    await row.getByRole("combobox", { name: "Condition 1: kind" }).selectOption({ label: "Changes to" });
    await row.getByRole("combobox", { name: "Condition 1: value of After → Tier" }).selectOption("gold");
  });

  await test.step("it is tried on an event of the past", async () => {
    await page.getByRole("tab", { name: "Try it" }).click();
    await expect(page.getByText("No, this event does not set it off.")).toBeVisible();
    await expect(page.getByText("properties.tier", { exact: true })).toBeVisible();
    await expect(page.getByText('"cart-medal"')).toBeVisible();
  });

  await test.step("it is switched on", async () => {
    await builder.publish.click();
    await builder.published();
  });

  await test.step("the transition makes one run, the steady state none", async () => {
    await write("gold");
    await write("gold");
    await page.getByRole("tab", { name: "History" }).click();
    const ran = page.getByRole("row").filter({ has: page.getByText("Ran", { exact: true }) });
    await expect(ran).toHaveCount(1);
    await expect(page.getByRole("row").filter({ hasText: "Did not run" }).first()).toContainText("not true");
    await expectNoSidewaysScroll(page, "the history of an automation");
    await expectAccessible(page, "the history of an automation");
    await ran.getByRole("link").click();
    await expect(page).toHaveURL(/\/runs\/r_/);
    await expect(page.getByRole("heading", { level: 1, name: new RegExp(title) })).toBeVisible();
    await expect(page.getByText("Succeeded").first()).toBeVisible();
  });

  await test.step("it did what it should", async () => {
    const answer = await api.get(`/v1/blueprints/${blueprint}/entities/cart-medal`);
    expect(answer.ok(), await answer.text()).toBe(true);
    const runs = await api.get(`/v1/actions/runs?action=${identifier}&source=AUTOMATION`);
    expect(((await runs.json()) as { runs: unknown[] }).runs).toHaveLength(1);
  });
});

test("an automation is made in the portal, on a schedule", async ({ as }) => {
  const page = await as("admin");
  const builder = new ActionBuilder(page);
  await page.goto("/settings/actions?tab=automations");
  await page.getByRole("link", { name: "New automation" }).first().click();
  await expect(page.getByRole("radio", { name: /^An automation/ })).toBeChecked();
  await page.getByRole("button", { name: "Continue" }).click();
  await builder.title.fill(`Nightly ${Date.now().toString(36)}`);
  await page.getByRole("combobox", { name: "Event" }).selectOption({ label: "On a schedule – by the clock" });
  await page.getByRole("textbox", { name: "Schedule" }).fill("0 0 31 2 *");
  await page.getByRole("textbox", { name: "Schedule" }).blur();
  await expect(
    page.getByText("This never happens. Choose a day that exists.", { exact: true }),
  ).toBeVisible();
  await page.getByRole("textbox", { name: "Schedule" }).fill("30 6 * * 1");
  await expect(page.getByText("Comes round next")).toBeVisible();
  await expect(page.getByText(/^Monday,/).first()).toBeVisible();
});
