import { expect, type Locator, type Page } from "@playwright/test";

/** The form of an action, in steps or on one page. */
export class Wizard {
  readonly form: Locator;
  readonly steps: Locator;
  readonly summary: Locator;
  readonly payload: Locator;
  readonly next: Locator;
  readonly review: Locator;
  readonly submit: Locator;
  readonly json: Locator;

  constructor(readonly page: Page) {
    this.form = page.getByRole("form");
    this.steps = page.getByRole("navigation", { name: "Steps" });
    this.summary = page.getByRole("alert").filter({ hasText: "your attention" });
    this.payload = page.getByRole("region", { name: "Payload (JSON)" });
    this.next = page.getByRole("button", { name: "Next", exact: true });
    this.review = page.getByRole("button", { name: "Review", exact: true });
    this.submit = page.getByRole("button", { name: "Request approval" });
    this.json = page.getByLabel("Values of the form as JSON");
  }

  async open(path: string): Promise<void> {
    await this.page.goto(path);
    await this.form.waitFor();
  }

  /** A text or number by its label, whether it is optional or not. */
  input(label: string): Locator {
    const name = new RegExp(`^${label}\\s*(Optional)?$`);
    return this.form.getByRole("textbox", { name }).or(this.form.getByRole("spinbutton", { name }));
  }

  picker(label: string): Locator {
    return this.form.getByRole("combobox", { name: new RegExp(`^${label}\\s*(Optional)?$`) });
  }

  /** A secret: covered fields have no role. */
  secret(label: string): Locator {
    return this.form.getByLabel(new RegExp(`^${label}\\s*(Optional)?$`));
  }

  heading(title: string): Locator {
    return this.page.getByRole("heading", { level: 2, name: title });
  }

  async choose(label: string, option: string | RegExp): Promise<void> {
    const wanted = this.page.getByRole("option", { name: option }).first();
    // The control comes with the first touch of the page, and its list with the answer: either may move from under the click.
    await expect(async () => {
      await this.picker(label).click();
      await wanted.click({ timeout: 3_000 });
      await expect(wanted).toBeHidden({ timeout: 3_000 });
    }).toPass();
  }

  /** Which choices a picker offers. */
  async offered(label: string): Promise<string[]> {
    await expect(async () => {
      await this.picker(label).click();
      await expect(this.page.getByRole("option").first()).toBeVisible({ timeout: 3_000 });
    }).toPass();
    const texts = await this.page.getByRole("option").allInnerTexts();
    await this.page.keyboard.press("Escape");
    return texts.map((text) => text.split("\n", 1)[0] ?? "");
  }

  /** Reads what the review says will be sent. */
  async sent(): Promise<unknown> {
    return JSON.parse((await this.payload.locator("code").innerText()).trim());
  }

  /** Sends the form and waits for the page of the run. Returns the run's number. */
  async send(): Promise<string> {
    await this.submit.click();
    await this.page.waitForURL(/\/runs\/[^/]+$/);
    return decodeURIComponent(new URL(this.page.url()).pathname.slice("/runs/".length));
  }
}
