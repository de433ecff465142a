import { randomInt } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { newName } from "./databases";
import { expectAccessible, expectNoSidewaysScroll } from "./pages/checks";
import { expectRefusals } from "./problems";
import { expect, test } from "./test";

/** A currency that nobody else uses. */
const newCurrency = () =>
  `X${Array.from({ length: 2 }, () => String.fromCharCode(randomInt(65, 91))).join("")}`;
/** What is looked at before a rule is saved is the last billed month: no bill of another journey can be newer. */
const day = `${new Date().toISOString().slice(0, 8)}01`;

/** How the costs of the last month are shared, by the title of a team. */
const shareOf = (page: Page, name: string) =>
  page.getByRole("list", { name: "Share by team" }).getByRole("listitem").filter({ hasText: name });

test("a bill is imported without what cannot be read, and a rule gives a team what nobody answered for", async ({
  as,
  problems,
}) => {
  test.setTimeout(300_000);
  const page = await as("admin");
  const source = newName("bill");
  const currency = newCurrency();
  const address = `/insights/costs?currency=${currency}&months=1`;
  // A spreadsheet would take the name for a formula.
  const service = `=2+3 ${newName("disk")}`;

  await test.step("a row that cannot be read is named by its number, and the others count", async () => {
    await page.goto("/settings/bills");
    await page.getByRole("button", { name: "Send a bill" }).first().click();
    const form = page.getByRole("dialog", { name: "Send a bill" });
    await form.getByRole("button", { name: "Check it" }).click();
    await expect(form.getByText("Choose a file.")).toBeVisible();
    await form.getByLabel("File").setInputFiles({
      name: "march.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(
        [
          "date,cost,currency,team,service",
          `${day},100.25,${currency},payments,Machines`,
          `${day},abc,${currency},payments,Machines`,
          `${day},50,${currency},,${service}`,
        ].join("\n"),
      ),
    });
    await form.getByLabel("Source").fill(source);
    await form.getByRole("button", { name: "Check it" }).click();
    const bill = page.getByRole("dialog", { name: `${source}: march.csv` });
    await expect(bill.getByText("To be confirmed")).toBeVisible();
    await expect(bill.getByRole("row", { name: /2 BilledCost abc/ })).toBeVisible();
    await bill.getByRole("button", { name: "Import without 1 row" }).click();
    await expect(bill.getByText("Counts", { exact: true })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("row", { name: new RegExp(source) })).toContainText("Counts");
    await expectAccessible(page, "bills");
  });

  await test.step("what no tag names a team for is unallocated, and has its lines", async () => {
    await page.goto(address);
    await expect(shareOf(page, "Payments")).toContainText("100");
    await expect(shareOf(page, "Unallocated")).toContainText("50");
    await expect(shareOf(page, "Logistics")).toHaveCount(0);
    await page.getByRole("link", { name: "Unallocated" }).click();
    await expect(page.getByRole("region", { name: "Lines of nobody, as a table" })).toContainText(service);
  });

  await test.step("a rule is looked at before it is saved", async () => {
    await page.goto("/settings/costs");
    const change = page.locator("section").filter({ hasText: "What would change" });
    await expect(change.getByText(/would be given otherwise/)).toBeVisible();
    // A rule needs a title: what it would change is refused until it has one.
    const refused = page.waitForResponse(
      (answer) => answer.url().includes("costs.allocation.preview") && answer.status() === 422,
    );
    await page.getByRole("button", { name: "Add rule" }).click();
    const rule = page
      .getByRole("listitem")
      .filter({ has: page.getByLabel("Title of the rule") })
      .last();
    await refused;
    await rule.getByLabel("Title of the rule").fill(source);
    await rule.getByLabel("Value").fill(service);
    await rule.getByLabel("Team").selectOption({ label: "Logistics" });
    await expect(
      change.getByText(/^[1-9]\d* of \d+ origins of costs would be given otherwise/),
    ).toBeVisible();
    const teams = change.getByRole("table", { name: `By team, ${currency}` });
    await expect(teams.getByRole("row", { name: /^logistics/i })).toContainText("50");
    await expectAccessible(page, "allocation");
    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoSidewaysScroll(page, "allocation at 390");
    await expectAccessible(page, "allocation at 390");
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole("button", { name: "Save allocation" }).click();
    await expect(page.getByText("The allocation was saved")).toBeVisible();
    expectRefusals(problems, 422);
  });

  await test.step("the team's costs have the lines behind them, and a file that runs no formula", async () => {
    // A worker gives all costs anew meanwhile.
    await expect(async () => {
      await page.goto(address);
      await expect(shareOf(page, "Logistics")).toContainText("50", { timeout: 5_000 });
    }).toPass({ timeout: 90_000 });
    await expect(shareOf(page, "Payments")).toContainText("100");
    await expect(shareOf(page, "Unallocated")).toHaveCount(0);
    const asTable = page.getByRole("button", { name: "Show Cost by team as a table" });
    await asTable.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("region", { name: "Cost by team, as a table" })).toBeVisible();
    await page.getByRole("link", { name: "Logistics" }).first().click();
    const lines = page.getByRole("region", { name: "Lines of Logistics, as a table" });
    await expect(lines).toContainText(service);
    await expect(lines).toContainText(`Rule: ${source}`);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download Lines of Logistics as CSV" }).click(),
    ]);
    const csv = await readFile(await download.path(), "utf8");
    expect(csv).toContain(`,'${service},`);
    expect(csv).not.toContain(`,${service}`);
    // The lines came into view: what lies half below the header now is no target.
    await page.evaluate(() => window.scrollTo(0, 0));
    await expectAccessible(page, "costs");
    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoSidewaysScroll(page, "costs at 390");
    await expectAccessible(page, "costs at 390");
  });

  await test.step("a member of another team sees nothing of it", async () => {
    const member = await as("developer");
    await member.goto(address);
    await expect(shareOf(member, "Payments")).toBeVisible();
    await expect(shareOf(member, "Logistics")).toHaveCount(0);
    await member.goto("/settings/costs");
    await expect(member.getByText("These settings are for administrators")).toBeVisible();
  });
});
