import type { Page } from "@playwright/test";
import { expect, test } from "./test";

/** Opens a dialog with a field that is found by typing, and holds back all code that is not there yet. */
async function openWithoutControl(page: Page) {
  await page.goto("/settings/teams");
  await page
    .getByRole("button", { name: /^Add member/ })
    .first()
    .focus();
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const dialog = page.getByRole("dialog", { name: /^Add member to/ });
  await page.keyboard.press("Enter");
  await expect(dialog).toBeVisible();
  await page.route("**/_next/static/chunks/**", async (route) => {
    await arrived;
    await route.continue();
  });
  return { field: dialog.getByRole("combobox", { name: "Person" }), arrive };
}

test("a click on a field in a dialog opens its options once they can be shown", async ({ as }) => {
  const page = await as("admin");
  const { field, arrive } = await openWithoutControl(page);
  await field.click();
  await expect(page.getByRole("listbox")).toHaveCount(0);
  arrive();
  await expect(page.getByRole("listbox").getByRole("option").first()).toBeVisible();
  await expect(field).toBeFocused();
});

test("what is typed into a field in a dialog before its options are there searches them", async ({ as }) => {
  const page = await as("admin");
  const { field, arrive } = await openWithoutControl(page);
  await field.focus();
  await page.keyboard.type("zzz");
  await expect(page.getByRole("listbox")).toHaveCount(0);
  arrive();
  await expect(page.getByText("Nobody like that who is not in the team.")).toBeVisible();
  await expect(field).toHaveValue("zzz");
  await expect(field).toBeFocused();
});
