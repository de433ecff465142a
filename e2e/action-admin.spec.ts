import type { APIRequestContext, Page } from "@playwright/test";
import { personApi } from "./api";
import { Builder } from "./pages/builder";
import { expectAccessible, expectNoSidewaysScroll, expectNoViolations } from "./pages/checks";
import { personOf } from "./people";
import { expect, test } from "./test";

test.describe.configure({ mode: "parallel" });

/** A blueprint and an action of one run of a journey: what it makes stays, so that the next must call its own otherwise. */
async function makeAction(api: APIRequestContext, kind: string, more: Record<string, unknown> = {}) {
  const mark = `${kind}_${Date.now().toString(36)}`;
  const blueprint = `thing_${mark}`;
  const identifier = `make_${mark}`;
  const post = async (url: string, data: Record<string, unknown>) => {
    const answer = await api.post(url, { data });
    expect(answer.ok(), await answer.text()).toBe(true);
  };
  await post("/v1/blueprints", {
    identifier: blueprint,
    title: `Thing ${mark}`,
    schema: { properties: { tier: { type: "string", title: "Tier" } }, required: [] },
    relations: {},
  });
  await post(`/v1/blueprints/${blueprint}/entities`, {
    identifier: "first",
    title: "The first",
    properties: { tier: "gold" },
  });
  const title = `Make ${mark}`;
  await post("/v1/actions", {
    identifier,
    title,
    trigger: {
      type: "self-service",
      operation: "CREATE",
      blueprintIdentifier: blueprint,
      userInputs: {
        properties: {
          name: { type: "string", title: "Name" },
          thing: { type: "string", format: "entity", blueprint, title: "Thing" },
          budget: {
            type: "number",
            title: "Budget",
            visible: { jqQuery: '.user.mainRole == "Admin"' },
          },
        },
        required: ["name"],
      },
    },
    invocationMethod: {
      type: "TERRAFORM",
      template: "postgres-database",
      variables: { name: "{{ .inputs.name }}" },
    },
    ...more,
  });
  return { identifier, blueprint, title };
}

const edit = (page: Page, identifier: string, tab: string) =>
  page.goto(`/settings/actions/edit/${identifier}?tab=${tab}`);

test("who runs and approves is set, tried on somebody, and holds", async ({ as, api }) => {
  test.setTimeout(600_000);
  const { identifier, blueprint } = await makeAction(api, "who");
  const page = await as("admin");
  const builder = new Builder(page);
  const developer = personOf("developer");
  await edit(page, identifier, "permissions");

  await test.step("approval by nobody is warned of", async () => {
    await page.getByText("One approves", { exact: true }).click();
    const approve = page.getByRole("combobox", { name: "Approve: roles" });
    await expect(approve).toBeVisible();
    await page.getByRole("checkbox", { name: /^Leads of the owning team/ }).click();
    await page
      .getByRole("button", { name: /Remove Administrators/ })
      .last()
      .click();
    await expect(page.getByText(/^Nobody could approve/)).toBeVisible();
    await page.getByRole("checkbox", { name: /^Leads of the owning team/ }).click();
    await expect(page.getByText("At present the leads of the owning team alone.")).toBeVisible();
  });

  await test.step("a policy of a search and a condition decides, on trial", async () => {
    await page.getByRole("switch", { name: /^A policy decides who runs it/ }).click();
    await page.getByRole("button", { name: "Add search" }).click();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("things");
    await page.getByRole("button", { name: "Edit as JSON" }).click();
    await page.getByRole("textbox", { name: /JSON/ }).fill(
      JSON.stringify({
        combinator: "and",
        rules: [{ property: "$blueprint", operator: "=", value: blueprint }],
      }),
    );
    await page
      .getByRole("textbox", { name: "Condition 1", exact: true })
      .fill('(.results.things.entities | length) == 1 and .user.mainRole == "Admin"');
    await page.getByRole("button", { name: "Try permissions" }).click();
    await expect(page.getByText("You may run it.")).toBeVisible();
    await expect(page.getByText("things: 1 entity")).toBeVisible();
    await builder.choose(page.getByRole("combobox", { name: /^As/ }), new RegExp(developer.name));
    await page.getByRole("button", { name: "Try permissions" }).click();
    await expect(page.getByText(`${developer.name} may not run it.`)).toBeVisible();
    await expectAccessible(page, "permissions with a policy");
  });

  await test.step("what is saved holds", async () => {
    await page.getByRole("button", { name: "Save permissions" }).click();
    await expect(page.getByText("Permissions were saved").first()).toBeVisible();
    const person = await personApi("developer");
    const refused = await person.post(`/v1/actions/${identifier}/runs`, {
      data: { properties: { name: "mine" } },
    });
    expect(refused.status(), await refused.text()).toBe(403);
    await person.dispose();
    // Approval is part of the definition, which nobody has published.
    await expect(page.getByText("Unsaved changes", { exact: true })).toBeVisible();
  });
});

test("a backend is mapped with an example that follows", async ({ as, api }) => {
  test.setTimeout(600_000);
  const { identifier } = await makeAction(api, "map");
  const page = await as("admin");
  const builder = new Builder(page);
  const developer = personOf("developer");
  await edit(page, identifier, "backend");
  const example = page.getByLabel("Rendered example");

  await test.step("variables of the template become inputs", async () => {
    await page.getByRole("button", { name: /^Import \d+ variables/ }).click();
    await expect(page.getByText(/inputs were made from the module/).first()).toBeVisible();
    await expect(page.getByRole("textbox", { name: /^retention_days/ })).toHaveValue(
      "{{ .inputs.retention_days }}",
    );
    await expect(example).toContainText('"retention_days": 7');
    await expectAccessible(page, "the backend of Terraform");
  });

  await test.step("a webhook with a body made of what is known", async () => {
    await page.getByLabel(/^Carried out by/).selectOption({ value: "WEBHOOK" });
    await expect(page.getByText("Not run here yet", { exact: true })).toHaveCount(0);
    await page.getByRole("textbox", { name: /^URL/ }).fill("https://hooks.example.com/{{ .inputs.name }}");
    // What is checked while one types may move what is below; one clicks once it has settled.
    await expect(example).toContainText("https://hooks.example.com/name");
    await page.getByRole("button", { name: "Add key" }).click();
    await page.getByRole("textbox", { name: "Name of the key" }).fill("by");
    await page.getByRole("button", { name: "Insert a value into by", exact: true }).click();
    await page.getByRole("menuitem", { name: /^E-mail address/ }).click();
    await expect(page.getByRole("textbox", { name: "Value of by" })).toHaveValue(
      "{{ .trigger.by.user.email }}",
    );
    await builder.choose(page.getByRole("combobox", { name: /^As/ }), new RegExp(developer.name));
    await expect(example).toContainText(`"by": "${developer.email}"`);
    await expect(example).toContainText("https://hooks.example.com/name");
  });

  await test.step("a template that fails is shown where it stands", async () => {
    const value = page.getByRole("textbox", { name: "Value of by" });
    await value.fill("{{ .inputs.name.first }}");
    await expect(page.getByText("One template fails with these values.")).toBeVisible();
    await expect(value).toHaveAttribute("aria-invalid", "true");
    await value.fill("{{ .inputs.name }}");
    await expect(example).toContainText('"by": "name"');
    await expectAccessible(page, "the backend of a webhook");
  });

  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page, "the backend on a narrow screen");
});

test("the preview shows what another person would see, and runs nothing", async ({ as, api }) => {
  test.setTimeout(600_000);
  const { identifier } = await makeAction(api, "preview");
  const page = await as("admin");
  const builder = new Builder(page);
  const developer = personOf("developer");
  await edit(page, identifier, "preview");
  const budget = page.getByRole("spinbutton", { name: /^Budget/ });
  const name = page.getByRole("textbox", { name: /^Name/ });
  await expect(budget).toBeVisible();
  await name.fill("orders");
  await expect(page.getByLabel("Rendered example")).toContainText('"name": "orders"');
  await builder.choose(page.getByRole("combobox", { name: /^As/ }), new RegExp(developer.name));
  await expect(budget).toBeHidden();
  await expect(page.getByRole("heading", { name: "One hidden input" })).toBeVisible();
  await expect(page.getByText('.user.mainRole == "Admin" is not true.')).toBeVisible();
  await expect(name).toHaveValue("orders");
  await page.getByRole("textbox", { name: /^Expression/ }).fill(".user.email");
  await expect(page.getByLabel("What the expression gives")).toContainText(developer.email);
  await expectAccessible(page, "the preview as somebody else");
  const runs = await api.get(`/v1/actions/runs?action=${identifier}`);
  expect(JSON.stringify(await runs.json())).not.toContain("orders");
});

test("a draft goes live, and an earlier revision comes back", async ({ as, api }) => {
  test.setTimeout(600_000);
  const { identifier, title } = await makeAction(api, "draft");
  const page = await as("admin");
  await edit(page, identifier, "general");

  await test.step("a draft is kept apart from what is live", async () => {
    await page
      .getByRole("textbox", { name: /^Title/ })
      .first()
      .fill(`${title} better`);
    await page.getByRole("button", { name: "Save draft" }).click();
    await expect(page.getByText("The draft was saved").first()).toBeVisible();
    await page.goto("/settings/actions?state=draft");
    const row = page.getByRole("row", { name: new RegExp(title) });
    await expect(row).toContainText("Draft pending");
    await expectAccessible(page, "the list of definitions");
  });

  await test.step("it is published from the history", async () => {
    await edit(page, identifier, "revisions");
    const history = page.getByRole("list", { name: "Revisions, newest first" });
    await expect(history.getByRole("button").first()).toContainText("Draft · not live");
    await expect(history.getByRole("button").first()).toContainText("Changed title");
    await expectAccessible(page, "the history of an action");
    await page.getByRole("button", { name: "Publish draft" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Publish draft" }).click();
    await expect(history.getByRole("button").first()).toContainText("Revision 2 · live");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${title} better`);
  });

  await test.step("an earlier revision is restored", async () => {
    const history = page.getByRole("list", { name: "Revisions, newest first" });
    await history.getByRole("button", { name: /^Revision 1/ }).click();
    await page.getByRole("button", { name: "Restore", exact: true }).click();
    const dialog = page.getByRole("alertdialog");
    await expect(dialog).toContainText("Changed title");
    await expectNoViolations(page, "before a revision is restored");
    await dialog.getByRole("button", { name: "Restore revision" }).click();
    await expect(history.getByRole("button").first()).toContainText("Revision 3 · live");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  });

  await test.step("it is hidden from the list", async () => {
    await page.goto(`/settings/actions?q=${identifier}`);
    await page.getByRole("button", { name: `Commands for ${title}` }).click();
    await page.getByRole("menuitem", { name: "Hide" }).click();
    await expect(page.getByRole("row", { name: new RegExp(title) })).toContainText("Hidden");
  });
});
