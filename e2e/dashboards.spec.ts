import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { APIRequestContext } from "@playwright/test";
import { personApi } from "./api";
import { makeEntity, makeShop } from "./models";
import { Board } from "./pages/board";
import { expectAccessible, expectNoSidewaysScroll } from "./pages/checks";
import { EntityTable } from "./pages/entity-table";
import { expectRefusals } from "./problems";
import { expect, test } from "./test";

test.describe.configure({ mode: "parallel" });

interface Stored {
  identifier: string;
  title: string;
  definition: unknown;
}

/** Asks a procedure of pages as a person. */
async function call(api: APIRequestContext, name: string, input: object, change: boolean): Promise<Stored> {
  const path = `/api/trpc/dashboards.${name}`;
  const answer = change
    ? await api.post(path, { data: { json: input } })
    : await api.get(`${path}?${new URLSearchParams({ input: JSON.stringify({ json: input }) })}`);
  expect(answer.status(), await answer.text()).toBe(200);
  return ((await answer.json()) as { result: { data: { json: Stored } } }).result.data.json;
}

const identifierIn = (url: string): string => /\/dashboards\/([^/?]+)/.exec(url)?.[1] ?? "";

test("an administrator makes a dashboard with the keyboard alone, and others look into what it shows", async ({
  as,
  api,
}) => {
  test.setTimeout(300_000);
  const { system } = await makeShop(api);
  const blueprint = system.replace("system-", "System ");
  for (const [identifier, tier] of [
    ["atlas", "gold"],
    ["borealis", "gold"],
    ["cygnus", "silver"],
  ] as const)
    await makeEntity(api, system, { identifier, title: identifier, properties: { tier } });
  const title = `Systems ${randomBytes(3).toString("hex")}`;

  const page = await as("admin");
  const board = new Board(page);
  await page.goto("/dashboards");
  await expect(board.heading).toHaveText("Dashboards");
  await board.make(title);
  await board.add("Bar chart", "By tier", { Blueprint: blueprint, By: "Tier" });
  await board.add("Number", "How many", { Blueprint: blueprint });
  await board.expectOrder(["By tier", "How many"]);

  await board.handle("How many").focus();
  await page.keyboard.press("ArrowUp");
  await expect(board.said.filter({ hasText: "How many: Row 1 of 1, place 2 of 2" })).toBeAttached();
  await expect(board.handle("How many")).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await board.expectOrder(["How many", "By tier"]);
  await page.keyboard.press("Shift+ArrowLeft");
  await expect(board.said.filter({ hasText: "5 of 12 wide" })).toBeAttached();
  await expectAccessible(page, "a dashboard that is edited");
  await page.keyboard.press("ControlOrMeta+s");
  await expect(board.unchanged).toBeVisible();
  await board.press(page.getByRole("button", { name: "Done" }));
  await expect(page).toHaveURL(/\/dashboards\/[^/]+$/);
  const address = page.url();

  const member = await as("developer");
  await member.goto(address);
  const theirs = new Board(member);
  await expect(theirs.heading).toHaveText(title);
  await expect(member.getByRole("link", { name: "gold" })).toBeVisible();
  await expect(member.getByRole("link", { name: "Edit", exact: true })).toHaveCount(0);
  await expectAccessible(member, "a dashboard at 1440");
  await member.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(member, "a dashboard at 390");
  await expectNoSidewaysScroll(member, "a dashboard");
  await member.setViewportSize({ width: 1440, height: 900 });
  await theirs.press(member.getByRole("link", { name: "gold" }));
  await expect(member).toHaveURL(new RegExp(`/catalog/${system}\\?filter=`));
  const table = new EntityTable(member, blueprint.toLowerCase());
  await expect.poll(async () => (await table.names()).sort()).toEqual(["atlas", "borealis"]);
  await member.goto(`${address}/edit`);
  await expect(member.getByText("You may see this dashboard, and not change it")).toBeVisible();
  await expectAccessible(member, "a dashboard that one may not change");

  await board.press(page.getByRole("button", { name: "More", exact: true }));
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "Export as JSON" }).click(),
  ]);
  await page.goto("/dashboards");
  await board.press(page.getByRole("button", { name: "New dashboard" }));
  const sheet = page.getByRole("dialog", { name: "New dashboard" });
  await sheet.getByRole("radio", { name: /^A file/ }).check();
  await sheet.locator("input[type=file]").setInputFiles({
    name: "page.json",
    mimeType: "application/json",
    buffer: await readFile(await file.path()),
  });
  await expect(sheet.getByLabel("Name")).toHaveValue(title);
  await sheet.getByRole("button", { name: "Create dashboard" }).click();
  await expect(page).toHaveURL(/\/edit$/);
  expect(identifierIn(page.url())).not.toBe(identifierIn(address));
  const admin = await personApi("admin");
  const [before, after] = await Promise.all(
    [address, page.url()].map((url) => call(admin, "get", { identifier: identifierIn(url) }, false)),
  );
  expect(after?.definition).toEqual(before?.definition);
  await admin.dispose();
});

test("widgets are carried by the pointer, a draft survives a reload, and nothing of another's change is lost", async ({
  as,
  problems,
}) => {
  test.setTimeout(300_000);
  const admin = await personApi("admin");
  const text = (id: string) => ({ id, type: "markdown", title: id, markdown: `Words of ${id}` });
  const made = await call(
    admin,
    "create",
    {
      title: `Carried ${randomBytes(3).toString("hex")}`,
      definition: {
        widgets: ["first", "second", "third"].map(text),
        layout: ["first", "second", "third"].map((id) => ({ height: 240, columns: [{ id, size: 12 }] })),
      },
      permissions: { read: { roles: ["Admin"] } },
    },
    true,
  );
  const page = await as("admin");
  const board = new Board(page);
  await page.goto(`/dashboards/${made.identifier}/edit`);
  await expect(board.handle("first")).toBeVisible();
  await board.expectOrder(["first", "second", "third"]);
  await board.drag("third", "first", 0.2);
  await board.expectOrder(["third", "first", "second"]);
  await expect(board.said.filter({ hasText: "third: Row 1 of 2, place 1 of 2" })).toBeAttached();

  await page.reload();
  await expect(page.getByText("Your unsaved changes were brought back.")).toBeVisible();
  await board.expectOrder(["third", "first", "second"]);
  await page.getByRole("button", { name: "Remove second" }).click();
  await board.expectOrder(["third", "first"]);
  await page.getByRole("button", { name: "Undo" }).click();
  await board.expectOrder(["third", "first", "second"]);

  const renamed = `${made.title} anew`;
  await call(admin, "update", { identifier: made.identifier, title: renamed }, true);
  await board.save.click();
  // Refused, since it is of a revision that is not the newest any more.
  const merge = page.getByRole("dialog", { name: "Somebody else changed this dashboard meanwhile" });
  await merge.getByRole("button", { name: "Bring together" }).click();
  await expect(merge).toBeHidden();
  expectRefusals(problems, 409);
  await expect(board.heading).toHaveText(renamed);
  await board.save.click();
  await expect(board.unchanged).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.locator("[data-board-column] h2")).toHaveText(["third", "first", "second"]);

  const member = await as("developer");
  await member.goto(`/dashboards/${made.identifier}`);
  await expect(new Board(member).heading).toHaveText("This page does not exist");
  await admin.dispose();
});
