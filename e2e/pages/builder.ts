import { expect, type Locator, type Page } from "@playwright/test";

export type Section = "Properties" | "Relations" | "Mirrors" | "Calculations" | "Aggregations";

const NOUNS: Record<Section, string> = {
  Properties: "property",
  Relations: "relation",
  Mirrors: "mirror property",
  Calculations: "calculation",
  Aggregations: "aggregation",
};

/** Where blueprints are made: the graph of all, and the editor of one. */
export class Builder {
  readonly graph: Locator;
  readonly save: Locator;
  readonly report: Locator;
  readonly title: Locator;

  constructor(readonly page: Page) {
    this.graph = page.getByRole("group", { name: "Graph of blueprints" });
    this.save = page.getByRole("button", { name: "Review and save" });
    this.report = page.getByRole("dialog", { name: /^Save / });
    // Where it may be left out, its label says so.
    this.title = page.getByRole("textbox", { name: /^Title\s*(Optional)?$/ });
  }

  node(title: string): Locator {
    return this.graph.getByRole("button", { name: new RegExp(`^${title},`) });
  }

  tab(name: Section | "General" | "Permissions" | "Revisions"): Locator {
    return this.page.getByRole("tab", { name: new RegExp(`^${name}`) });
  }

  add(section: Section): Locator {
    return this.page.getByRole("button", { name: `Add ${NOUNS[section]}`, exact: true }).first();
  }

  /** Waits until what was added has its title focused: from then on one may type. */
  async titleFocused(): Promise<void> {
    await expect(this.title).toBeFocused();
  }

  /** Creates the blueprint that is being edited. */
  async created(title: string): Promise<void> {
    await expect(this.page).toHaveURL(/\/settings\/blueprints\/edit\//);
    await expect(this.page.getByText(`${title} was saved`).first()).toBeVisible();
    await expect(this.page.getByText("No unsaved changes")).toBeVisible();
  }

  /** Adds a thing of a section by mouse, under its title. */
  async addTitled(section: Section, title: string): Promise<void> {
    await this.tab(section).click();
    await this.add(section).click();
    await this.titleFocused();
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

  /** Saves by mouse, with the report in between. */
  async saveReviewed(): Promise<void> {
    await this.save.click();
    await expect(this.report.getByText("stay valid")).toBeVisible();
    await this.report.getByRole("button", { name: /^Save / }).click();
    await expect(this.report).toBeHidden();
    await expect(this.page.getByText("No unsaved changes")).toBeVisible();
  }
}

/** Goes to an element with Tab alone, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator, most = 80): Promise<void> {
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  await target.waitFor();
  for (let step = 0; step < most; step++) {
    if (await isThere()) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${target.toString()} in ${most} steps.`);
}

/** Goes to the tabs of a page with Tab and along them by arrows, until one is the chosen one. */
export async function tabAlongTo(page: Page, tab: Locator): Promise<void> {
  // Arrows are the page's own doing: those that come before it lives move nothing.
  await expect(async () => {
    await tabTo(page, page.getByRole("tab", { selected: true }), 200);
    const tabs = await page.getByRole("tab").count();
    for (let step = 0; step < tabs && (await tab.getAttribute("aria-selected")) !== "true"; step++)
      await page.keyboard.press("ArrowRight");
    await expect(tab).toHaveAttribute("aria-selected", "true", { timeout: 3_000 });
  }).toPass();
}

/** Chooses in a native select by typing what the option begins with. */
export async function typeInto(page: Page, select: Locator, text: string): Promise<void> {
  await tabTo(page, select);
  await page.keyboard.type(text);
}
