import { expectAccessible, expectNoViolations } from "./pages/checks";
import { Wizard } from "./pages/wizard";
import { expectRefusals } from "./problems";
import { expect, test } from "./test";
import { makeAction, makeClusters, plainForm } from "./wizard-forms";

test.describe.configure({ mode: "parallel" });

test("what is withdrawn before it is sent is refused at its place", async ({ as, api, problems }) => {
  const model = await makeClusters(api);
  const action = await makeAction(api, model, "withdrawn", plainForm(model));
  const page = await as("developer");
  const wizard = new Wizard(page);
  await wizard.open(`/actions/${action}?input.cluster=east`);
  await wizard.choose("Size", "small");
  const path = `/v1/blueprints/${model.cluster}/entities/east`;
  const changed = await api.patch(path, { data: { properties: { sizes: ["large"] } } });
  expect(changed.status()).toBe(200);
  await wizard.submit.click();
  await expect(wizard.picker("Size")).toHaveAccessibleDescription(/"small" is not offered now/);
  await expect(wizard.picker("Size")).toBeFocused();
  await wizard.choose("Size", "large");
  await wizard.send();
  expectRefusals(problems, 422);
});

test("an expression that fails shows at its input and holds the form", async ({ as, api }) => {
  const model = await makeClusters(api);
  const action = await makeAction(api, model, "failing", {
    properties: {
      text: { type: "string", title: "Text" },
      amount: {
        type: "number",
        title: "Amount",
        default: { jqQuery: "if .form.text then (.form.text | tonumber) else 1 end" },
      },
    },
  });
  const page = await as("developer");
  const wizard = new Wizard(page);
  await wizard.open(`/actions/${action}`);
  await expect(wizard.input("Amount")).toHaveValue("1");
  await wizard.input("Text").fill("12");
  await expect(wizard.input("Amount")).toHaveValue("12");
  await wizard.input("Text").fill("many");
  await wizard.submit.click();
  await expect(page.getByText(/“default” of this input cannot be computed/)).toBeVisible();
  await expect(wizard.input("Amount")).toBeFocused();
  await expect(page).toHaveURL(new RegExp(`/actions/${action}`));
  await wizard.input("Text").fill("3");
  await expect(wizard.input("Amount")).toHaveValue("3");
  await wizard.send();
});

test("an answer that does not come holds the form, and can be asked for again", async ({ as, api }) => {
  const model = await makeClusters(api);
  const action = await makeAction(api, model, "offline", plainForm(model));
  const page = await as("developer");
  const wizard = new Wizard(page);
  await wizard.open(`/actions/${action}`);
  await wizard.choose("Cluster", "The east");
  await expect(wizard.input("Host name")).toHaveValue("east.example.com");
  await page.route("**/api/trpc/**actions.evaluate**", (route) =>
    route.fulfill({ status: 200, contentType: "text/html", body: "<p>A proxy in between</p>" }),
  );
  await wizard.input("Replicas at most").fill("4");
  const notice = page.getByRole("alert").filter({ hasText: "the form cannot be sent yet" });
  await expect(notice).toBeVisible();
  await wizard.submit.click();
  await expect(page).toHaveURL(new RegExp(`/actions/${action}`));
  await expectNoViolations(page, "a form that could not ask");
  await page.unroute("**/api/trpc/**actions.evaluate**");
  await notice.getByRole("button", { name: "Try again" }).click();
  await expect(notice).toBeHidden();
  await wizard.send();
});

test("a request whose answer was lost is not made a second time unasked", async ({ as, api, problems }) => {
  const model = await makeClusters(api);
  const action = await makeAction(api, model, "lost", plainForm(model));
  const page = await as("developer");
  const wizard = new Wizard(page);
  await wizard.open(`/actions/${action}?input.cluster=east`);
  await expect(wizard.input("Host name")).toHaveValue("east.example.com");
  await page.route("**/api/trpc/**actions.execute**", async (route) => {
    await route.fetch();
    await route.fulfill({ status: 200, contentType: "text/html", body: "<p>A proxy in between</p>" });
  });
  await wizard.submit.click();
  await expect(page.getByRole("alert").filter({ hasText: "could not be reached" })).toBeVisible();
  await page.unroute("**/api/trpc/**actions.execute**");
  await wizard.input("Host name").fill("other.example.com");
  await wizard.submit.click();
  await expect(page.getByRole("alert").filter({ hasText: "Your earlier try did arrive" })).toBeVisible();
  await expect(wizard.input("Host name")).toHaveValue("other.example.com");
  await wizard.send();
  expectRefusals(problems, 422);
});

test("a session that ends while a form is filled in loses nothing", async ({ as, api, problems }) => {
  const model = await makeClusters(api);
  const action = await makeAction(api, model, "ended", plainForm(model));
  const page = await as("developer");
  const wizard = new Wizard(page);
  await wizard.open(`/actions/${action}?input.cluster=east`);
  await expect(wizard.input("Host name")).toHaveValue("east.example.com");
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await wizard.input("Replicas at most").fill("4");
  const notice = page.getByRole("alert").filter({ hasText: "Your session has ended" });
  await expect(notice.getByRole("link", { name: "sign in in a new tab" })).toBeVisible();
  await page.context().addCookies(cookies);
  await notice.getByRole("button", { name: "Try again" }).click();
  await expect(notice).toBeHidden();
  await expect(wizard.input("Replicas at most")).toHaveValue("4");
  await wizard.send();
  expectRefusals(problems, 401);
});

test("an action on an entity offers those that its condition takes; one that cannot be run says why", async ({
  as,
  api,
}) => {
  const model = await makeClusters(api);
  const onEntity = await makeAction(
    api,
    model,
    "scale",
    { properties: { to: { type: "number", title: "Replicas" } } },
    {},
    {
      operation: "DAY-2",
      condition: {
        type: "SEARCH",
        combinator: "and",
        rules: [{ property: "$identifier", operator: "!=", value: "mail" }],
      },
    },
  );
  const page = await as("admin");
  const wizard = new Wizard(page);
  await page.goto(`/actions/${onEntity}`);
  const target = page.getByRole("combobox", { name: "What should it work on?" });
  await expect(async () => {
    await target.click();
    await expect(page.getByRole("option").first()).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await expect(page.getByRole("option")).toHaveText([/carts/, /orders/]);
  await page.getByRole("option", { name: /orders/ }).click();
  await wizard.form.waitFor();
  await expect(page).toHaveURL(/entity=orders/);
  await expect(page.getByRole("complementary", { name: "What will happen" })).toContainText(
    "Namespace of orders",
  );

  const elsewhere = await makeAction(
    api,
    model,
    "elsewhere",
    { properties: {} },
    {
      invocationMethod: { type: "KAFKA", payload: {} },
      requiredApproval: false,
    },
  );
  await page.goto(`/actions/${elsewhere}`);
  await expect(page.getByText("This portal does not run actions through Kafka")).toBeVisible();
  await expect(page.getByText("The topic that belongs to this organisation")).toBeVisible();
  await expect(wizard.form).toHaveCount(0);
  await expectAccessible(page, "an action that cannot be run");
  const hidden = await makeAction(api, model, "hidden", { properties: {} }, { publish: false });
  await page.goto(`/actions/${hidden}`);
  await expect(page.getByText("This action is not published")).toBeVisible();
});
