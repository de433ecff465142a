import { personApi, readWorkspace } from "./api";
import { existsOnServer, newName, withDatabase } from "./databases";
import { ActionPage } from "./pages/action";
import { ApprovalsPage } from "./pages/approvals";
import { tabTo } from "./pages/builder";
import { EntityPage } from "./pages/entity";
import { RunPage } from "./pages/run";
import { personOf } from "./people";
import { expect, test } from "./test";

const currentUser = (url: string) =>
  withDatabase(url, async (sql) => {
    await sql`create table greetings (word text)`;
    await sql`insert into greetings values ('hello')`;
    const [row] = await sql`select current_user as who, current_database() as place, word from greetings`;
    return row;
  });

test("a developer gets a real database by form and approval, and gives it back the same way", async ({
  as,
}) => {
  test.setTimeout(600_000);
  const name = newName("orders");
  const [developer, lead] = await Promise.all([as("developer"), as("lead")]);
  const action = new ActionPage(developer);
  const run = new RunPage(developer);
  const inbox = new ApprovalsPage(lead);
  let connection = "";
  let runId = "";

  await test.step("what is missing or wrong in the form is said, and the cursor is put there", async () => {
    await developer.goto("/");
    await action.openFromGallery("PostgreSQL database");
    await action.submit.click();
    await expect(developer.getByRole("alert").filter({ hasText: "Name is required." })).toBeVisible();
    await expect(action.name).toBeFocused();
    await action.name.fill("Not A Name");
    await action.input("Keep backups for (days)").fill("0");
    await action.submit.click();
    await expect(action.name).toBeFocused();
    await expect(action.name).toHaveAttribute("aria-invalid", "true");
    await expect(
      developer.getByRole("alert").filter({ hasText: "2 things need your attention" }),
    ).toBeVisible();
  });

  await test.step("the form says who must approve, and leads to the run", async () => {
    await action.name.fill(name);
    await action.input("Keep backups for (days)").fill("14");
    await expect(action.team).toHaveValue("Payments");
    await expect(action.effect).toContainText("One of these must approve");
    await expect(action.effect).toContainText(personOf("lead").name);
    await expect(action.effect).not.toContainText(personOf("otherLead").name);
    runId = await action.request();
  });

  await test.step("the plan waits for somebody else", async () => {
    await run.is("awaiting approval");
    await expect(run.heading).toHaveText(`PostgreSQL database: ${name}`);
    await expect(developer.getByText("6 to create", { exact: true })).toBeAttached();
    await expect(run.stages).toContainText("Waiting for a decision");
    await expect(run.decision).toBeHidden();
    await expect(run.button("Approve plan")).toBeHidden();
  });

  await test.step("the lead of another team does not know the run", async () => {
    const other = await as("otherLead");
    expect((await other.goto(`/runs/${runId}`))?.status()).toBe(404);
    await expect(other.getByRole("heading", { level: 1 })).toHaveText("This page does not exist");
    await other.goto("/approvals");
    await expect(other.getByRole("heading", { level: 1 })).toHaveText("Approvals");
    await expect(other.getByRole("link", { name: new RegExp(name) })).toBeHidden();
  });

  await test.step("the team's lead reads the plan and approves it by keyboard", async () => {
    await lead.goto("/");
    const request = await inbox.openFromSidebar(`PostgreSQL database: ${name}`);
    await expect(request).toContainText(personOf("developer").name);
    await expect(request).toContainText("6 to create");
    await expect(request.getByText("terraform_data.creation", { exact: true })).toBeVisible();
    // From here on the developer's page must change by itself.
    let loads = 0;
    developer.on("load", () => loads++);
    await lead.keyboard.press("a");
    const approve = inbox.dialog.getByRole("button", { name: "Approve plan" });
    await expect(approve).toBeVisible();
    await tabTo(lead, approve);
    await lead.keyboard.press("Enter");
    await expect(inbox.dialog).toBeHidden();
    await expect(run.log).toContainText(`Database ${name} was made.`, { timeout: 60_000 });
    await run.is("succeeded");
    await expect(run.log).toContainText("Apply complete!");
    await expect(run.stages).toContainText(`Approved by ${personOf("lead").name}`);
    expect(loads).toBe(0);
  });

  await test.step("the run's page has the way in, and it leads into a real database", async () => {
    await expect(developer.getByText(/^postgresql:\/\//)).toBeHidden();
    connection = await run.reveal("connection_string");
    expect(await currentUser(connection)).toEqual({ who: name, place: name, word: "hello" });
  });

  await test.step("the catalog has it, with its outputs, its owner and its run", async () => {
    await developer.getByRole("main").getByRole("link", { name, exact: true }).first().click();
    const entity = new EntityPage(developer);
    await expect(entity.heading).toHaveText(name);
    for (const value of ["PostgreSQL", "127.0.0.1", "14"]) await expect(entity.value(value)).toBeVisible();
    await expect(developer.getByRole("main").getByText("Payments").first()).toBeVisible();
    await expect(developer.getByRole("link", { name: runId, exact: true })).toHaveAttribute(
      "href",
      `/runs/${runId}`,
    );
    expect(await developer.getByRole("main").innerText()).not.toContain(new URL(connection).password);
  });

  await test.step("a day-2 action asks for the name before it destroys", async () => {
    await new EntityPage(developer).openAction("Delete database");
    await action.input("Reason").fill("The journey is over.");
    await action.confirmation.fill("another");
    await action.submit.click();
    await expect(action.confirmation).toBeFocused();
    await expect(developer.getByRole("alert").filter({ hasText: "That is not the name." })).toBeVisible();
    await action.confirmation.fill(name);
    await action.request();
    await run.is("awaiting approval");
    await expect(developer.getByText("6 to destroy", { exact: true })).toBeAttached();
    expect(await existsOnServer(name)).toBe(true);
  });

  await test.step("the lead types the name before it is destroyed", async () => {
    await lead.goto("/");
    await inbox.openFromSidebar(`Delete database: ${name}`);
    await lead.keyboard.press("a");
    const typed = inbox.dialog.getByLabel(`Type ${name} to confirm`);
    const approve = inbox.dialog.getByRole("button", { name: "Approve plan" });
    await approve.click();
    await expect(typed).toHaveAttribute("aria-invalid", "true");
    await typed.fill(name);
    await approve.click();
    await run.is("succeeded");
  });

  await test.step("it is gone from the server, from the catalog and from Terraform's state", async () => {
    expect(await existsOnServer(name)).toBe(false);
    await expect(withDatabase(connection, (sql) => sql`select 1`)).rejects.toThrow(
      /does not exist|authentication failed/,
    );
    const member = await personApi("developer");
    const workspace = await readWorkspace(member, name);
    expect(workspace).toMatchObject({ status: "destroyed", heldByRun: null, lock: null });
    await member.dispose();
    expect(await new EntityPage(developer).open("database", name)).toBe(404);
    await developer.goto("/catalog/database");
    await expect(developer.getByRole("heading", { level: 1 })).toHaveText("Database");
    await expect(developer.getByRole("link", { name, exact: true })).toBeHidden();
  });
});
