import { randomBytes } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";
import { expectNoViolations } from "./pages/checks";
import { EntityTable } from "./pages/entity-table";
import { takeTyped } from "./pages/typed-choice";
import { expect, test } from "./test";

const LANGUAGES = ["Go", "Rust", "Python"] as const;

/** A blueprint of its own with twelve entities, four of each language. */
async function makeParts(
  api: APIRequestContext,
): Promise<{ blueprint: string; noun: string; title: string }> {
  const title = `Part ${randomBytes(3).toString("hex")}`;
  const blueprint = title.toLowerCase().replace(" ", "_");
  const made = await api.post("/v1/blueprints", {
    data: {
      identifier: blueprint,
      title,
      schema: {
        properties: {
          language: { type: "string", title: "Language", enum: LANGUAGES },
          size: { type: "number", title: "Size", maximum: 100 },
          note: { type: "string", title: "Note" },
        },
      },
    },
  });
  expect(made.status(), await made.text()).toBe(201);
  for (let index = 0; index < 12; index++) {
    const answer = await api.post(`/v1/blueprints/${blueprint}/entities`, {
      data: {
        identifier: `part-${index}`,
        title: `Part ${String.fromCharCode(65 + index)}`,
        properties: {
          language: LANGUAGES[index % 3],
          size: index,
          note: index === 0 ? '=1+1, "quoted"' : "x",
        },
      },
    });
    expect(answer.status(), await answer.text()).toBe(201);
  }
  return { blueprint, title, noun: title.toLowerCase() };
}

test("a table is filtered, sorted, grouped and saved as a view, and its address says it all", async ({
  api,
  as,
}) => {
  const { blueprint, noun, title } = await makeParts(api);
  const page = await as("developer");
  const table = new EntityTable(page, noun);
  await page.goto(`/catalog/${blueprint}`);
  await expect(table.rows).toHaveCount(12);

  // By the values of a column, with how many have each.
  const panel = await table.column("Language");
  await panel.getByRole("checkbox", { name: "Go, 4" }).check();
  await expect(table.rows).toHaveCount(4);
  await panel.getByRole("button", { name: "Sort descending" }).click();
  await table.table.getByRole("button", { name: "Name", exact: true }).click({ modifiers: ["Shift"] });
  await table.expectNames(["Part A", "Part D", "Part G", "Part J"]);

  // By conditions, with the keyboard: size is more than 5.
  await page.getByRole("button", { name: /^Filter/ }).click();
  await table.filter.getByRole("button", { name: "Add condition" }).click();
  await takeTyped(page, page.getByRole("combobox", { name: "Condition 2: property" }), "Size");
  await page.getByRole("combobox", { name: "Condition 2: comparison" }).selectOption(">");
  await page.getByRole("spinbutton", { name: "Condition 2: value" }).fill("5");
  await table.expectNames(["Part G", "Part J"]);
  await expectNoViolations(page, "the filter");
  await table.filter.getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("list", { name: "Conditions" })).toContainText("Size is more than 5");

  // The address is the state.
  const address = page.url();
  await page.goto("/catalog");
  await page.goto(address);
  await table.expectNames(["Part G", "Part J"]);

  await page.getByRole("button", { name: "Save view" }).click();
  const dialog = page.getByRole("dialog", { name: "Save as a new view" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Large in Go");
  await dialog.getByRole("checkbox", { name: /Share/ }).check();
  await dialog.getByRole("button", { name: "Save view" }).click();
  await expect(page).toHaveURL(/\?view=[\da-f-]+$/);

  await table.view("All");
  await expect(table.rows).toHaveCount(12);
  await page.getByRole("combobox", { name: "Group by" }).selectOption("language");
  await expect(table.table.getByRole("button", { name: "Rust, 4" })).toHaveAttribute("aria-expanded", "true");
  await expect(table.rows).toHaveCount(12);
  await table.table.getByRole("button", { name: "Rust, 4" }).click();
  await expect(table.rows).toHaveCount(8);

  // Somebody else finds the shared view, and may not change it.
  const other = await as("otherDeveloper");
  await other.goto(`/catalog/${blueprint}`);
  const theirs = new EntityTable(other, noun);
  await theirs.view("Large in Go");
  await theirs.expectNames(["Part G", "Part J"]);
  await other.getByRole("button", { name: "View: Large in Go" }).click();
  await expect(other.getByRole("menuitem", { name: /Delete view/ })).toHaveCount(0);

  await page.goto(`/catalog/${blueprint}`);
  await table.view("Large in Go");
  await table.view(/Delete view/);
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete view" }).click();
  await expect(table.rows).toHaveCount(12);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
});

test("rows are chosen, changed and removed together, and exported as they are filtered", async ({
  api,
  as,
}) => {
  const { blueprint, noun } = await makeParts(api);
  const page = await as("admin");
  const table = new EntityTable(page, noun);
  await page.goto(`/catalog/${blueprint}`);
  await expect(table.rows).toHaveCount(12);

  // j and x choose the first two, p looks at the second.
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(table.chosen).toContainText("2 selected");
  await page.keyboard.press("p");
  await expect(page.getByRole("dialog", { name: "Part B" })).toBeVisible();
  await expect(page).toHaveURL(/peek=part-1/);
  await page.keyboard.press("Escape");

  await table.chosen.getByRole("button", { name: "Edit…" }).click();
  const sheet = page.getByRole("dialog", { name: /^Edit 2 / });
  await sheet.getByRole("combobox", { name: "Set another property" }).selectOption("size");
  await sheet.getByRole("spinbutton", { name: "Size" }).fill("101");
  await sheet.getByRole("button", { name: "Save changes" }).click();
  await expect(sheet.getByRole("alert")).toContainText("2 failed");
  await sheet.getByRole("spinbutton", { name: "Size" }).fill("77");
  await sheet.getByRole("button", { name: "Try again" }).click();
  await expect(sheet).toBeHidden();
  await page.keyboard.press("/");
  await page.keyboard.type("Part");
  await page.goto(`/catalog/${blueprint}?sort=-size`);
  await table.expectNames(["Part A", "Part B", ..."LKJIHGFEDC".split("").map((letter) => `Part ${letter}`)]);

  const filter = encodeURIComponent(
    JSON.stringify({ combinator: "and", rules: [{ property: "size", operator: ">", value: 10 }] }),
  );
  await page.goto(`/catalog/${blueprint}?filter=${filter}&columns=size,note&sort=-size`);
  await expect(table.rows).toHaveCount(3);
  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: /^CSV/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`${blueprint}.csv`);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toBe(
    'Title,Size,Note\r\nPart A,77,"\'=1+1, ""quoted"""\r\nPart B,77,x\r\nPart L,11,x\r\n',
  );

  await table.table.getByRole("checkbox", { name: "Select all rows shown" }).check();
  await table.chosen.getByRole("button", { name: "Remove…" }).click();
  const confirm = page.getByRole("alertdialog");
  await confirm.getByRole("textbox").fill("remove 3");
  await confirm.getByRole("button", { name: "Remove from catalog" }).click();
  await expect(page.getByText(/^No .* match$/)).toBeVisible();
  await page.goto(`/catalog/${blueprint}`);
  await expect(table.rows).toHaveCount(9);
});
