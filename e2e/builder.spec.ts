import type { Page } from "@playwright/test";
import { Builder, tabAlongTo, tabTo, typeInto } from "./pages/builder";
import { expectAccessible, expectNoSidewaysScroll, expectNoViolations } from "./pages/checks";
import { takeTyped } from "./pages/typed-choice";
import { expect, test } from "./test";

test.describe.configure({ mode: "parallel" });

/** Titles of one run of a journey: what it makes stays, so that the next must call its own otherwise. */
function names(kind: string) {
  const suffix = `${kind} ${Date.now().toString(36)}`;
  const title = (word: string) => `${word} ${suffix}`;
  const identifier = (word: string) => title(word).toLowerCase().replaceAll(" ", "_");
  return { title, identifier };
}

async function entity(
  api: {
    post: (
      url: string,
      options: { data: unknown },
    ) => Promise<{ status: () => number; text: () => Promise<string> }>;
  },
  blueprint: string,
  data: Record<string, unknown>,
): Promise<void> {
  const answer = await api.post(`/v1/blueprints/${blueprint}/entities`, { data });
  expect(answer.status(), await answer.text()).toBe(201);
}

test("an administrator builds a model with the mouse alone", async ({ as, api }) => {
  test.setTimeout(600_000);
  const page = await as("admin");
  const builder = new Builder(page);
  const { title, identifier } = names("mouse");

  await page.goto("/settings/blueprints/new");
  await builder.title.fill(title("Service"));
  await builder.addTitled("Properties", "Tier");
  await builder.choose(page.getByRole("combobox", { name: "Kind", exact: true }), /^Choice/);
  for (const choice of ["gold", "silver"]) {
    await page.getByRole("button", { name: "Add choice" }).click();
    await page
      .getByLabel(/^Choice \d$/)
      .last()
      .fill(choice);
  }
  await page.getByLabel("Colour of choice 1").selectOption("gold");
  await expectAccessible(page, "a property of the kind choice");
  await page.getByRole("button", { name: "Create blueprint" }).click();
  await builder.created(title("Service"));

  await page.goto("/settings/blueprints/new");
  await builder.title.fill(title("Environment"));
  await page.getByRole("button", { name: "Create blueprint" }).click();
  await builder.created(title("Environment"));

  await page.goto("/settings/blueprints/new");
  await builder.title.fill(title("Deployment"));
  await builder.addTitled("Properties", "Cost");
  await builder.choose(page.getByRole("combobox", { name: "Kind", exact: true }), /^Number/);
  await builder.addTitled("Relations", "Service");
  await page.getByLabel("Leads to").selectOption({ label: title("Service") });
  await page.getByRole("button", { name: "Create blueprint" }).click();
  await builder.created(title("Deployment"));

  // In the graph, a relation is drawn from one node to the other.
  await page.goto("/settings/blueprints");
  await builder.node(title("Deployment")).click();
  await expect(page.getByRole("region", { name: /^Selected: Deployment/ })).toBeVisible();
  await expectAccessible(page, "the graph with a selection");
  await page.getByRole("button", { name: "Fit to window" }).click();
  const handle = page.getByRole("button", { name: `Add a relation from ${title("Deployment")}` });
  await handle.first().hover();
  await page.mouse.down();
  await builder.node(title("Environment")).hover();
  await page.mouse.up();
  const dialog = page.getByRole("dialog", { name: "New relation" });
  await expect(dialog.getByLabel("To", { exact: true })).toHaveValue(identifier("Environment"));
  await dialog.getByLabel("Title").fill("Environment");
  await dialog.getByRole("button", { name: "Add relation" }).click();
  await expect(dialog).toBeHidden();

  await entity(api, identifier("Service"), { identifier: "cart", properties: { tier: "gold" } });
  for (const [name, cost] of Object.entries({ first: 2, second: 3 }))
    await entity(api, identifier("Deployment"), {
      identifier: name,
      properties: { cost },
      relations: { service: "cart" },
    });

  await page.goto(`/settings/blueprints/edit/${identifier("Deployment")}`);
  await builder.addTitled("Mirrors", "Service tier");
  await page.getByLabel("Follow: relation 1").selectOption("service");
  await page.getByLabel(/^Take from/).selectOption("tier");
  await builder.choose(page.getByRole("combobox", { name: "Entity" }), "first");
  await expect(page.getByRole("region", { name: /mirror property/ }).getByText("gold")).toBeVisible();
  await builder.addTitled("Calculations", "Price class");
  await page.getByLabel("Expression").fill('if .properties.cost > 2 then "high" else "low" end');
  await builder.choose(page.getByRole("combobox", { name: "Entity" }), "second");
  await expect(page.getByText("high", { exact: true })).toBeVisible();
  await page.getByLabel("Expression").fill(".properties.cost |");
  await expect(page.getByText("No value.")).toBeVisible();
  await page.getByLabel("Expression").fill('if .properties.cost > 2 then "high" else "low" end');
  await expect(page.getByText("high", { exact: true })).toBeVisible();
  await expectNoViolations(page, "a calculation that is tried");
  await builder.saveReviewed();

  await page.goto(`/settings/blueprints/edit/${identifier("Service")}`);
  await builder.addTitled("Aggregations", "Cost of deployments");
  await page.getByLabel("Over entities of").selectOption({ label: title("Deployment") });
  await page.getByLabel("Tell").selectOption("sum");
  await page.getByLabel("Of the property").selectOption("cost");
  await builder.choose(page.getByRole("combobox", { name: "Entity" }), "cart");
  await expect(page.getByText("5", { exact: true })).toBeVisible();
  await expectNoViolations(page, "an aggregation that is tried");
  await builder.saveReviewed();

  // What goes is named before it goes, and comes back with the revision.
  await page.goto(`/settings/blueprints/edit/${identifier("Deployment")}?tab=properties&item=cost`);
  await builder.tab("Calculations").click();
  await removeSelected(page, "calculation");
  await builder.saveReviewed();
  await page.goto(`/settings/blueprints/edit/${identifier("Service")}?tab=aggregations`);
  await removeSelected(page, "aggregation");
  await builder.saveReviewed();
  await page.goto(`/settings/blueprints/edit/${identifier("Deployment")}?tab=properties`);
  await removeSelected(page, "property");
  await builder.save.click();
  await expect(builder.report.getByText("2 entities lose a value")).toBeVisible();
  await expect(builder.report.getByText("Lost: Cost.")).toBeVisible();
  await expectNoViolations(page, "the report of a loss");
  await builder.report.getByRole("button", { name: "Save and lose Cost" }).click();
  await expect(builder.report).toBeHidden();

  await builder.tab("Revisions").click();
  const revisions = page.getByRole("list", { name: "Revisions, newest first" });
  await expect(revisions.getByRole("button").first()).toContainText("present");
  await revisions.getByRole("button").nth(1).click();
  await expectNoViolations(page, "the revisions");
  await page.getByRole("button", { name: "Restore", exact: true }).click();
  await page.getByRole("button", { name: "Restore revision" }).click();
  await expect(page.getByText(/is back$/).first()).toBeVisible();
  await expect(builder.tab("Properties")).toContainText("1");
  const back = await api.get(`/v1/blueprints/${identifier("Deployment")}/entities/first`);
  expect(((await back.json()) as { entity: { properties: unknown } }).entity.properties).toMatchObject({
    cost: 2,
  });
});

/** Removes what is selected in the open tab, by mouse. */
async function removeSelected(page: Page, noun: string): Promise<void> {
  await page.getByRole("button", { name: new RegExp(`^Remove ${noun} `) }).click();
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: `Remove ${noun}` })
    .click();
  await expect(page.getByRole("alertdialog")).toBeHidden();
}

test("an administrator builds a model with the keyboard alone", async ({ as, api }) => {
  test.setTimeout(600_000);
  const page = await as("admin");
  const builder = new Builder(page);
  const { title, identifier } = names("keys");
  const button = (name: string | RegExp) => page.getByRole("button", { name }).first();
  const press = async (name: string | RegExp) => {
    await tabTo(page, button(name));
    await page.keyboard.press("Enter");
  };
  /** From the tab that has the focus to the tab of that name, by arrows. */
  const toTab = (name: Parameters<Builder["tab"]>[0]) => tabAlongTo(page, builder.tab(name));
  const addTitled = async (section: Parameters<Builder["add"]>[0], text: string) => {
    await toTab(section);
    await tabTo(page, builder.add(section));
    await page.keyboard.press("Enter");
    await builder.titleFocused();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(text);
  };
  const create = async (word: string) => {
    await press("Create blueprint");
    await builder.created(title(word));
  };

  await page.goto("/settings/blueprints/new");
  await tabTo(page, builder.title);
  await page.keyboard.type(title("Service"));
  await addTitled("Properties", "Language");
  await page.keyboard.press("ControlOrMeta+s");
  await builder.created(title("Service"));

  await page.goto("/settings/blueprints/new");
  await tabTo(page, builder.title);
  await page.keyboard.type(title("Environment"));
  await page.keyboard.press("Shift+Tab");
  await create("Environment");

  await page.goto("/settings/blueprints/new");
  await tabTo(page, builder.title);
  await page.keyboard.type(title("Deployment"));
  await addTitled("Relations", "Service");
  await typeInto(page, page.getByLabel("Leads to"), title("Service"));
  await expect(page.getByLabel("Leads to")).toHaveValue(identifier("Service"));
  await page.keyboard.press("ControlOrMeta+s");
  await builder.created(title("Deployment"));

  // In the graph, arrows lead from node to node; R asks for a relation in a form.
  await page.goto("/settings/blueprints");
  await tabTo(page, builder.graph.locator("button[tabindex='0']").first());
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowUp");
  await expect(builder.graph.locator("button:focus")).toHaveCount(1);
  await builder.node(title("Deployment")).focus();
  await page.keyboard.press("r");
  const dialog = page.getByRole("dialog", { name: "New relation" });
  await expect(dialog).toBeVisible();
  await expectNoViolations(page, "the form of a relation");
  await typeInto(page, dialog.getByLabel("To", { exact: true }), title("Environment"));
  await tabTo(page, dialog.getByRole("button", { name: "Add relation" }));
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();

  await entity(api, identifier("Service"), { identifier: "cart", properties: { language: "Go" } });
  await entity(api, identifier("Deployment"), { identifier: "first", relations: { service: "cart" } });

  await page.goto(`/settings/blueprints/edit/${identifier("Deployment")}`);
  await addTitled("Mirrors", "Language");
  await typeInto(page, page.getByLabel("Follow: relation 1"), "Service");
  await typeInto(page, page.getByLabel(/^Take from/), "Language");
  await tabTo(page, page.getByRole("combobox", { name: "Entity" }));
  await takeTyped(page, page.getByRole("combobox", { name: "Entity" }), "first");
  await expect(page.getByText("Go", { exact: true })).toBeVisible();
  await addTitled("Calculations", "Label");
  await tabTo(page, page.getByLabel("Expression"));
  await page.keyboard.type('.identifier + "!"');
  await page.keyboard.press("ControlOrMeta+s");
  await expect(builder.report.getByText("stay valid")).toBeVisible();
  await tabTo(page, builder.report.getByRole("button", { name: "Save blueprint" }));
  await page.keyboard.press("Enter");
  await expect(builder.report).toBeHidden();

  await page.goto(`/settings/blueprints/edit/${identifier("Service")}`);
  await addTitled("Aggregations", "Deployments");
  await typeInto(page, page.getByLabel("Over entities of"), title("Deployment"));
  await page.keyboard.press("ControlOrMeta+s");
  await tabTo(page, builder.report.getByRole("button", { name: "Save blueprint" }));
  await page.keyboard.press("Enter");
  await expect(builder.report).toBeHidden();

  // What is changed survives a reload; what is wrong is found and focused.
  await toTab("General");
  await tabTo(page, builder.title);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.reload();
  await expect(page.getByText("Your unsaved changes were brought back.")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+s");
  await tabTo(page, builder.save);
  await page.keyboard.press("Enter");
  await expect(builder.title).toBeFocused();
  await expect(page.getByText("A title has at least one character.").first()).toBeVisible();
  await expectNoViolations(page, "a fault at its field");
  await press("Discard changes");
  await expect(page.getByText("No unsaved changes")).toBeVisible();

  await toTab("Revisions");
  const earlier = page.getByRole("list", { name: "Revisions, newest first" }).getByRole("button").nth(1);
  await tabTo(page, earlier);
  await page.keyboard.press("Enter");
  await press(/^Restore$/);
  await tabTo(page, page.getByRole("alertdialog").getByRole("button", { name: "Restore revision" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText(/is back$/).first()).toBeVisible();
});

test("every part of the builder fits a phone and both themes", async ({ as }) => {
  test.setTimeout(600_000);
  const page = await as("admin");
  const builder = new Builder(page);
  const places = [
    "/settings/blueprints",
    "/settings/blueprints?view=list",
    "/settings/blueprints/edit/database?tab=general",
    "/settings/blueprints/edit/database?tab=properties",
    "/settings/blueprints/edit/database?tab=relations&code=yaml",
    "/settings/blueprints/edit/database?tab=aggregations",
    "/settings/blueprints/edit/database?tab=permissions",
    "/settings/blueprints/edit/database?tab=revisions",
  ];
  for (const place of places)
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.goto(place);
      await expect(page.getByText(/^Loading /), place).toHaveCount(0);
      await expectAccessible(page, `${place} at ${width}`);
      await expectNoSidewaysScroll(page, `${place} at ${width}`);
    }
  await page.goto("/settings/blueprints/edit/database?code=json");
  const text = page.getByLabel("Definition of the blueprint, JSON");
  await text.fill((await text.inputValue()).replace('"title": "Database"', '"title": "Data base"'));
  await expect(builder.title).toHaveValue("Data base");
  await builder.title.fill("Datenbank");
  await expect(text).toHaveValue(/"title": "Datenbank"/);
  await page.getByRole("button", { name: "Discard changes" }).click();
});
