import type { Locator, Page } from "@playwright/test";

/** The sheet in which an entity is written, as a form or as text. */
export class EntityEditor {
  readonly sheet: Locator;

  constructor(
    readonly page: Page,
    title: string | RegExp,
  ) {
    this.sheet = page.getByRole("dialog", { name: title });
  }

  /** What is not required says so behind its label. */
  field(label: string): Locator {
    return this.sheet.getByLabel(new RegExp(`^${label}( ?Optional)?$`));
  }

  async as(language: "Form" | "JSON" | "YAML"): Promise<void> {
    await this.sheet.getByRole("tab", { name: language }).click();
    if (language !== "Form") await this.text(language).waitFor();
  }

  text(language: "JSON" | "YAML"): Locator {
    return this.sheet.getByRole("textbox", { name: `The entity as ${language}` });
  }

  async save(label: string | RegExp): Promise<void> {
    await this.sheet.getByRole("button", { name: label }).click();
  }
}
