import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds, short enough to be read in a failure. */
async function violations(page: Page): Promise<string[]> {
  // No page has frames, so axe need not open a page of its own for its report.
  const { violations: found } = await new AxeBuilder({ page }).withTags(RULES).setLegacyMode().analyze();
  return found.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ""}`),
  );
}

/** Holds the page that is open to what every page is held to, in both themes. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 }), where).toHaveCount(1);
  expect(await page.title(), where).toMatch(/^\S.* · Waymark$|^Waymark$/);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html"), where).toHaveCSS("color-scheme", colorScheme);
    await expectNoViolations(page, `${where}, ${colorScheme}`);
  }
}

/** Axe finds nothing on what is shown now. */
export async function expectNoViolations(page: Page, where: string): Promise<void> {
  expect.soft(await violations(page), where).toEqual([]);
}

/** Nothing is cut off or has to be pushed sideways. */
export async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const { width } = page.viewportSize() ?? { width: 0 };
  expect
    .soft(await page.evaluate(() => document.documentElement.scrollWidth), `${where}, width`)
    .toBeLessThanOrEqual(width);
}
