import type { APIRequestContext } from "@playwright/test";
import { decide, personApi, readRun, untilRun } from "./api";
import { newName } from "./databases";
import { mailServer } from "./mail";
import { ApprovalsPage } from "./pages/approvals";
import { takeTyped } from "./pages/typed-choice";
import { personOf } from "./people";
import { expect, test } from "./test";

/** A database whose requests pass two stages: a lead of the team, then two of three others. */
async function guardedAction(api: APIRequestContext): Promise<string> {
  const identifier = newName("guarded");
  const stored = await api.get("/v1/actions/create_postgres_database");
  const { action } = (await stored.json()) as { action: Record<string, unknown> };
  const { trigger, invocationMethod } = action;
  const made = await api.post("/v1/actions", {
    data: {
      identifier,
      title: "Guarded database",
      trigger,
      invocationMethod,
      approvalRules: [
        {
          title: "Two stages",
          stages: [
            { title: "Team", count: 1, from: { teamLeads: true } },
            {
              title: "Others",
              count: 2,
              from: {
                users: [
                  personOf("admin").email,
                  personOf("otherLead").email,
                  personOf("otherDeveloper").email,
                ],
              },
            },
          ],
        },
      ],
    },
  });
  expect(made.status(), await made.text()).toBeLessThan(300);
  return identifier;
}

async function ask(action: string, name: string): Promise<string> {
  const client = await personApi("developer");
  const properties = { name, team: "payments", environment: "dev", retention_days: 7 };
  const answer = await client.post(`/v1/actions/${action}/runs`, { data: { properties } });
  expect(answer.status(), await answer.text()).toBe(202);
  const { run } = (await answer.json()) as { run: { id: string } };
  await client.dispose();
  return run.id;
}

const titleOf = (name: string) => `Guarded database: ${name}`;

test("approvers hear of a request by mail, a deputy decides, and two of three others", async ({
  as,
  api,
}) => {
  test.setTimeout(600_000);
  const mail = await mailServer();
  const admin = await as("admin");
  await admin.goto("/settings/notifications");
  await admin.getByRole("button", { name: "Add mail server" }).click();
  const sheet = admin.getByRole("dialog", { name: "Add mail server" });
  await sheet.getByLabel("Server", { exact: true }).fill("127.0.0.1");
  await sheet.getByLabel("Port").fill(String(mail.port));
  await sheet.getByLabel("Encryption").selectOption("none");
  await sheet.getByLabel("Sender").fill("waymark@example.com");
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(sheet).toBeHidden();
  await admin.getByRole("button", { name: "Send test" }).click();
  await expect.poll(() => mail.mails.map((one) => one.to)).toContain(personOf("admin").email);

  const lead = await as("lead");
  await lead.goto("/approvals/deputies");
  await lead.getByRole("button", { name: "Name a deputy" }).click();
  const dialog = lead.getByRole("dialog", { name: "Name a deputy" });
  await takeTyped(lead, dialog.getByRole("combobox", { name: "Deputy" }), personOf("otherLead").name);
  await dialog.getByLabel("Reason").fill("On leave");
  await dialog.getByRole("button", { name: "Name deputy" }).click();
  await expect(
    lead.getByRole("cell", { name: `${personOf("otherLead").name} decides for you` }),
  ).toBeVisible();

  const name = newName("deputy");
  const id = await ask(await guardedAction(api), name);
  await untilRun(api, id, "awaiting_approval");
  const told = () =>
    mail.mails.find((one) => one.to === personOf("otherLead").email && one.text.includes(id));
  await expect.poll(() => Boolean(told()), { timeout: 30_000 }).toBe(true);
  const [link] = /http:\/\/[^\s"<]+\/approvals\?run=\S+/.exec(told()!.text) ?? [];
  const deputy = await as("otherLead");
  await deputy.goto(link!);
  const inbox = new ApprovalsPage(deputy);
  const request = inbox.request(titleOf(name));
  await expect(request.getByText(`in the place of ${personOf("lead").name}`)).toBeVisible();
  // To open the link has decided nothing.
  expect((await readRun(api, id)).state).toBe("awaiting_approval");
  await expect(request.getByRole("button", { name: "Approve plan" })).toBeVisible();
  await deputy.keyboard.press("a");
  await inbox.dialog.getByRole("button", { name: "Approve plan" }).click();
  await expect(inbox.dialog).toBeHidden();

  await decide("admin", id, { status: "APPROVE" });
  await deputy.goto(`/approvals?tab=decided&run=${id}`);
  await expect(request.getByText("1 of 2 approved, stage 2 of 2")).toBeVisible();
  await expect(request.getByText(`${personOf("otherLead").name} for ${personOf("lead").name}`)).toBeVisible();
  await decide("otherDeveloper", id, { status: "APPROVE" });
  await untilRun(api, id, "succeeded");

  await lead.getByRole("button", { name: "End", exact: true }).click();
  await lead.getByRole("button", { name: "End it" }).click();
  await expect(lead.getByText("You decide for yourself")).toBeVisible();
  await admin.getByRole("button", { name: "Remove" }).click();
  await admin.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(admin.getByText("Nobody is told yet")).toBeVisible();
  await mail.close();
});

test("a later stage declines by keyboard, and in an emergency a run starts without its approval", async ({
  as,
  api,
}) => {
  test.setTimeout(600_000);
  const action = await guardedAction(api);
  const [declined, broken] = [newName("refused"), newName("broken")];
  const first = await ask(action, declined);
  await untilRun(api, first, "awaiting_approval");
  await decide("lead", first, { status: "APPROVE" });
  const other = await as("otherDeveloper");
  await other.goto("/approvals");
  const inbox = new ApprovalsPage(other);
  await inbox.requests.getByRole("link", { name: titleOf(declined) }).click();
  const request = inbox.request(titleOf(declined));
  await expect(request.getByRole("button", { name: "Decline" })).toBeVisible();
  await request.getByLabel("Add a comment").fill("Why another one?");
  await request.getByRole("button", { name: "Comment" }).click();
  await expect(request.getByRole("list", { name: "Comments" })).toContainText("Why another one?");
  await request.getByRole("heading", { level: 2 }).first().click();
  await other.goto(`/approvals?run=${first}`);
  await expect(request.getByRole("button", { name: "Decline" })).toBeVisible();
  await other.keyboard.press("r");
  await inbox.dialog.getByLabel("Reason").fill("There is one already.");
  await other.keyboard.press("Tab");
  await inbox.dialog.getByRole("button", { name: "Decline request" }).press("Enter");
  await expect(inbox.dialog).toBeHidden();
  await untilRun(api, first, "declined");

  const second = await ask(action, broken);
  await untilRun(api, second, "awaiting_approval");
  const admin = await as("admin");
  await admin.goto(`/runs/${second}`);
  await admin.getByRole("button", { name: "Start without approval" }).click();
  const glass = admin.getByRole("dialog", { name: "Start without approval?" });
  await glass.getByRole("button", { name: "Start without approval" }).click();
  await expect(glass.getByText("at least ten characters")).toBeVisible();
  await glass.getByLabel("Reason").fill("Production is down and nobody answers.");
  await glass.getByLabel(`Type ${second} to confirm`).fill(second);
  await glass.getByRole("button", { name: "Start without approval" }).click();
  await expect(glass).toBeHidden();
  await expect(admin.getByRole("note").filter({ hasText: "Started without approval" })).toContainText(
    "Production is down and nobody answers.",
  );
  await untilRun(api, second, "succeeded");
});
