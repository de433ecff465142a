import { expect, type Locator, type Page } from "@playwright/test";

const quoted = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** So many keys down, an option that was found is reached. */
const REACH = 12;

/**
 * Takes an option of a field that is found by typing, by the keyboard alone: types, goes down until the wanted one is the one
 * that Enter would take, and takes it. Begins anew when the list closed or changed meanwhile, as on a slow machine.
 *
 * @param name how the option begins; what is typed when left out
 */
export async function takeTyped(page: Page, field: Locator, text: string, name?: RegExp): Promise<void> {
  const wanted = page.getByRole("option", { name: name ?? new RegExp(`^${quoted(text)}`) }).first();
  await expect(async () => {
    await field.focus();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(text);
    await goTo(page, wanted);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("listbox")).toHaveCount(0, { timeout: 5_000 });
  }).toPass({ timeout: 90_000 });
}

/** Goes down in an open list until an option is the one that Enter would take. */
export async function goTo(page: Page, option: Locator): Promise<void> {
  await option.waitFor({ timeout: 15_000 });
  for (let step = 0; step < REACH; step++) {
    if ((await option.getAttribute("data-highlighted")) !== null) return;
    await page.keyboard.press("ArrowDown");
    // The list tells in its next frame which one it is at.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }
  throw new Error("The option was not reached by the keyboard.");
}
