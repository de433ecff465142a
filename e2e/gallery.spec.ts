import { newName } from "./databases";
import { expect, test } from "./test";

test("an action is found by topic, kept at hand and found again among the recent ones", async ({
  as,
  api,
}) => {
  const identifier = newName("gallery");
  const made = await api.post("/v1/actions", {
    data: {
      identifier,
      title: `Report ${identifier}`,
      group: "Reports",
      documentation: "# When to use it\n\nEvery Monday.",
      trigger: {
        type: "self-service",
        operation: "CREATE",
        blueprintIdentifier: "database",
        userInputs: { properties: { name: { type: "string" } }, required: ["name"] },
      },
      invocationMethod: {
        type: "TERRAFORM",
        template: "postgres-database",
        mapping: { identifier: "{{ .inputs.name }}" },
      },
    },
  });
  expect(made.status()).toBe(201);
  const page = await as("developer");
  await page.goto("/actions");
  const card = page.getByRole("link", { name: `Report ${identifier}` });
  await expect(page.getByRole("region", { name: "Reports" })).toContainText(`Report ${identifier}`);
  await expect(page.getByRole("region", { name: "Favourites" })).toBeHidden();

  // By keyboard alone: filter, go to the star, keep it.
  await page.keyboard.press("/");
  await expect(page.getByLabel("Filter actions")).toBeFocused();
  await page.keyboard.type(identifier);
  await expect(page.getByRole("link", { name: /^Report / })).toHaveCount(1);
  const star = page.getByRole("button", { name: `Favourite: Report ${identifier}` });
  await star.focus();
  const saved = page.waitForResponse((response) => response.url().includes("actions.setFavourite"));
  await page.keyboard.press("Space");
  await expect(page.getByRole("region", { name: "Favourites" }).getByRole("link")).toHaveText(
    `Report ${identifier}`,
  );
  expect((await saved).ok()).toBe(true);
  await page.reload();
  await expect(page.getByRole("region", { name: "Favourites" })).toContainText(`Report ${identifier}`);

  await page.getByLabel("Filter actions").fill("nothing of this name");
  await expect(page.getByText("No actions match")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await page.getByLabel("Group by").selectOption("operation");
  await expect(page.getByRole("region", { name: "Create" })).toContainText(`Report ${identifier}`);
  await expect(page).toHaveURL(/group=operation/);

  await page
    .getByRole("region", { name: "Favourites" })
    .getByRole("button", { name: `Favourite: Report ${identifier}` })
    .click();
  await expect(page.getByRole("region", { name: "Favourites" })).toBeHidden();
  await card.first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Report ${identifier}`);
  expect((await api.delete(`/v1/actions/${identifier}`)).ok()).toBe(true);
});
