import { expect, type Locator, type Page } from "@playwright/test";

/** The table of a blueprint's entities. */
export class EntityTable {
  readonly table: Locator;
  readonly rows: Locator;
  readonly words: Locator;
  readonly filter: Locator;
  readonly chosen: Locator;

  constructor(
    readonly page: Page,
    noun: string,
  ) {
    this.table = page.getByRole("table", { name: noun, exact: true });
    this.rows = this.table.locator("[data-row]");
    this.words = page.getByRole("textbox", { name: `Filter ${noun}` });
    this.filter = page.getByRole("region", { name: "Filter" });
    this.chosen = page.getByRole("toolbar", { name: "Chosen rows" });
  }

  /** The names that are shown, from top to bottom. */
  names(): Promise<string[]> {
    return this.rows.locator("[data-row-focus]").allInnerTexts();
  }

  async expectNames(names: string[]): Promise<void> {
    await expect(this.rows.locator("[data-row-focus]")).toHaveText(names);
  }

  /** Opens what can be done with a column. */
  async column(header: string): Promise<Locator> {
    const button = this.table.getByRole("button", { name: new RegExp(`^Column ${header}`) });
    await button.focus();
    await this.page.keyboard.press("Enter");
    const panel = this.page.getByRole("dialog", { name: header });
    await expect(panel).toBeVisible();
    return panel;
  }

  /** Chooses an item of the menu of views. */
  async view(item: string | RegExp): Promise<void> {
    await this.page.getByRole("button", { name: /^View: / }).click();
    await this.page.getByRole("menuitem", { name: item }).click();
  }
}
