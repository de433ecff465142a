import { personApi, readRun, requestDatabase, untilRun } from "./api";
import { existsOnServer, newName } from "./databases";
import { ApprovalsPage } from "./pages/approvals";
import { EntityPage } from "./pages/entity";
import { RunPage } from "./pages/run";
import { personOf } from "./people";
import { expect, test } from "./test";

const approve = { status: "APPROVE" } as const;

test("a request is declined with a reason that the requester reads", async ({ as, api }) => {
  test.setTimeout(600_000);
  const name = newName("declined");
  const client = await personApi("developer");
  const id = await requestDatabase(client, name);
  await client.dispose();
  const [developer, lead] = await Promise.all([as("developer"), as("lead")]);
  const run = new RunPage(developer);
  await run.open(id);
  await run.is("awaiting approval");

  await lead.goto("/");
  const inbox = new ApprovalsPage(lead);
  await inbox.openFromSidebar(`PostgreSQL database: ${name}`);
  await lead.keyboard.press("r");
  const reason = inbox.dialog.getByLabel("Reason");
  const decline = inbox.dialog.getByRole("button", { name: "Decline request" });
  await decline.click();
  await expect(inbox.dialog.getByRole("alert")).toContainText("Say why");
  await expect(reason).toHaveAttribute("aria-invalid", "true");
  expect((await readRun(api, id)).state).toBe("awaiting_approval");
  await reason.fill("Use the database that you have.");
  await decline.click();
  await expect(inbox.dialog).toBeHidden();

  await run.is("declined");
  await expect(run.stages).toContainText(`Declined by ${personOf("lead").name}`);
  await expect(developer.getByText("“Use the database that you have.”")).toBeVisible();
  expect(await existsOnServer(name)).toBe(false);
  expect(await new EntityPage(developer).open("database", name)).toBe(404);
});

test("a run that waits is cancelled, and one that runs again needs its own approval", async ({ as, api }) => {
  test.setTimeout(600_000);
  const name = newName("cancelled");
  const client = await personApi("developer");
  const first = await requestDatabase(client, name);
  await client.dispose();
  await untilRun(api, first, "awaiting_approval");
  const [developer, lead] = await Promise.all([as("developer"), as("lead")]);
  const run = new RunPage(developer);
  const inbox = new ApprovalsPage(lead);
  await run.open(first);
  await lead.goto(`/approvals?run=${first}`);
  await expect(inbox.request(`PostgreSQL database: ${name}`)).toBeVisible();

  await run.confirmed("Cancel run");
  await run.is("cancelled");
  const leadApi = await personApi("lead");
  const late = await leadApi.patch(`/v1/actions/runs/${first}/approval`, { data: approve });
  expect(late.status()).toBe(409);
  await leadApi.dispose();
  await lead.goto("/approvals");
  await expect(lead.getByRole("heading", { level: 1 })).toHaveText("Approvals");
  await expect(lead.getByRole("link", { name: new RegExp(name) })).toBeHidden();

  await run.confirmed("Run again");
  await developer.waitForURL((url) => url.pathname.startsWith("/runs/") && !url.pathname.endsWith(first));
  const again = new URL(developer.url()).pathname.slice("/runs/".length);
  await run.is("awaiting approval");
  await expect(run.button("Approve plan")).toBeHidden();
  expect((await readRun(api, first)).state).toBe("cancelled");
  await lead.goto(`/approvals?run=${again}`);
  const request = inbox.request(`PostgreSQL database: ${name}`);
  await expect(request.getByRole("button", { name: "Approve plan" })).toBeVisible();
  await run.confirmed("Cancel run");
  await run.is("cancelled");
  expect(await existsOnServer(name)).toBe(false);
});
