import { expect, type Locator, type Page } from "@playwright/test";

/** The pages of widgets in their folders. */
export class DashboardList {
  readonly heading: Locator;

  constructor(readonly page: Page) {
    this.heading = page.getByRole("heading", { level: 1, name: "Dashboards" });
  }

  /** Opens the list; out of many, those whose folder or own title has a text. */
  async open(): Promise<void> {
    await this.page.goto("/dashboards");
    await this.heading.waitFor();
  }

  link(title: string): Locator {
    return this.page.getByRole("main").getByRole("link", { name: title, exact: true });
  }

  /** The titles of what is in a folder, in order. */
  async expectIn(folder: string, titles: string[]): Promise<void> {
    await expect(this.page.getByRole("list", { name: folder, exact: true }).getByRole("link")).toHaveText(
      titles,
    );
  }

  /** Presses a button until what it opens is there: what is pressed before the page lives opens nothing. */
  private async opened(button: Locator, what: Locator): Promise<void> {
    await expect(async () => {
      if (!(await what.isVisible())) await button.click();
      await expect(what).toBeVisible({ timeout: 5_000 });
    }).toPass();
  }

  async makeFolder(title: string): Promise<void> {
    const dialog = this.page.getByRole("dialog", { name: "New folder" });
    await this.opened(this.page.getByRole("button", { name: "New folder" }), dialog);
    await dialog.getByLabel("Name").fill(title);
    await dialog.getByRole("button", { name: "Create folder" }).click();
    await expect(dialog).toBeHidden();
  }

  /** Chooses from the menu of a page or a folder. */
  async choose(title: string, command: string | RegExp): Promise<void> {
    const item = this.page.getByRole("menuitem", { name: command });
    await this.opened(this.page.getByRole("button", { name: `More for ${title}`, exact: true }), item);
    await item.click();
  }

  /** What the menu of a page offers. */
  async commandsOf(title: string): Promise<string[]> {
    const menu = this.page.getByRole("menu");
    await this.opened(this.page.getByRole("button", { name: `More for ${title}`, exact: true }), menu);
    const names = await menu.getByRole("menuitem").allInnerTexts();
    await this.page.keyboard.press("Escape");
    await expect(menu).toBeHidden();
    return names.map((name) => name.trim());
  }

  async moveInto(title: string, folder: string): Promise<void> {
    await this.choose(title, "Move to a folder…");
    const dialog = this.page.getByRole("dialog", { name: `Move ${title}`, exact: true });
    await dialog.getByLabel("Folder").selectOption({ label: folder });
    await dialog.getByRole("button", { name: "Move", exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  /** Grants a team to see a page, beside whoever may already. */
  async showTo(title: string, team: string): Promise<void> {
    await this.choose(title, "Who may see and change it…");
    const sheet = this.page.getByRole("dialog", {
      name: `Who may see and change ${title}`,
      exact: true,
    });
    const teams = sheet.getByRole("combobox", { name: "May see it: teams" });
    const option = this.page.getByRole("option", { name: team, exact: true });
    await expect(async () => {
      await teams.fill(team);
      await option.click({ timeout: 5_000 });
      await expect(sheet.getByRole("button", { name: `Remove ${team}` })).toBeVisible({ timeout: 5_000 });
    }).toPass();
    // The list of options lies over what follows until one presses beside it.
    await sheet.getByRole("heading").first().click();
    await expect(option).toBeHidden();
    await sheet.getByRole("button", { name: "Save", exact: true }).click();
    await expect(sheet).toBeHidden();
  }
}
