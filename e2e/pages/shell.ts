import type { Locator, Page } from "@playwright/test";

/** What is around every page. */
export class Shell {
  readonly heading: Locator;
  readonly main: Locator;
  readonly help: Locator;
  readonly palette: Locator;

  constructor(readonly page: Page) {
    this.heading = page.getByRole("heading", { level: 1 });
    this.main = page.getByRole("main");
    this.help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    this.palette = page.getByRole("dialog", { name: "Search and run commands" });
  }

  async open(to: "Home" | "Catalog" | "Actions" | "Runs" | "Approvals"): Promise<void> {
    await this.page
      .getByRole("navigation", { name: "Main" })
      .getByRole("link", { name: new RegExp(`^${to}`) })
      .click();
    await this.page.getByRole("heading", { level: 1, name: to }).waitFor();
  }

  /** Presses keys right after one another, as a hand does; one by one, a slow machine takes longer between them than a hand. */
  async press(...keys: string[]): Promise<void> {
    await Promise.all(keys.map((key) => this.page.keyboard.press(key)));
  }

  /** Opens the palette by its shortcut, types, and takes the result by Enter. */
  async find(text: string, result: string): Promise<void> {
    await this.page.keyboard.press("ControlOrMeta+k");
    await this.palette.getByRole("combobox").fill(text);
    const option = this.palette.getByRole("option", { name: result });
    await option.first().waitFor();
    const chosen = this.palette.getByRole("option", { name: result, selected: true });
    const rows = await this.palette.getByRole("option").count();
    for (let step = 0; step < rows && !(await chosen.isVisible()); step++)
      await this.page.keyboard.press("ArrowDown");
    await this.page.keyboard.press("Enter");
  }
}
