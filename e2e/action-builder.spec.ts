import type { Page } from "@playwright/test";
import { ActionBuilder } from "./pages/action-builder";
import { tabAlongTo, tabTo, typeInto } from "./pages/builder";
import { expectAccessible, expectNoSidewaysScroll, expectNoViolations } from "./pages/checks";
import { Wizard } from "./pages/wizard";
import { takeTyped } from "./pages/typed-choice";
import { expectRefusals } from "./problems";
import { expect, test } from "./test";
import { type ClusterModel, makeAction, makeClusters, plainForm } from "./wizard-forms";

test.describe.configure({ mode: "parallel" });

/** A developer fills in what was built, and sends it. */
async function runIt(page: Page, action: string): Promise<void> {
  const wizard = new Wizard(page);
  const submit = page.getByRole("button", { name: "Request it" });
  await wizard.open(`/actions/${action}`);
  await wizard.input("Name").fill("root");
  await expect(wizard.picker("Namespace")).toBeDisabled();
  await wizard.choose("Cluster", "The east");
  expect(await wizard.offered("Namespace")).toEqual(["Namespace of carts", "Namespace of orders"]);
  await wizard.choose("Namespace", "Namespace of orders");
  await expect(wizard.input("Host name")).toHaveValue("east.example.com");
  await expect(wizard.steps).not.toContainText("Production");
  await page.getByRole("switch", { name: /^For production/ }).click();
  await expect(wizard.steps).toContainText("Production");
  await wizard.next.click();
  await expect(page.getByText("That name is taken").first()).toBeVisible();
  await wizard.input("Name").fill("orders_db");
  await wizard.next.click();
  await wizard.input("Reason").fill("Customers wait");
  await wizard.review.click();
  await submit.click();
  await page.waitForURL(/\/runs\/[^/]+$/);
}

const identifierOf = (title: string) => title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");

test("an administrator builds a form with the mouse alone, and a developer runs it", async ({ as, api }) => {
  test.setTimeout(600_000);
  const model = await makeClusters(api);
  const page = await as("admin");
  const builder = new ActionBuilder(page);
  const title = `Deploy by mouse ${model.mark}`;

  await test.step("begin with the variables of a template", async () => {
    await page.goto("/settings/actions/new");
    await page.getByText("From a template").click();
    await builder.choose(page.getByRole("combobox", { name: "Template" }), /PostgreSQL/);
    await page.getByRole("button", { name: "Continue" }).click();
    await builder.title.fill(title);
    await page.getByLabel(/^Below the form/).fill("Request it");
    await expectAccessible(page, "the general part of a new action");
  });

  await test.step("a picker whose choices follow another, without JSON", async () => {
    await builder.tab("Inputs").click();
    await builder.add(/^Entity /, "Cluster");
    await builder.choose(builder.blueprint(), `Cluster ${model.mark}`);
    await builder.add(/^Entity /, "Namespace");
    await builder.choose(builder.blueprint(), `Namespace ${model.mark}`);
    await page.getByRole("button", { name: "Add condition" }).click();
    await builder.choose(page.getByRole("combobox", { name: "Condition 1: property" }), /^Cluster/);
    await page.getByLabel("Condition 1: value comes from").selectOption({ label: "From another input" });
    await page.getByLabel("Condition 1: value: which").selectOption({ label: "Cluster" });
    await expect(page.getByRole("group", { name: "Waits for" }).getByLabel("Cluster")).toBeChecked();
    await expectAccessible(page, "an input with a condition");
  });

  await test.step("a computed default, tried out", async () => {
    await builder.add(/^Text Names/, "Host name");
    await page.getByRole("button", { name: "Default: computed by jq" }).click();
    await page
      .getByLabel("Default, computed")
      .fill('if .form.cluster then .form.cluster.identifier + ".example.com" else null end');
    await page.getByRole("button", { name: "Try it" }).click();
    await expect(page.getByText("It gives")).toBeVisible();
    await expectNoViolations(page, "an expression that is tried");
    await builder.add(/^Yes or no /, "For production");
    await builder.add(/^Text on several lines/, "Reason");
  });

  await test.step("a step that is there for production alone, and a rule", async () => {
    await builder.tab("Layout").click();
    await page.getByRole("radio", { name: "In steps" }).click();
    await page.getByRole("button", { name: "Add step" }).click();
    const step = page.getByRole("textbox", { name: "Title of step 2" });
    await expect(step).toBeFocused();
    await step.fill("Production");
    await page.getByLabel("Step of Reason").selectOption({ label: "2. Production" });
    const second = page.getByRole("region", { name: "Step 2" });
    await second.getByRole("radio", { name: "When…" }).click();
    await builder.choose(second.getByRole("combobox", { name: "Condition 1: what" }), /^For production/);
    await expect(second.getByLabel("Condition 1: value")).toHaveValue("yes");
    await page.getByRole("region", { name: "Step 1" }).getByRole("button", { name: "Add rule" }).click();
    const rule = page.getByRole("group", { name: "Rule 1 must hold" });
    await builder.choose(rule.getByRole("combobox", { name: "Condition 1: what" }), /^Name/);
    await rule.getByLabel("Condition 1: comparison").selectOption({ label: "is not" });
    await rule.getByLabel("Condition 1: value").fill("root");
    await page.getByLabel("Message where it does not hold").fill("That name is taken");
    await expectAccessible(page, "the steps of a form");
  });

  await builder.publish.click();
  await builder.published();
  await runIt(await as("developer"), identifierOf(title));
});

test("an administrator builds a form with the keyboard alone, and a developer runs it", async ({
  as,
  api,
}) => {
  test.setTimeout(600_000);
  const model = await makeClusters(api);
  const page = await as("admin");
  const builder = new ActionBuilder(page);
  const title = `Deploy by keys ${model.mark}`;
  const press = async (name: string | RegExp) => {
    await tabTo(page, page.getByRole("button", { name }).first(), 120);
    await page.keyboard.press("Enter");
  };
  const toTab = (name: Parameters<ActionBuilder["tab"]>[0]) => tabAlongTo(page, builder.tab(name));
  /** Picks an option of a field that is found by typing. */
  const pick = async (field: Parameters<typeof tabTo>[1], text: string) => {
    await tabTo(page, field, 120);
    await takeTyped(page, field, text);
  };
  const add = async (kind: string, name: string) => {
    await press("Add input");
    await page.getByRole("textbox", { name: "Find a kind of input" }).waitFor();
    await page.keyboard.type(kind);
    await page.keyboard.press("Enter");
    await expect(builder.title).toBeFocused();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(name);
  };

  await page.goto("/settings/actions/new");
  await tabTo(page, page.getByRole("radio", { name: /^From nothing/ }));
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: /^From a template/ })).toBeChecked();
  await pick(page.getByRole("combobox", { name: "Template" }), "PostgreSQL");
  await press("Continue");
  await tabTo(page, builder.title);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(title);
  await tabTo(page, page.getByLabel(/^Below the form/), 120);
  await page.keyboard.type("Request it");

  await toTab("Inputs");
  await add("one entity", "Cluster");
  await pick(builder.blueprint(), `Cluster ${model.mark}`);
  await add("one entity", "Namespace");
  await pick(builder.blueprint(), `Namespace ${model.mark}`);
  await press("Add condition");
  await pick(page.getByRole("combobox", { name: "Condition 1: property" }), "Cluster");
  await typeInto(page, page.getByLabel("Condition 1: value comes from"), "From another");
  await typeInto(page, page.getByLabel("Condition 1: value: which"), "Cluster");
  await expect(page.getByRole("group", { name: "Waits for" }).getByLabel("Cluster")).toBeChecked();
  await add("names, codes", "Host name");
  await press("Default: computed by jq");
  await tabTo(page, page.getByLabel("Default, computed"));
  await page.keyboard.type('if .form.cluster then .form.cluster.identifier + ".example.com" else null end');
  await add("yes or no", "For production");
  await add("several lines", "Reason");

  await toTab("Layout");
  await tabTo(page, page.getByRole("radio", { name: "On one page" }));
  await page.keyboard.press("ArrowRight");
  await press("Add step");
  await expect(page.getByRole("textbox", { name: "Title of step 2" })).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("Production");
  // Beyond the end of a step, a move leads into the next.
  const down = page.getByRole("button", { name: "Move Reason down" });
  await tabTo(page, page.getByRole("button", { name: "Move the step Production up" }));
  await page.keyboard.press("Shift+Tab");
  await down.focus();
  while (!(await page.getByRole("region", { name: "Step 2" }).getByText("Reason").isVisible())) {
    await expect(down).toBeFocused();
    await page.keyboard.press("Enter");
  }
  const second = page.getByRole("region", { name: "Step 2" });
  await tabTo(page, second.getByRole("radio", { name: "Always" }));
  await page.keyboard.press("ArrowLeft");
  await expect(second.getByRole("radio", { name: "When…" })).toBeChecked();
  await pick(second.getByRole("combobox", { name: "Condition 1: what" }), "For production");
  await tabTo(
    page,
    page.getByRole("region", { name: "Step 1" }).getByRole("button", { name: "Add rule" }),
    250,
  );
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Message where it does not hold")).toBeFocused();
  await page.keyboard.type("That name is taken");
  const rule = page.getByRole("group", { name: "Rule 1 must hold" });
  await tabTo(page, rule.getByLabel("Condition 1: comparison"), 250);
  await page.keyboard.type("is not");
  await tabTo(page, rule.getByLabel("Condition 1: value"));
  await page.keyboard.type("root");
  await press(/^Publish$/);
  await builder.published();
  await runIt(await as("developer"), identifierOf(title));
});

async function edit(page: Page, model: ClusterModel, action: string, tab: string): Promise<ActionBuilder> {
  await page.goto(`/settings/actions/edit/${action}?${tab}`);
  const builder = new ActionBuilder(page);
  await builder.publish.waitFor();
  return builder;
}

test("inputs that wait for one another are refused, with the circle named at its place", async ({
  as,
  api,
}) => {
  test.setTimeout(120_000);
  const model = await makeClusters(api);
  const action = await makeAction(api, model, "circle", plainForm(model));
  const page = await as("admin");
  const builder = await edit(page, model, action, "tab=inputs&item=reason");
  await page.getByRole("button", { name: "Default: computed by jq" }).click();
  await page.getByLabel("Default, computed").fill(".form.host");
  await builder.inputs.getByRole("button", { name: /^Host name/ }).click();
  await page.getByLabel("Default, computed").fill(".form.reason");
  await builder.publish.click();
  await expect(page.getByText(/(host → reason → host|reason → host → reason)/).first()).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Key" })).toBeFocused();
  await expect(builder.tab("Inputs")).toContainText("1 fault");
  await expectAccessible(page, "a circle at its place");
  await page.getByLabel("Default, computed").fill('"orders"');
  await builder.publish.click();
  await builder.published();
});

test("two who change the same action bring their changes together", async ({ as, api, problems }) => {
  test.setTimeout(600_000);
  const model = await makeClusters(api);
  const action = await makeAction(api, model, "shared", plainForm(model));
  const [first, second] = [await as("admin"), await as("admin")];
  const hers = await edit(first, model, action, "tab=general");
  const his = await edit(second, model, action, "tab=general");
  await first.getByLabel(/^Description/).fill("Written by her");
  await first.getByLabel(/^Topic/).fill("Platform");
  await hers.publish.click();
  await hers.published();
  await second.getByLabel(/^Description/).fill("Written by him");
  await his.title.fill(`Renamed ${model.mark}`);
  await his.publish.click();
  await expect(his.merge).toBeVisible();
  await expectNoViolations(second, "two changes that meet");
  await his.merge
    .getByRole("radiogroup", { name: /description/ })
    .getByText("Yours")
    .click();
  await his.merge.getByRole("button", { name: "Bring together" }).click();
  await expect(second.getByLabel(/^Topic/)).toHaveValue("Platform");
  await expect(second.getByLabel(/^Description/)).toHaveValue("Written by him");
  await his.publish.click();
  await his.published();
  expectRefusals(problems, 409);
});

test("what is typed as code shows in the inputs, and a draft is for administrators alone", async ({
  as,
  api,
}) => {
  test.setTimeout(600_000);
  const model = await makeClusters(api);
  const action = await makeAction(api, model, "coded", plainForm(model));
  const page = await as("admin");
  const builder = await edit(page, model, action, "tab=inputs&item=host&code=json");
  const text = page.getByLabel("Definition of the action, JSON");
  await text.fill((await text.inputValue()).replace('"title": "Host name"', '"title": "Address"'));
  await expect(builder.inputs.getByRole("button", { name: /^Address/ })).toBeVisible();
  await expect(builder.title).toHaveValue("Address");
  // A key that is renamed is followed in what reads it.
  await page.getByRole("textbox", { name: "Key" }).fill("address");
  await expect(text).toHaveValue(/"address": \{/);
  await expect(text).toHaveValue(/\.inputs\.address/);
  await page.getByRole("button", { name: "YAML" }).click();
  await expect(page.getByLabel("Definition of the action, YAML")).toHaveValue(/title: Address/);
  await page.getByRole("button", { name: "Save draft" }).click();
  await expect(page.getByText("The draft was saved").first()).toBeVisible();
  await page.reload();
  await expect(page.getByText(/draft by /)).toBeVisible();
  await expect(page.getByRole("list", { name: "Inputs" })).toContainText("Address");
  const developer = await as("developer");
  const wizard = new Wizard(developer);
  await wizard.open(`/actions/${action}`);
  await expect(wizard.input("Host name")).toBeVisible();
  await builder.publish.click();
  await builder.published();
  await wizard.open(`/actions/${action}`);
  await expect(wizard.input("Address")).toBeVisible();
});

test("every part of the builder fits a phone and both themes", async ({ as, api }) => {
  test.setTimeout(600_000);
  const model = await makeClusters(api);
  const action = await makeAction(api, model, "fits", plainForm(model));
  const page = await as("admin");
  const places = [
    "/settings/actions/new",
    ...["tab=general", "tab=inputs&item=namespace", "tab=inputs&item=size&code=yaml", "tab=layout"].map(
      (state) => `/settings/actions/edit/${action}?${state}`,
    ),
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
});
