import { randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";
import { personApi } from "./api";
import { newName } from "./databases";
import { expectAccessible, expectNoSidewaysScroll, expectNoViolations } from "./pages/checks";
import { expect, test } from "./test";

const DAY_MS = 86_400_000;

test("deployments that are told stand on the pages of delivery, with how they are computed and the very events", async ({
  as,
  api,
}) => {
  const service = newName("told");
  const events = Array.from({ length: 24 }, (_, n) => ({
    externalId: `${service}-${n}`,
    service,
    environment: "production",
    status: "success",
    // Two a week, of weeks that are over.
    finishedAt: new Date(Date.now() - (8 + n * 3.5) * DAY_MS).toISOString(),
    sha: randomBytes(20).toString("hex"),
  }));
  const answer = await api.post("/v1/insights/deployments?source=journey", { data: { events } });
  expect(answer.ok(), await answer.text()).toBe(true);

  const page = await as("lead");
  await page.goto("/insights/delivery");
  await expect(page.getByRole("heading", { name: "Deployment frequency" })).toBeVisible();
  await expectAccessible(page, "delivery");
  await page.getByRole("link", { name: /How Deployment frequency is computed/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Deployment frequency" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "How it is computed" })).toBeVisible();
  await expect(page.getByRole("region", { name: /Events behind: Deployment frequency/ })).toBeVisible();
  await page.getByLabel("Span").selectOption("26w");
  await expect(page).toHaveURL(/range=26w/);
  await expectAccessible(page, "a metric");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page, "a metric at 390");

  await page.goto("/insights/core4");
  await page.getByLabel("Set of metrics").selectOption("platform");
  await expect(page.getByRole("heading", { name: "Self-service success" })).toBeVisible();
  await expectAccessible(page, "the four dimensions");
});

/** How many sheets a page prints on. */
async function sheetsOf(page: Page): Promise<number> {
  const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
  return (pdf.match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;
}

test("leaders read and print a summary on one sheet, whoever it is of", async ({ as }) => {
  const page = await as("admin");
  const identifier = newName("sheet");
  // As long as names get, and with no figure that has enough data.
  const title = `${identifier} ${"Wide ".repeat(30)}`.slice(0, 120).trim();
  const admin = await personApi("admin");
  const made = await admin.post("/api/trpc/identity.teams.create", {
    data: { json: { identifier, title } },
  });
  expect(made.ok(), await made.text()).toBe(true);
  await admin.dispose();

  for (const path of ["/insights/summary", `/insights/summary?team=${identifier}`]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: "Executive summary" })).toBeVisible();
    await expect(page.getByText(/^Computed from/)).toBeVisible();
    await expect(page.getByRole("heading", { name: "What changed" })).toBeVisible();
    // Every part has said what it has to say, or that it has nothing.
    await expect(page.getByRole("main").locator("[aria-busy=true]")).toHaveCount(0);
    expect(await sheetsOf(page), path).toBe(1);
  }
  await expect(page.getByText("There is not enough data for a statement about delivery")).toBeVisible();
  await expectAccessible(page, "the summary");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page, "the summary at 390");
  await expectAccessible(page, "the summary at 390");
});

test("a team stands beside others, and a point of its course is looked into by the keyboard", async ({
  as,
  api,
}) => {
  const service = newName("point");
  const events = Array.from({ length: 12 }, (_, n) => ({
    externalId: `${service}-${n}`,
    service,
    environment: "production",
    status: "success",
    finishedAt: new Date(Date.now() - (1 + n) * 7 * DAY_MS).toISOString(),
    sha: randomBytes(20).toString("hex"),
  }));
  const answer = await api.post("/v1/insights/deployments?source=journey", { data: { events } });
  expect(answer.ok(), await answer.text()).toBe(true);

  const page = await as("lead");
  await page.goto("/insights/teams");
  await page
    .getByRole("region", { name: "All teams, as a table" })
    .getByRole("link", { name: "Payments" })
    .click();
  await expect(page).toHaveURL(/\/insights\/teams\/payments/);
  await expect(page.getByRole("heading", { level: 1, name: "Payments" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "DX Core 4" })).toBeVisible();
  await expect(page.getByRole("heading", { name: /^Services/ })).toBeVisible();
  await expectAccessible(page, "a team");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page, "a team at 390");
  await expectAccessible(page, "a team at 390");
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.goto("/insights/metrics/deployment-frequency");
  const points = page.getByRole("slider", { name: /^Deployment frequency, by week/ });
  await expect(points).toHaveAttribute("aria-valuenow", /\d/);
  // The chart is drawn by code of its own: a key pressed before it lives would be lost.
  await expect(points.locator("svg").first()).toBeVisible();
  await points.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(points).toHaveAttribute("aria-valuetext", /Deployment frequency \d.* from \d/);
  await page.keyboard.press("Enter");
  const behind = page.getByRole("dialog", { name: "Deployment frequency" });
  await expect(behind.getByRole("region", { name: /^Events behind: Deployment frequency/ })).toContainText(
    "20",
  );
  await expect(page).toHaveURL(/point=deployment-frequency/);
  await expectNoViolations(page, "the events of a point");
  await page.keyboard.press("Escape");
  await expect(behind).toBeHidden();
  await expect(page).not.toHaveURL(/point=/);
  await expect(points).toBeFocused();

  await page.goto("/insights/adoption");
  await expect(page.getByRole("heading", { name: "From a visit to success" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "What fails, and why" })).toBeVisible();
  await expectAccessible(page, "adoption");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page, "adoption at 390");
});
