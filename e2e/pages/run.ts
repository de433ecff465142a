import { expect, type Locator, type Page } from "@playwright/test";

/** How long a run may take on a slow machine, in ms. */
const runPatienceMs = 60_000;

/** The page of one run. */
export class RunPage {
  readonly heading: Locator;
  readonly log: Locator;
  readonly decision: Locator;
  readonly stages: Locator;
  readonly diagnostics: Locator;

  constructor(readonly page: Page) {
    this.heading = page.getByRole("heading", { level: 1 });
    this.log = page.getByRole("log", { name: "Log" });
    this.decision = page.getByRole("region", { name: "Your decision" });
    this.stages = page.getByRole("list", { name: "Stages of the run" });
    this.diagnostics = page.getByRole("list", { name: "Diagnostics" });
  }

  async open(id: string): Promise<void> {
    await this.page.goto(`/runs/${id}`);
    await this.heading.waitFor();
  }

  /** Waits until the page says, by itself, that the run is in a state: "awaiting approval". */
  async is(state: string): Promise<void> {
    const said = this.page.getByRole("status").filter({ hasText: new RegExp(`: ${state}$`) });
    await expect(said).toBeAttached({ timeout: runPatienceMs });
  }

  button(name: string): Locator {
    return this.page.getByRole("main").getByRole("button", { name, exact: true });
  }

  /** Presses a button that asks back, and confirms by the button of the same name. */
  async confirmed(name: string): Promise<void> {
    await this.button(name).click();
    await this.page.getByRole("alertdialog").getByRole("button", { name, exact: true }).click();
  }

  /** Shows a sensitive output and returns it. */
  async reveal(output: string): Promise<string> {
    await this.button(`Show ${output}`).click();
    await this.button(`Hide ${output}`).waitFor();
    const row = this.page
      .getByRole("definition")
      .filter({ has: this.page.getByRole("button", { name: `Hide ${output}` }) });
    // A secret is one word; the names of the buttons beside it are more.
    return row.getByText(/^\S+$/).innerText();
  }
}
