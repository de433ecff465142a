import type { APIRequestContext } from "@playwright/test";
import { decide, personApi, type Run, untilRun } from "./api";
import { newName } from "./databases";
import { ActionPage } from "./pages/action";
import { expectAccessible } from "./pages/checks";
import { RunPage } from "./pages/run";
import { takeTyped } from "./pages/typed-choice";
import { expect, test } from "./test";

const DAYS = "Keep backups for (days)";

/** A golden path of its own: a policy on that of others would meet their runs. */
async function makeAction(api: APIRequestContext, identifier: string, title: string): Promise<void> {
  const found = await api.get("/v1/actions/create_postgres_database");
  const { action } = (await found.json()) as { action: Record<string, unknown> };
  const stamps = ["id", "revision", "createdAt", "createdBy", "updatedAt", "updatedBy", "draft"];
  const definition = Object.fromEntries(Object.entries(action).filter(([key]) => !stamps.includes(key)));
  const made = await api.post("/v1/actions", { data: { ...definition, identifier, title } });
  expect(made.ok(), await made.text()).toBe(true);
}

test("a policy is tried on past runs, denies with its message, is overridden, and denies when it is broken", async ({
  as,
  api,
}) => {
  test.setTimeout(600_000);
  const mark = newName("governed");
  const identifier = mark.replaceAll("_", "-");
  const title = `Governed ${mark}`;
  const rule = `Backups of ${mark} are short`;
  await makeAction(api, mark, title);
  const client = await personApi("developer");
  const request = async (name: string, retention_days: number): Promise<string> => {
    const properties = { name, team: "payments", environment: "dev", retention_days };
    const answer = await client.post(`/v1/actions/${mark}/runs`, { data: { properties } });
    expect(answer.status(), await answer.text()).toBe(202);
    return ((await answer.json()) as { run: Run }).run.id;
  };
  const past = await request(newName("past"), 30);
  await untilRun(api, past, "awaiting_approval");
  const [admin, developer] = await Promise.all([as("admin"), as("developer")]);
  const run = new RunPage(developer);
  const passes = admin.getByRole("textbox", { name: "Passes when" });
  const confirm = async (name: string) => {
    await admin.getByRole("main").getByRole("button", { name, exact: true }).click();
    await admin.getByRole("alertdialog").getByRole("button", { name, exact: true }).click();
    await expect(admin.getByRole("alertdialog")).toBeHidden();
  };

  await test.step("an administrator writes it, told of faults while they type", async () => {
    await admin.goto("/settings/policies/new");
    await admin.getByLabel("Title", { exact: true }).fill(rule);
    await admin.getByLabel("Identifier", { exact: true }).fill(identifier);
    await passes.fill("inputs.retention_days < 20 && plan.chagnes.size() > 0");
    await expect(admin.getByText("No such key: chagnes")).toBeVisible();
    await passes.fill("inputs.retention_days < 20");
    await expect(admin.getByText("No such key: chagnes")).toBeHidden();
    await admin
      .getByRole("textbox", { name: "Message when it does not pass" })
      .fill('"Keep them for less than 20 days, not " + string(inputs.retention_days) + "."');
    await admin.getByRole("radio", { name: "Denies" }).check();
    await admin.getByRole("checkbox", { name: "People may override it" }).check();
    await takeTyped(admin, admin.getByRole("combobox", { name: "Actions" }), title);
  });

  await test.step("it is tried on one past run and on all of them", async () => {
    await admin.getByLabel("Example run").selectOption(past);
    await admin.getByRole("button", { name: "Try on this run" }).click();
    const verdicts = admin.getByRole("list", { name: "Verdicts of policies" });
    await expect(verdicts).toContainText("Denied");
    await expect(verdicts).toContainText("Keep them for less than 20 days, not 30.");
    await admin.getByRole("tab", { name: "Against past runs" }).click();
    await admin.getByRole("button", { name: "Judge past runs" }).click();
    const met = admin.getByRole("list", { name: "Runs that the policy meets" });
    await expect(met.getByRole("listitem")).toHaveCount(1);
    await expect(met).toContainText("not 30.");
  });

  await test.step("it is saved, and turned on", async () => {
    await admin.getByRole("button", { name: "Save as draft" }).click();
    await admin.waitForURL(`/settings/policies/${identifier}`);
    await expect(admin.getByRole("main").getByText("Draft", { exact: true })).toBeVisible();
    await expectAccessible(admin, "the editor of a policy");
    await confirm("Turn on");
    await expect(admin.getByRole("main").getByText("Live", { exact: true })).toBeVisible();
  });

  await test.step("the form says so before, and the run is denied with the message", async () => {
    const action = new ActionPage(developer);
    await action.openNamed(mark, newName("denied"));
    await action.input(DAYS).fill("25");
    await expect(action.effect).toContainText("Keep them for less than 20 days, not 25.");
    await action.request();
    await run.is("failed");
    await expect(developer.getByText(`${rule}: Keep them for less than 20 days, not 25.`)).toBeVisible();
  });

  await test.step("with another input it passes", async () => {
    await untilRun(api, await request(newName("fine"), 7), "awaiting_approval");
  });

  await test.step("an override needs a reason and the approval of an administrator", async () => {
    await run.button("Request override").click();
    const dialog = developer.getByRole("dialog");
    await dialog.getByRole("button", { name: "Request override" }).click();
    await expect(dialog.getByText("Give a reason")).toBeVisible();
    await dialog.getByLabel("Why should it go on nonetheless?").fill("The audit asks for it.");
    const before = developer.url();
    await dialog.getByRole("button", { name: "Request override" }).click();
    await developer.waitForURL((url) => url.pathname.startsWith("/runs/") && url.href !== before);
    await run.is("awaiting approval");
    await expect(developer.getByText("“The audit asks for it.”")).toBeVisible();
    const id = new URL(developer.url()).pathname.slice("/runs/".length);
    await decide("lead", id, { status: "APPROVE" });
    await decide("admin", id, { status: "APPROVE" });
    await run.is("succeeded");
  });

  await test.step("a policy that cannot be evaluated denies, and says so", async () => {
    await admin.getByRole("tab", { name: "Definition" }).click();
    await passes.fill('inputs.nothing == "x"');
    await admin.getByRole("button", { name: "Save", exact: true }).click();
    await confirm("Publish change");
    const broken = await untilRun(api, await request(newName("broken"), 7), "failed");
    expect(broken.failure?.message).toContain("could not be evaluated (No such key: nothing)");
  });

  await confirm("Turn off");
  await expect(admin.getByRole("main").getByText("Off", { exact: true })).toBeVisible();
  await client.dispose();
});
