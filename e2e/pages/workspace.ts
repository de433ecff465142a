import type { Page } from "@playwright/test";

/** The list of workspaces and the page of one. */
export class WorkspacePage {
  constructor(readonly page: Page) {}

  /** From the list to a workspace, by its name. */
  async open(name: string): Promise<void> {
    await this.page.goto("/workspaces");
    await this.page.getByRole("main").getByRole("link", { name, exact: true }).click();
    await this.page.getByRole("heading", { level: 1, name }).waitFor();
  }

  async tab(label: string): Promise<void> {
    await this.page
      .getByRole("navigation", { name: "Parts of the workspace" })
      .getByRole("link", { name: label })
      .click();
    await this.page.waitForURL(/[?&]tab=/);
  }

  /** Number of the newest version in the list. */
  async newestVersion(): Promise<number> {
    const first = this.page.getByRole("button", { name: /^Version \d+$/ }).first();
    return Number((await first.innerText()).replace(/\D/g, ""));
  }
}
