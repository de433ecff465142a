import fs from "node:fs";
import { asProvisioner, newName } from "./databases";
import { ActionPage } from "./pages/action";
import { ApprovalsPage } from "./pages/approvals";
import { RunPage } from "./pages/run";
import { WorkspacePage } from "./pages/workspace";
import { expect, test } from "./test";

test("a workspace shows its versions, restores one, and finds and mends what was changed by hand", async ({
  as,
}) => {
  test.setTimeout(600_000);
  const name = newName("ws");
  const [developer, lead, admin] = await Promise.all([as("developer"), as("lead"), as("admin")]);
  const action = new ActionPage(developer);
  const run = new RunPage(developer);
  /** What replaces something is confirmed by its name. */
  const approve = async (title: string, confirm?: string) => {
    await lead.goto("/");
    const inbox = new ApprovalsPage(lead);
    const request = await inbox.openFromSidebar(title);
    await request.getByRole("button", { name: "Approve plan" }).click();
    if (confirm !== undefined)
      await inbox.dialog.getByRole("textbox", { name: `Type ${confirm} to confirm` }).fill(confirm);
    await inbox.dialog.getByRole("button", { name: "Approve plan" }).click();
    await expect(inbox.dialog).toBeHidden();
  };

  await test.step("the form shows what it would change, and nothing is requested by that", async () => {
    await developer.goto("/");
    await action.openFromGallery("PostgreSQL database");
    await action.name.fill(name);
    await developer.getByRole("button", { name: "What would change?" }).click();
    const preview = developer.getByRole("dialog", { name: "What would change" });
    await expect(preview.getByText("terraform_data.creation", { exact: true })).toBeVisible({
      timeout: 60_000,
    });
    await preview.getByRole("button", { name: "Back to the form" }).click();
    await expect(preview).toBeHidden();
    await action.request();
    await run.is("awaiting approval");
    await approve(`PostgreSQL database: ${name}`);
    await run.is("succeeded");
  });

  const workspace = new WorkspacePage(developer);
  await test.step("the team finds the workspace with its resources, and no secret of it", async () => {
    await workspace.open(`database/${name}`);
    await expect(developer.getByText("terraform_data.creation", { exact: true })).toBeVisible();
    await expect(developer.getByText("(sensitive)").first()).toBeVisible();
    await expect(developer.getByText(/^"?postgresql:\/\//)).toBeHidden();
  });

  await test.step("what somebody changes by hand is found, and mended by a run with its approval", async () => {
    await asProvisioner((sql) => sql.unsafe(`comment on database ${name} is '{"retention_days": 1}'`));
    await workspace.open(`database/${name}`);
    await workspace.tab("Drift");
    await developer.getByRole("button", { name: "Check now" }).click();
    const differs = developer.getByRole("main");
    await expect(differs.getByText("terraform_data.settings", { exact: true }).first()).toBeVisible({
      timeout: 60_000,
    });
    await expect(differs.getByText("input.retention_days").first()).toBeVisible();
    await developer.getByRole("button", { name: "Run again to mend" }).click();
    await developer.getByRole("dialog").getByRole("button", { name: "Run again", exact: true }).click();
    await developer.waitForURL(/\/runs\/[^/]+$/);
    await run.is("awaiting approval");
    await expect(developer.getByText("terraform_data.settings", { exact: true }).first()).toBeVisible();
    await approve(`PostgreSQL database: ${name}`, name);
    await run.is("succeeded");
    const comment = await asProvisioner(
      (sql) =>
        sql`select shobj_description(oid, 'pg_database') as text from pg_database where datname = ${name}`,
    );
    expect(JSON.parse(String(comment[0]?.text))).toMatchObject({ retention_days: 7 });
    await workspace.open(`database/${name}`);
    await workspace.tab("Drift");
    await expect(developer.getByText("In sync", { exact: true })).toBeVisible({ timeout: 60_000 });
  });

  await test.step("an administrator compares, downloads and restores a version", async () => {
    const managed = new WorkspacePage(admin);
    await managed.open(`database/${name}`);
    await managed.tab("State versions");
    await admin.getByRole("button", { name: "Changes of version 1", exact: true }).click();
    const changes = admin.getByRole("dialog", { name: "Changes of version 1" });
    await expect(changes.getByText(/All of version 1/)).toBeVisible();
    await admin.keyboard.press("Escape");
    await expect(changes).toBeHidden();
    const [download] = await Promise.all([
      admin.waitForEvent("download"),
      admin.getByRole("button", { name: "Download version 1", exact: true }).click(),
    ]);
    expect(JSON.parse(fs.readFileSync(await download.path(), "utf8"))).toMatchObject({ version: 4 });
    const before = await managed.newestVersion();
    await admin.getByRole("button", { name: `Restore version ${before - 1}`, exact: true }).click();
    const restore = admin.getByRole("dialog", { name: `Restore version ${before - 1}?` });
    await restore.getByRole("textbox").fill("To see that it can be done.");
    await restore.getByRole("button", { name: "Restore", exact: true }).click();
    await expect(admin.getByRole("button", { name: `Version ${before + 1}`, exact: true })).toBeVisible();
    await expect(admin.getByText("To see that it can be done.").first()).toBeVisible();
    // And back, since what is there is what the version before says.
    await admin.getByRole("button", { name: `Restore version ${before}`, exact: true }).click();
    const back = admin.getByRole("dialog", { name: `Restore version ${before}?` });
    await back.getByRole("textbox").fill("Back to what there is.");
    await back.getByRole("button", { name: "Restore", exact: true }).click();
    await expect(admin.getByRole("button", { name: `Version ${before + 2}`, exact: true })).toBeVisible();
  });
});
