import type { Locator, Page } from "@playwright/test";

/** The page of one entity of the catalog. */
export class EntityPage {
  readonly heading: Locator;

  constructor(readonly page: Page) {
    this.heading = page.getByRole("heading", { level: 1 });
  }

  /** Returns the status of the answer. */
  async open(blueprint: string, identifier: string): Promise<number> {
    const response = await this.page.goto(`/catalog/${blueprint}/${identifier}`);
    return response?.status() ?? 0;
  }

  /** Opens the form of an action on this entity. */
  async openAction(title: string): Promise<void> {
    await this.page.getByRole("button", { name: "Actions" }).click();
    await this.page.getByRole("menuitem", { name: title }).click();
    await this.page.getByRole("form", { name: title }).waitFor();
  }

  /** A value among the facts of the page. */
  value(text: string): Locator {
    return this.page.getByRole("definition").getByText(text, { exact: true });
  }
}
