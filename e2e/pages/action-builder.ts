import { expect, type Locator, type Page } from "@playwright/test";

/** Where an action is built. */
export class ActionBuilder {
  readonly title: Locator;
  readonly publish: Locator;
  readonly kinds: Locator;
  readonly inputs: Locator;
  readonly merge: Locator;

  constructor(readonly page: Page) {
    // Where it may be left out, its label says so.
    this.title = page.getByRole("textbox", { name: /^Title\s*(Optional)?$/ });
    this.publish = page.getByRole("button", { name: "Publish", exact: true });
    this.kinds = page.getByRole("dialog", { name: "Add an input" });
    this.inputs = page.getByRole("list", { name: "Inputs" });
    this.merge = page.getByRole("dialog", { name: "Somebody else changed this action meanwhile" });
  }

  tab(name: "General" | "Inputs" | "Layout" | "Backend"): Locator {
    return this.page.getByRole("tab", { name: new RegExp(`^${name}`) });
  }

  /** Which of the three a switch says, among those of an input or a step. */
  when(label: string): Locator {
    return this.page.getByRole("radiogroup", { name: label }).getByRole("radio", { name: "When…" });
  }

  /** Adds an input by mouse, under its title. */
  async add(kind: RegExp, title: string): Promise<void> {
    await this.page.getByRole("button", { name: "Add input" }).click();
    await this.kinds.getByRole("button", { name: kind }).click();
    await expect(this.title).toBeFocused();
    await this.title.fill(title);
  }

  /** Picks one option of a field that is found by typing. */
  async choose(field: Locator, option: string | RegExp): Promise<void> {
    const wanted = this.page.getByRole("option", { name: option }).first();
    // The control comes with the first touch of the page, and may take the click's place.
    await expect(async () => {
      await field.click();
      await wanted.click({ timeout: 3_000 });
    }).toPass();
  }

  blueprint(): Locator {
    return this.page.getByRole("combobox", { name: /^Blueprint/ });
  }

  /** Waits until the action is what people run. */
  async published(): Promise<void> {
    await expect(this.page.getByText(/ was published$/).first()).toBeVisible();
    await expect(this.page.getByText("No unsaved changes")).toBeVisible();
  }
}
