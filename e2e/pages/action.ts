import { expect, type Locator, type Page } from "@playwright/test";
import { Shell } from "./shell";

/** The gallery of actions and the form of one. */
export class ActionPage {
  readonly effect: Locator;
  readonly name: Locator;
  readonly team: Locator;
  readonly confirmation: Locator;
  readonly submit: Locator;

  constructor(readonly page: Page) {
    this.effect = page.getByRole("complementary", { name: "What will happen" });
    this.name = this.input("Name");
    this.team = page.getByRole("combobox", { name: "Team" });
    this.confirmation = page.getByRole("textbox", { name: /^Type .* to confirm$/ });
    this.submit = page.getByRole("button", { name: "Request approval" });
  }

  /** A text or number field by its label. */
  input(label: string): Locator {
    return this.page.getByRole("form").getByLabel(label, { exact: true });
  }

  /** From the sidebar to the form of an action. */
  async openFromGallery(title: string): Promise<void> {
    await new Shell(this.page).open("Actions");
    // What was run lately stands there twice: among the recent ones, and in its group.
    await this.page.getByRole("main").getByRole("link", { name: title }).first().click();
    await this.page.getByRole("form", { name: title }).waitFor();
  }

  /** Opens a form by its address and names what it will make, until that is shown beside it. */
  async openNamed(action: string, name: string): Promise<void> {
    await this.page.goto(`/actions/${action}`);
    await this.name.fill(name);
    await expect(this.effect).toContainText(name);
  }

  /** Sends the form and waits for the page of the run. Returns the run's number. */
  async request(): Promise<string> {
    await this.submit.click();
    await this.page.waitForURL(/\/runs\/[^/]+$/);
    return decodeURIComponent(new URL(this.page.url()).pathname.slice("/runs/".length));
  }
}
