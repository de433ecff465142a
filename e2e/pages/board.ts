import { expect, type Locator, type Page } from "@playwright/test";
import { takeTyped } from "./typed-choice";

/** A page of widgets, looked at or edited. */
export class Board {
  readonly heading: Locator;
  /** What was read out last about where a widget is. */
  readonly said: Locator;
  readonly save: Locator;
  readonly unchanged: Locator;

  constructor(readonly page: Page) {
    this.heading = page.getByRole("heading", { level: 1 });
    this.said = page.getByRole("status");
    this.save = page.getByRole("button", { name: "Save", exact: true });
    this.unchanged = page.getByText("No unsaved changes");
  }

  handle(name: string): Locator {
    return this.page.getByRole("button", { name: `Arrange ${name}`, exact: true });
  }

  /** The widgets in the order in which they are read. */
  async expectOrder(names: string[]): Promise<void> {
    await expect.poll(async () => this.page.locator("[data-board-column] h2").allInnerTexts()).toEqual(names);
  }

  /** Presses what has a name, by the keyboard. */
  async press(button: Locator): Promise<void> {
    await button.focus();
    await this.page.keyboard.press("Enter");
  }

  /** Makes an empty page and opens it to be edited, by the keyboard alone. */
  async make(title: string): Promise<void> {
    await this.press(this.page.getByRole("button", { name: "New dashboard" }));
    const sheet = this.page.getByRole("dialog", { name: "New dashboard" });
    await sheet.getByLabel("Name").focus();
    await this.page.keyboard.type(title);
    await this.press(sheet.getByRole("button", { name: "Create dashboard" }));
    await expect(this.page).toHaveURL(/\/dashboards\/[^/]+\/edit$/);
    await expect(this.heading).toHaveText(title);
  }

  /** Adds a widget by the keyboard alone: its kind, its title, and what is chosen in its form. */
  async add(kind: string, title: string, choices: Record<string, string>): Promise<void> {
    await this.press(this.page.getByRole("button", { name: "Add widget" }).first());
    const gallery = this.page.getByRole("dialog", { name: "Add widget" });
    await this.press(gallery.getByRole("button", { name: new RegExp(`^${kind}`) }));
    const form = this.page.getByRole("dialog", { name: `New widget: ${kind.toLowerCase()}` });
    await form.getByLabel("Title").focus();
    await this.page.keyboard.type(title);
    for (const [label, choice] of Object.entries(choices))
      await takeTyped(this.page, form.getByRole("combobox", { name: label, exact: true }), choice);
    await this.press(form.getByRole("button", { name: "Add widget" }));
    await expect(form).toBeHidden();
    await expect(this.handle(title)).toBeVisible();
  }

  /** Carries a widget by its handle to a place within another one: 0 is its left, 1 its right edge. */
  async drag(name: string, to: string, share: number): Promise<void> {
    const from = await boxOf(this.handle(name));
    const over = await boxOf(this.page.locator("[data-board-column]").filter({ has: this.handle(to) }));
    await this.page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(over.x + over.width * share, over.y + over.height / 2, { steps: 6 });
    await expect(this.page.locator("[data-drop-line]")).toBeVisible();
    await this.page.mouse.up();
  }
}

async function boxOf(element: Locator) {
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  if (!box) throw new Error("There is nothing to drag.");
  return box;
}
