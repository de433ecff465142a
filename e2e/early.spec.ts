import type { Page } from "@playwright/test";
import { newName } from "./databases";
import { ActionPage } from "./pages/action";
import { Shell } from "./pages/shell";
import { personOf } from "./people";
import { expect, test } from "./test";

/** What the script that keeps early input may cost a page, in bytes. */
const SCRIPT_BYTES = 2048;

/** Opens a page whose code does not come before `release`; of all code, or of that in which some words stand. */
async function openHeld(page: Page, path: string, words = ""): Promise<{ release: () => Promise<void> }> {
  let open: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (open = resolve));
  await page.route("**/_next/static/**/*.js", async (route) => {
    const response = await route.fetch();
    if ((await response.text()).includes(words)) await released;
    await route.fulfill({ response });
  });
  await page.goto(path, { waitUntil: "commit" });
  const release = async () => {
    open();
    await page.unrouteAll({ behavior: "wait" });
  };
  return { release };
}

test("keys pressed before the page lives lead where they lead", async ({ as }) => {
  const page = await as("developer");
  const shell = new Shell(page);
  const { release } = await openHeld(page, "/");
  await expect(shell.heading).toBeVisible();
  const bytes = await page.evaluate(
    () => [...document.scripts].find(({ text }) => text.includes("waymarkEarly"))?.text.length,
  );
  expect(bytes).toBeLessThan(SCRIPT_BYTES);
  await shell.press("g", "a");
  await release();
  await expect(page).toHaveURL("/actions");
  await expect(shell.heading).toHaveText("Actions");
});

test("what is typed early after the key of the filter is filtered", async ({ as }) => {
  const page = await as("developer");
  const { release } = await openHeld(page, "/actions");
  await expect(new Shell(page).heading).toHaveText("Actions");
  await page.keyboard.type("/rotate");
  await release();
  await expect(page.getByLabel("Filter actions")).toHaveValue("rotate");
  await expect(page).toHaveURL(/q=rotate/);
});

test("with single keys switched off, of the keys pressed early only the palette's counts", async ({ as }) => {
  const page = await as("developer");
  await page.addInitScript(() => localStorage.setItem("waymark.shortcuts", "off"));
  const shell = new Shell(page);
  const { release } = await openHeld(page, "/");
  await expect(shell.heading).toBeVisible();
  await shell.press("g", "a");
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("check");
  await release();
  await expect(shell.palette.getByRole("combobox")).toHaveValue("check");
  await expect(page).toHaveURL("/");
});

test("a form filled in and sent before the page lives is sent once, with what was typed", async ({ as }) => {
  const page = await as("developer");
  const action = new ActionPage(page);
  const name = newName("early");
  const { release } = await openHeld(page, "/actions/create_postgres_database");
  await action.name.focus();
  await page.keyboard.type(name.slice(0, -2));
  await page.keyboard.press("Home");
  await page.keyboard.press("End");
  await page.keyboard.type(name.slice(-2));
  await action.submit.click();
  await action.submit.click();
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().includes("actions.execute")) sent.push(request.url());
  });
  await release();
  await page.waitForURL(/\/runs\/[^/]+$/);
  await expect(new Shell(page).heading).toContainText(name);
  expect(sent).toHaveLength(1);
});

test("the caret stays where it was, and typing goes on", async ({ as }) => {
  const page = await as("developer");
  const action = new ActionPage(page);
  const { release } = await openHeld(page, "/actions/create_postgres_database");
  await action.name.focus();
  await page.keyboard.type("orders-db");
  for (let step = 0; step < "db".length; step++) await page.keyboard.press("ArrowLeft");
  await release();
  await expect(action.effect).toContainText("orders-db");
  await page.keyboard.type("very-");
  await expect(action.effect).toContainText("orders-very-db");
  await expect(action.name).toBeFocused();
});

test("while a part of the page waits for its code, the rest reacts and what was done to the part is kept", async ({
  as,
}) => {
  const page = await as("developer");
  const shell = new Shell(page);
  const { release } = await openHeld(page, "/catalog/service", "Group by");
  const filter = page.locator("[data-filter-input]");
  const open = page.getByRole("button", { name: /^Filter/ });
  await filter.fill("checkout");
  await open.click();
  await page.keyboard.press("?");
  await expect(shell.help).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(shell.help).toBeHidden();
  await expect(open).toHaveAttribute("aria-expanded", "false");
  await release();
  await expect(page).toHaveURL(/q=checkout/);
  await expect(open).toHaveAttribute("aria-expanded", "true");
  await expect(filter).toHaveValue("checkout");
});

test("a switch pressed twice because nothing happened is pressed once", async ({ as }) => {
  const page = await as("developer");
  await page.emulateMedia({ colorScheme: "light" });
  const { release } = await openHeld(page, "/");
  const toggle = page.getByRole("button", { name: "Switch between light and dark" });
  await toggle.click();
  await toggle.click();
  await release();
  await expect(page.locator("html")).toHaveClass(/dark/);
  // Pressed again, by hand: were the second press still to come, this would be undone.
  await toggle.click();
  await expect(page.locator("html")).toHaveClass(/light/);
});

test("a sign-in typed and sent before the page lives goes through", async ({ page }) => {
  const { email, password } = personOf("otherDeveloper");
  const { release } = await openHeld(page, "/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.keyboard.press("Enter");
  await release();
  await expect(page).toHaveURL("/");
});
