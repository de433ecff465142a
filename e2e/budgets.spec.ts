import type { APIRequestContext } from "@playwright/test";
import { decide, personApi, type Run, untilRun } from "./api";
import { newName } from "./databases";
import { ActionPage } from "./pages/action";
import { expectAccessible } from "./pages/checks";
import { RunPage } from "./pages/run";
import { personOf } from "./people";
import { expect, test } from "./test";

const DAYS = "Keep backups for (days)";
const stamps = ["id", "revision", "createdAt", "createdBy", "updatedAt", "updatedBy", "draft"];

/** A golden path of its own: 20 a month for each day of backups, charged to a cost centre. */
async function makeAction(api: APIRequestContext, identifier: string, title: string): Promise<void> {
  const found = await api.get("/v1/actions/create_postgres_database");
  const { action } = (await found.json()) as { action: Record<string, unknown> };
  const definition = Object.fromEntries(Object.entries(action).filter(([key]) => !stamps.includes(key)));
  const trigger = definition.trigger as {
    userInputs: { properties: Record<string, unknown>; order?: string[] };
  };
  trigger.userInputs.properties.cost_centre = { type: "string", title: "Cost centre", default: identifier };
  const line = { type: "quantity", label: "Backups", input: "retention_days", unitPrice: "20", unit: "days" };
  const rateCard = { currency: "USD", lines: [line], notCovered: ["Traffic"] };
  const made = await api.post("/v1/actions", { data: { ...definition, identifier, title, rateCard } });
  expect(made.ok(), await made.text()).toBe(true);
}

interface Budget {
  committed: string;
  reserved: string;
  left: string;
}

test("a request above budget is blocked, allowed by an exception, escalated, made, and gives back what it took", async ({
  as,
  api,
}) => {
  test.setTimeout(600_000);
  const mark = newName("costly");
  const title = `Costly ${mark}`;
  const name = newName("ledger");
  await makeAction(api, mark, title);
  const [admin, owner, developer] = await Promise.all([as("admin"), as("otherLead"), as("developer")]);
  const action = new ActionPage(developer);
  const run = new RunPage(developer);
  let id = "";
  const budget = async (): Promise<Budget> => {
    const answer = await api.get(`/v1/budgets/${id}`);
    expect(answer.status(), await answer.text()).toBe(200);
    return ((await answer.json()) as { budget: Budget }).budget;
  };
  const fill = async (database: string) => {
    await action.openNamed(mark, database);
    await action.input(DAYS).fill("30");
  };

  await test.step("an administrator makes a budget for the cost centre, with an owner who gives the extra approval", async () => {
    await admin.goto("/settings/budgets");
    await admin.getByRole("main").getByRole("button", { name: "New budget" }).first().click();
    const sheet = admin.getByRole("dialog", { name: "New budget" });
    await sheet.getByLabel("Title").fill(title);
    await sheet.getByLabel("Amount a month").fill("500");
    await sheet.getByLabel("Cost centre").fill(mark);
    await sheet.getByLabel("Warn").fill("50");
    await sheet.getByRole("textbox", { name: /^Extra approval(?!er)/ }).fill("60");
    await sheet.getByLabel("Owners by e-mail").fill(personOf("otherLead").email);
    await sheet.getByRole("button", { name: "Create budget" }).click();
    await expect(sheet).toBeHidden();
    await admin.getByRole("link", { name: title, exact: true }).click();
    await admin.waitForURL(/\/settings\/budgets\/[0-9a-f-]+$/);
    await expect(admin.getByRole("heading", { level: 1 })).toHaveText(title);
    id = new URL(admin.url()).pathname.split("/").at(-1)!;
    await expectAccessible(admin, "a budget");
  });

  await test.step("the form says what it costs and that it is too much; the request is blocked with the figures", async () => {
    await fill(newName("toomuch"));
    await expect(action.effect).toContainText("Adds $600.00 a month");
    await expect(action.effect).toContainText("Not covered:");
    await expect(action.effect).toContainText("100 USD more than is left");
    await action.request();
    await run.is("failed");
    const main = developer.getByRole("main");
    await expect(main).toContainText("That is 100 USD more than is left.");
    await expect(main).toContainText(`granted, by ${personOf("otherLead").email} or an administrator`);
    expect(await budget()).toMatchObject({ committed: "0", reserved: "0", left: "500" });
  });

  await test.step("its owner grants an exception with a reason", async () => {
    await owner.goto(`/settings/budgets/${id}`);
    await owner.getByRole("button", { name: "Grant exception" }).click();
    const dialog = owner.getByRole("dialog");
    await dialog.getByLabel("More a month").fill("200");
    await dialog.getByLabel("Last day").fill("2999-12-31");
    await dialog.getByLabel("Reason").fill("The audit needs a month of backups.");
    await dialog.getByRole("button", { name: "Grant exception" }).click();
    await expect(dialog).toBeHidden();
    await expect(owner.getByRole("main")).toContainText("The audit needs a month of backups.");
  });

  let runId = "";
  await test.step("the next request is escalated: the team's lead alone is not enough", async () => {
    await fill(name);
    await expect(action.effect).toContainText("Needs extra approval");
    runId = await action.request();
    await run.is("awaiting approval");
    await decide("lead", runId, { status: "APPROVE" });
    await untilRun(api, runId, "awaiting_approval");
    expect(await budget()).toMatchObject({ committed: "0", reserved: "0" });
    await decide("otherLead", runId, { status: "APPROVE" });
    await run.is("succeeded");
    expect(await budget()).toMatchObject({ committed: "600", reserved: "0", left: "100" });
  });

  await test.step("the ledger has it held and committed, and adds up", async () => {
    await owner.reload();
    const entries = owner.getByRole("list", { name: "Entries" }).getByRole("listitem");
    await expect(entries.first()).toContainText("Committed");
    await expect(entries.first()).toContainText("+$600.00 committed");
    await expect(entries.nth(1)).toContainText("+$600.00 held");
    await admin.goto("/settings/budgets");
    await admin.getByRole("link", { name: title, exact: true }).waitFor();
    await admin.getByRole("button", { name: "Check ledgers" }).click();
    await expect(admin.getByRole("dialog").getByRole("status")).toContainText(/adds? up\./);
  });

  await test.step("destroying it gives the money back", async () => {
    const client = await personApi("developer");
    const asked = await client.post("/v1/actions/delete_postgres_database/runs", {
      data: { entity: name, properties: { reason: "The journey is over." } },
    });
    expect(asked.status(), await asked.text()).toBe(202);
    const destroy = ((await asked.json()) as { run: Run }).run.id;
    await client.dispose();
    await untilRun(api, destroy, "awaiting_approval");
    await decide("lead", destroy, { status: "APPROVE" });
    await untilRun(api, destroy, "succeeded");
    expect(await budget()).toMatchObject({ committed: "0", reserved: "0", left: "700" });
    await developer.goto(`/runs/${destroy}`);
    await expect(developer.getByRole("main")).toContainText("Gives back $600.00 a month");
  });

  await test.step("what the provider billed after all counts against it", async () => {
    await admin.goto(`/settings/budgets/${id}`);
    await admin.getByRole("button", { name: "Record cost" }).click();
    const dialog = admin.getByRole("dialog", { name: "Record what was billed" });
    await expect(dialog.getByLabel("Cost centre")).toHaveValue(mark);
    await dialog.getByLabel("Billed").fill("123.40");
    await dialog.getByRole("button", { name: "Record cost" }).click();
    await expect(dialog).toBeHidden();
    const newest = admin.getByRole("list", { name: "Entries" }).getByRole("listitem").first();
    await expect(newest).toContainText("+$123.40 billed");
    expect(await budget()).toMatchObject({ committed: "0", left: "576.6" });
  });
});
