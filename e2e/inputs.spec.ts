import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { everyInput, filled, secret } from "./every-input";
import { tabTo, typeInto } from "./pages/builder";
import { expectAccessible, expectNoSidewaysScroll, expectNoViolations } from "./pages/checks";
import { goTo } from "./pages/typed-choice";
import { personOf } from "./people";
import { expect, test } from "./test";

test.describe.configure({ mode: "parallel" });

/** How long asking for a run may take on a slow machine, in ms. */
const runPatienceMs = 60_000;

/** No two runs make the same. */
const own = (name: string) => `${name}-${Date.now().toString(36)}`;

const file = { name: "config.yaml", mimeType: "text/yaml", buffer: Buffer.from(filled.config) };

/** The form of a new action with an input of each kind. */
async function openForm(page: Page, api: APIRequestContext, name: string): Promise<string> {
  const identifier = own(`every_input_${name}`);
  const answer = await api.post("/v1/actions", { data: everyInput(identifier) });
  expect(answer.status(), await answer.text()).toBe(201);
  await page.goto(`/actions/${identifier}`);
  await page.getByRole("form").waitFor();
  return identifier;
}

/** By their accessible names, "Optional" aside. */
function fields(page: Page) {
  const form = page.getByRole("form");
  const named = (label: string) => new RegExp(`^${label}( ?Optional)?$`);
  return {
    form,
    text: (label: string) => form.getByRole("textbox", { name: named(label) }),
    combobox: (label: string) => form.getByRole("combobox", { name: named(label) }),
    label: (label: string) => form.getByLabel(named(label)),
    button: (label: string) => form.getByRole("button", { name: label, exact: true }),
  };
}

/** Sends the form; what the run then says it was given. */
async function stored(page: Page, api: APIRequestContext): Promise<Record<string, unknown>> {
  await page.waitForURL(/\/runs\/[^/]+$/, { timeout: runPatienceMs });
  const id = decodeURIComponent(new URL(page.url()).pathname.slice("/runs/".length));
  const answer = await api.get(`/v1/actions/runs/${id}`);
  const text = await answer.text();
  expect(answer.status(), text).toBe(200);
  expect(text).not.toContain(secret);
  return (JSON.parse(text) as { run: { properties: Record<string, unknown> } }).run.properties;
}

test("every input is filled in with the mouse", async ({ as, api }) => {
  test.setTimeout(600_000);
  // Not as an administrator, who is the only one to approve it.
  const page = await as("developer");
  const name = own("mouse");
  await openForm(page, api, "mouse");
  const { form, text, combobox, label, button } = fields(page);
  const pick = async (title: string, ...options: string[]) => {
    const field = combobox(title);
    for (const option of options) {
      await field.click();
      await page.getByRole("option", { name: option }).first().click();
    }
    // The list of a field that takes several stays open.
    if (await page.getByRole("listbox").isVisible()) await page.keyboard.press("Escape");
  };

  await text("Text").fill(name);
  await text("Notes").fill(filled.notes);
  await form.getByRole("spinbutton", { name: /^Replicas/ }).fill("3");
  await form.getByRole("switch", { name: "Enabled" }).click();
  await form.getByRole("radio", { name: "gold" }).click();
  await label("Region").selectOption("eu-2");
  await pick("Zone", "zone-b");
  for (const choice of ["internal", "web"]) await form.getByRole("checkbox", { name: choice }).check();
  await pick("Languages", "rust", "go");
  await button("Tomorrow").click();
  await text("Site").fill(filled.site);
  await text("Contact").fill("ada@");
  await text("IPv4").fill(filled.address);
  await expect(form.getByText(/^This is not yet an e-mail address/)).toBeVisible();
  await text("Contact").fill(filled.contact);
  await text("IPv6").fill(filled.address6);
  await text("Manifest").fill("a: [1");
  await expect(form.getByRole("button", { name: /^Line 1:/ })).toBeVisible();
  await text("Manifest").fill("a:    1");
  await expect(form.getByRole("button", { name: /^Line 1:/ })).toHaveCount(0);
  await form.getByRole("button", { name: "Format" }).first().click();
  await text("Manifest").fill((await text("Manifest").inputValue()).trim());
  await text("Readme").fill(filled.readme);
  await form.getByRole("tab", { name: "Preview" }).click();
  await expect(form.getByRole("tabpanel").locator("strong")).toHaveText("Bold");
  await text("Interface").fill(filled.interface);
  await text("Runbook").fill(filled.runbook.url);
  await form.getByRole("textbox", { name: "Link: text to show" }).fill(filled.runbook.displayText);
  await pick("Service", "Checkout");
  await pick("Depends on", "Invoices", "Ledger");
  await pick("Owner", personOf("lead").name);
  await pick("Reviewers", personOf("otherDeveloper").name, personOf("otherLead").name);
  await pick("Squad", "Payments");
  await pick("Other squads", "Payments");
  await label("Addressing").selectOption("static");
  await text("Host").fill("core");
  await form.getByRole("switch", { name: "Public" }).click();
  await button("Add port").click();
  await form.getByRole("spinbutton", { name: "Number" }).fill("70000");
  await text("Gateway").fill("192.0.2.1");
  await text("Settings").fill('{"a":[1]}');
  await text("Anything").fill('[1, "two"]');
  for (const item of ["first", "second"]) {
    await button("Add item").click();
    await page.keyboard.type(item);
  }
  await button("Move up item 2").click();
  const chooser = page.waitForEvent("filechooser");
  await button("Choose file").click();
  await (await chooser).setFiles({ ...file, name: "program.yaml", buffer: Buffer.from([0, 255, 254]) });
  await expect(form.getByText(/Only text files can be sent/)).toBeVisible();
  const again = page.waitForEvent("filechooser");
  await button("Choose file").click();
  await (await again).setFiles(file);
  await text("Credentials").fill(JSON.stringify({ token: secret }));
  await form.getByLabel(/^Password/).fill(secret);
  await expectAccessible(page, "a form with every input, filled in");

  // A fault inside an object is shown at its field, which takes the focus.
  await button("Request approval").click();
  const port = form.getByRole("spinbutton", { name: "Number" });
  await expect(port).toBeFocused();
  await expect(port).toHaveAttribute("aria-invalid", "true");
  await expectNoViolations(page, "a form with a fault inside an object");
  await port.fill("443");
  await button("Request approval").click();

  const run = await stored(page, api);
  expect(run).toMatchObject({
    ...filled,
    text: name,
    owner: personOf("lead").email,
    reviewers: [personOf("otherDeveloper").email, personOf("otherLead").email],
    squad: "payments",
    squads: ["payments"],
  });
});

test("every input is filled in with the keyboard alone", async ({ as, api }) => {
  test.setTimeout(600_000);
  // Not as an administrator, who is the only one to approve it.
  const page = await as("developer");
  const name = own("keys");
  await openForm(page, api, "keys");
  const { form, text, combobox, label, button } = fields(page);
  const write = async (field: Locator, value: string) => {
    await tabTo(page, field);
    await page.keyboard.type(value);
  };
  const press = async (field: Locator, ...keys: string[]) => {
    await tabTo(page, field);
    for (const key of keys) await page.keyboard.press(key);
  };
  const pick = async (title: string, ...options: string[]) => {
    for (const option of options) {
      await write(combobox(title), option);
      await goTo(page, page.getByRole("option", { name: new RegExp(option) }).first());
      await page.keyboard.press("Enter");
    }
    if (await page.getByRole("listbox").isVisible()) await page.keyboard.press("Escape");
  };

  await write(text("Text"), name);
  await write(text("Notes"), filled.notes);
  await press(form.getByRole("spinbutton", { name: /^Replicas/ }), "ArrowUp", "ArrowUp", "ArrowUp");
  await press(form.getByRole("switch", { name: "Enabled" }), "Space");
  await press(form.getByRole("radio", { name: "No value" }), "ArrowRight");
  await typeInto(page, label("Region"), "eu-2");
  await pick("Zone", "zone-b");
  await press(form.getByRole("checkbox", { name: "web" }), "Space");
  await press(form.getByRole("checkbox", { name: "internal" }), "Space");
  await pick("Languages", "rust", "go");
  await press(button("Now"), "Enter");
  await write(text("Site"), filled.site);
  await write(text("Contact"), filled.contact);
  await write(text("IPv4"), filled.address);
  await write(text("IPv6"), filled.address6);
  await write(text("Manifest"), filled.manifest);
  await write(text("Readme"), filled.readme);
  await write(text("Interface"), filled.interface);
  await write(text("Runbook"), filled.runbook.url);
  await write(form.getByRole("textbox", { name: "Link: text to show" }), filled.runbook.displayText);
  await pick("Service", "Checkout");
  await pick("Depends on", "Invoices", "Ledger");
  await pick("Owner", personOf("lead").name);
  await typeInto(page, label("Addressing"), "Static");
  await write(text("Host"), "core");
  await press(form.getByRole("switch", { name: "Public" }), "Space");
  await press(button("Add port"), "Enter");
  await write(form.getByRole("spinbutton", { name: "Number" }), "443");
  await write(text("Gateway"), "192.0.2.1");
  await write(text("Settings"), '{"a": [1]}');
  await write(text("Anything"), '[1, "two"]');
  for (const item of ["first", "second"]) {
    await press(button("Add item"), "Enter");
    await page.keyboard.type(item);
  }
  // From the last item to its buttons; the one that moves it keeps the focus.
  await press(button("Move up item 2"), "Enter");
  await expect(button("Move down item 1")).toBeFocused();
  const chooser = page.waitForEvent("filechooser");
  await press(button("Choose file"), "Enter");
  await (await chooser).setFiles(file);
  await expect(form.getByText(file.name)).toBeVisible();
  await write(form.getByLabel(/^Password/), secret);
  await write(text("Credentials"), JSON.stringify({ token: secret }));
  await press(button("Request approval"), "Enter");

  expect(await stored(page, api)).toMatchObject({
    ...filled,
    text: name,
    owner: personOf("lead").email,
  });
});

test("what a picker does not find can be made in place", async ({ as, api }) => {
  const page = await as("admin");
  await openForm(page, api, "create");
  const { combobox, text } = fields(page);
  const title = `Made in place ${Date.now().toString(36)}`;
  await text("Text").fill("orders");
  await combobox("Service").fill(title);
  await page.getByRole("option", { name: `Create “${title}”…` }).click();
  const sheet = page.getByRole("dialog", { name: /^New / });
  await expect(sheet.getByLabel("Identifier", { exact: true })).toHaveValue(
    title.toLowerCase().replaceAll(" ", "-"),
  );
  await expectNoViolations(page, "the form of a new entity over the form of an action");
  await sheet.getByRole("radio", { name: "Go", exact: true }).click();
  await sheet.getByRole("button", { name: /^Create / }).click();
  await expect(sheet).toHaveCount(0);
  await expect(combobox("Service")).toHaveValue(title);
  // The form around it was not sent, and keeps what was filled in.
  await expect(text("Text")).toHaveValue("orders");
});

test("every input fits on a phone", async ({ as, api }) => {
  const page = await as("admin");
  await page.setViewportSize({ width: 390, height: 844 });
  await openForm(page, api, "phone");
  await page.getByRole("button", { name: "Add port" }).click();
  await expectNoSidewaysScroll(page, "a form with every input");
  await expectAccessible(page, "a form with every input on a phone");
});
