import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { makeEntity, makeShop } from "./models";
import { expectRefusals } from "./problems";
import { expect, test } from "./test";

/** Exports some blueprints with their entities in the browser. Gives the text of the file. */
async function exportOf(page: Page, blueprints: readonly string[]): Promise<string> {
  await page.goto("/settings/bundle");
  const choice = page.getByRole("combobox", { name: "Blueprints" });
  for (const blueprint of blueprints) {
    await choice.click();
    await choice.fill(blueprint);
    await page.getByRole("option", { name: new RegExp(blueprint) }).click();
  }
  await page.keyboard.press("Escape");
  await page.getByLabel("Include entities").check();
  await page.getByRole("button", { name: "Make the document" }).click();
  const save = page.getByRole("button", { name: "Save bundle.yaml" });
  const [download] = await Promise.all([page.waitForEvent("download"), save.click()]);
  return readFile(await download.path(), "utf8");
}

test("a model goes out, is wiped, comes back and is the same", async ({ as, api, problems }) => {
  const { system, product, release } = await makeShop(api);
  const all = [system, product, release];
  await makeEntity(api, system, { identifier: "shop", title: "Shop", properties: { tier: "gold" } });
  await makeEntity(api, product, {
    identifier: "cart",
    title: "Cart",
    properties: { size: 2 },
    relations: { system: "shop" },
  });
  await makeEntity(api, release, { identifier: "r1", relations: { product: "cart" } });
  const page = await as("admin");
  const before = await exportOf(page, all);
  expect(before).toContain(`identifier: ${product}`);

  for (const [blueprint, entity] of [
    [release, "r1"],
    [product, "cart"],
    [system, "shop"],
  ] as const) {
    expect((await api.delete(`/v1/blueprints/${blueprint}/entities/${entity}`)).ok()).toBe(true);
    expect((await api.delete(`/v1/blueprints/${blueprint}`)).ok()).toBe(true);
  }

  const toImport = page.getByRole("link", { name: "Import", exact: true });
  await toImport.click();
  const text = page.getByRole("textbox", { name: "The bundle, YAML or JSON" });
  await text.fill(before.replace("version: 1", "version: 7"));
  await page.getByRole("button", { name: "Show what it would do" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "version" })).toBeVisible();
  expectRefusals(problems, 422);
  await text.fill(before);
  await page.getByRole("button", { name: "Show what it would do" }).click();
  const plan = page.getByRole("region", { name: "What it would do" });
  await expect(plan).toContainText("to create");
  await expect(plan).toContainText(`${product}/cart`);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByRole("region", { name: "What was done" })).toContainText("created");

  expect(await exportOf(page, all)).toBe(before);
  await toImport.click();
  await text.fill(before);
  await page.getByRole("button", { name: "Show what it would do" }).click();
  await expect(page.getByText("Nothing: the portal is already as the bundle says.")).toBeVisible();
});
