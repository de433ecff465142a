import { makeEntity, makeShop } from "./models";
import { EntityPage } from "./pages/entity";
import { EntityEditor } from "./pages/entity-editor";
import { expectRefusals } from "./problems";
import { expect, test } from "./test";

test("an entity is written by form and by text, with the same faults at the same places", async ({
  as,
  api,
  problems,
}) => {
  const { system, product } = await makeShop(api);
  await makeEntity(api, system, { identifier: "shop", title: "Shop", properties: { tier: "gold" } });
  const page = await as("developer");
  await page.goto(`/catalog/${product}`);
  await page
    .getByRole("button", { name: /^New product/ })
    .first()
    .click();
  const editor = new EntityEditor(page, /^New product/);

  await editor.field("Identifier").fill("cart");
  await editor.save(/^Create product/);
  await expect(editor.sheet.getByText("Size is required.")).toBeVisible();
  await editor.field("Size").fill("0");
  await expect(editor.sheet.getByText(/at least 1|1 or more|minimum/i).first()).toBeVisible();

  await editor.as("JSON");
  await expect(editor.text("JSON")).toHaveValue(/"size": 0/);
  await editor.save(/^Create product/);
  await expect(editor.sheet.getByRole("alert")).toContainText("properties.size");
  expectRefusals(problems, 422);
  await editor
    .text("JSON")
    .fill(JSON.stringify({ identifier: "cart", properties: { size: 3 }, relations: { system: "shop" } }));
  await editor.as("Form");
  await expect(editor.field("Size")).toHaveValue("3");
  await editor.field("Title").fill("Cart");
  await editor.save(/^Create product/);

  const entity = new EntityPage(page);
  await expect(entity.heading).toHaveText("Cart");
  await expect(page).toHaveURL(`/catalog/${product}/cart`);
  // Mirrored over the relation, and calculated from the size.
  await expect(entity.value("gold")).toBeVisible();
  await expect(entity.value("6")).toBeVisible();

  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const edit = new EntityEditor(page, "Edit Cart");
  await edit.as("YAML");
  await edit
    .text("YAML")
    .fill("identifier: basket\ntitle: Basket\nteam: []\nproperties:\n  size: 4\nrelations: {}\n");
  await edit.save("Save changes");
  await expect(entity.heading).toHaveText("Basket");
  await expect(page).toHaveURL(`/catalog/${product}/basket`);
  await expect(entity.value("8")).toBeVisible();
});

test("two edits of one entity are joined, and nothing is overwritten unseen", async ({
  as,
  api,
  problems,
}) => {
  const { product } = await makeShop(api);
  await makeEntity(api, product, {
    identifier: "cart",
    title: "Cart",
    properties: { size: 3, note: "first" },
  });
  const page = await as("developer");
  const entity = new EntityPage(page);
  await entity.open(product, "cart");
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const editor = new EntityEditor(page, "Edit Cart");
  await editor.field("Size").fill("5");
  const other = await api.patch(`/v1/blueprints/${product}/entities/cart`, {
    data: { properties: { size: 4, note: "second" } },
  });
  expect(other.ok()).toBe(true);
  await editor.save("Save changes");

  const conflict = editor.sheet.getByRole("region", { name: "Changed by somebody else meanwhile" });
  await expect(conflict).toBeVisible();
  expectRefusals(problems, 409);
  const size = conflict.getByRole("group", { name: "properties.size" });
  await expect(size).toContainText("was 3");
  await expect(size.getByLabel(/^Theirs/)).toBeEnabled();
  await expect(conflict).toContainText("properties.note");
  await conflict.getByRole("button", { name: "Take over and go on editing" }).click();
  await expect(editor.field("Note")).toHaveValue("second");
  await expect(editor.field("Size")).toHaveValue("5");
  await editor.save("Save changes");
  await expect(editor.sheet).toBeHidden();
  await expect(entity.value("10")).toBeVisible();

  await page.getByRole("link", { name: "History", exact: true }).click();
  const changes = page.getByRole("list", { name: "Changes" });
  await expect(changes.getByText("properties.size").first()).toBeVisible();
  await changes.getByRole("button", { name: "Restore revision 1" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Restore" }).click();
  await page.getByRole("link", { name: "Overview", exact: true }).click();
  await expect(entity.value("6")).toBeVisible();
  await expect(entity.value("first")).toBeVisible();
});

test("what surrounds an entity is a table, a path, a graph and a list", async ({ as, api }) => {
  const { system, product, release } = await makeShop(api);
  await makeEntity(api, system, { identifier: "shop", title: "Shop", properties: { tier: "gold" } });
  await makeEntity(api, product, {
    identifier: "cart",
    title: "Cart",
    properties: { size: 1 },
    relations: { system: "shop" },
  });
  for (const index of [1, 2, 3])
    await makeEntity(api, release, {
      identifier: `r${index}`,
      title: `Release ${index}`,
      properties: { version: `1.${index}` },
      relations: { product: "cart" },
    });
  const page = await as("developer");
  const entity = new EntityPage(page);
  await entity.open(product, "cart");
  await page.getByRole("link", { name: "Related", exact: true }).click();
  const relations = page.getByRole("navigation", { name: "Relations" });
  await relations.getByRole("button", { name: /^Release/ }).click();
  const table = page.getByRole("table");
  await expect(table.getByRole("row")).toHaveCount(4);
  await page.getByRole("textbox", { name: /^Find release/ }).fill("Release 2");
  await expect(table.getByRole("row")).toHaveCount(2);

  // From the system to the releases of its products, without JSON.
  await entity.open(system, "shop");
  await page.getByRole("link", { name: "Related", exact: true }).click();
  await page.getByRole("button", { name: /^Through other blueprints/ }).click();
  const dialog = page.getByRole("dialog", { name: "Related through other blueprints" });
  await dialog.getByLabel("What to reach").selectOption(release);
  await dialog.getByRole("button", { name: "Show" }).click();
  await expect(table.getByRole("row")).toHaveCount(4);

  await page.getByRole("link", { name: "Graph", exact: true }).click();
  const graph = page.getByRole("group", { name: "Graph of related entities" });
  const shop = graph.getByRole("button", { name: /^Shop, / });
  await shop.focus();
  await page.keyboard.press("ArrowLeft");
  const cart = graph.getByRole("button", { name: /^Cart, / });
  await expect(cart).toBeFocused();
  await page.keyboard.press("+");
  await expect(graph.getByRole("button", { name: /^Release 1, / })).toBeVisible();
  await page.getByRole("radio", { name: "List" }).check();
  await expect(
    page.getByRole("list", { name: "Related entities" }).getByRole("link", { name: "Release 1" }),
  ).toBeVisible();
});

test("a removal shows what depends on the entity and takes it along by choice", async ({ as, api }) => {
  const { product, release } = await makeShop(api);
  await makeEntity(api, product, { identifier: "cart", title: "Cart", properties: { size: 1 } });
  await makeEntity(api, release, {
    identifier: "r1",
    title: "First release",
    relations: { product: "cart" },
  });
  const page = await as("admin");
  const entity = new EntityPage(page);
  await entity.open(product, "cart");
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Remove from catalog" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByRole("list", { name: "Dependents" })).toContainText("First release");
  await dialog.getByRole("button", { name: "Remove with 1 other" }).click();
  await expect(dialog.getByText("That is not the name.")).toBeVisible();
  await dialog.getByRole("textbox").fill("cart");
  await dialog.getByRole("button", { name: "Remove with 1 other" }).click();
  await expect(page).toHaveURL(`/catalog/${product}`);
  expect((await api.get(`/v1/blueprints/${release}/entities/r1`)).status()).toBe(404);
});
