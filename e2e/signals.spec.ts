import { newName } from "./databases";
import { personApi, untilRun } from "./api";
import { expectAccessible, expectNoSidewaysScroll } from "./pages/checks";
import { RunPage } from "./pages/run";
import { expect, test } from "./test";

test("who cannot go on asks from the run that failed, its owner answers, and one tap says how it went", async ({
  as,
  api,
}) => {
  const mark = newName("help");
  const title = `Ask for ${mark}`;
  const made = await api.post("/v1/actions", {
    data: {
      identifier: mark,
      title,
      ownerTeam: "logistics",
      trigger: {
        type: "self-service",
        operation: "CREATE",
        userInputs: { properties: { what: { type: "string", title: "What" } }, required: ["what"] },
      },
      invocationMethod: { type: "MANUAL", instructions: "By hand." },
    },
  });
  expect(made.ok(), await made.text()).toBe(true);
  const client = await personApi("developer");
  const asked = await client.post(`/v1/actions/${mark}/runs`, {
    data: { properties: { what: "never-shown-value" } },
  });
  expect(asked.status(), await asked.text()).toBe(202);
  const { id } = ((await asked.json()) as { run: { id: string } }).run;
  await client.dispose();
  await untilRun(api, id, "applying");
  const failed = await api.post(`/v1/actions/runs/${id}/complete`, {
    data: { done: false, note: "The shelf is empty." },
  });
  expect(failed.ok(), await failed.text()).toBe(true);

  const developer = await as("developer");
  const run = new RunPage(developer);
  await run.open(id);
  await run.is("failed");
  await run.button("Get help").click();
  const dialog = developer.getByRole("dialog", { name: "Get help" });
  await dialog.getByRole("button", { name: "Ask for help" }).click();
  await expect(dialog.getByText("Say what you need, in a sentence.")).toBeVisible();
  await dialog.getByLabel("What do you need?").fill("When is there more?");
  await dialog.getByRole("button", { name: "Ask for help" }).click();
  await expect(dialog.getByRole("status")).toContainText("Team logistics was asked.");
  await dialog.getByRole("button", { name: "Done" }).click();
  const requests = developer.getByRole("list", { name: "Requests for help" });
  await expect(requests).toContainText("Open");
  const yes = developer.getByRole("button", { name: "Yes, it did" });
  const no = developer.getByRole("button", { name: "No, it did not" });
  await no.click();
  await expect(no).toHaveAttribute("aria-pressed", "true");
  await expect(developer.getByText("Thank you, it is kept.")).toBeVisible();
  await expect(yes).toHaveAttribute("aria-pressed", "false");
  await expectAccessible(developer, "a run with a request for help");

  const owner = await as("otherDeveloper");
  await owner.goto("/help");
  await owner
    .getByRole("main")
    .getByRole("link", { name: `${title}, run ${id}` })
    .click();
  await expect(owner.getByRole("list", { name: "Messages" })).toContainText("When is there more?");
  await expect(owner.getByRole("complementary", { name: "Details" })).toContainText("The shelf is empty.");
  await expect(owner.getByRole("main")).not.toContainText("never-shown-value");
  await owner.getByLabel("Answer").fill("On Monday.");
  await owner.getByRole("button", { name: "Send" }).click();
  await expect(owner.getByRole("list", { name: "Messages" })).toContainText("On Monday.");
  await expectAccessible(owner, "a request for help");
  await owner.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(owner, "a request for help at 390");
  await owner.getByRole("button", { name: "Close request" }).click();
  await expect(owner.getByRole("button", { name: "Close request" })).toBeHidden();

  await developer.goto("/help");
  await developer.getByLabel("Show closed requests too").check();
  const mine = developer
    .locator("section")
    .filter({ has: developer.getByRole("heading", { name: "Asked by you" }) });
  await expect(mine.getByRole("row").filter({ hasText: id })).toContainText("Closed");
  await expectAccessible(developer, "requests for help");
  await run.open(id);
  await expect(no).toHaveAttribute("aria-pressed", "true");
});

test("a file with a row that cannot be read is tried, mended and imported, and again changes nothing", async ({
  as,
  api,
}) => {
  const mark = newName("weeks");
  const file = (...lines: string[]) => ({
    name: "weeks.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(["team,week,category,share", ...lines].join("\n")),
  });
  const good = `${mark},2026-03-02,new,0.5`;
  const page = await as("admin");
  await page.goto("/insights/sources");
  const upload = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Upload a file" }) });
  // A choice made before the page lives is none: what describes the file follows it.
  await expect(async () => {
    await upload.getByLabel("Kind of events").selectOption("time-entries");
    await expect(upload).toContainText("such as team, week, category, share", { timeout: 1_000 });
  }).toPass();
  await upload.locator("input[type=file]").setInputFiles(file(good, `${mark},2026-03-03,new,55`));
  await upload.getByRole("button", { name: "Try the file" }).click();
  await expect(upload).toContainText(
    "Nothing is written yet. 2 lines: 1 new, 0 changed, 0 unchanged, 1 refused.",
  );
  const refused = upload.getByRole("region", { name: "Refused: the file" }).getByRole("row");
  await expect(refused.filter({ hasText: "share" })).toContainText("3");
  await expectAccessible(page, "a file that is tried");

  await upload.locator("input[type=file]").setInputFiles(file(good, `${mark},2026-03-09,new,0.55`));
  await upload.getByRole("button", { name: "Try the file" }).click();
  await expect(upload).toContainText("2 lines: 2 new, 0 changed, 0 unchanged, 0 refused.");
  await upload.getByRole("button", { name: "Import" }).click();
  await expect(upload).toContainText("Imported. 2 lines: 2 new");
  await expect(page.getByRole("row").filter({ hasText: "Time entries" }).first()).toBeVisible();
  await upload.getByRole("button", { name: "Try the file" }).click();
  await expect(upload).toContainText("2 lines: 0 new, 0 changed, 2 unchanged, 0 refused.");
  const again = await api.post("/v1/insights/time-entries?source=csv", {
    data: { team: mark, week: "2026-03-02", category: "new", share: 0.5 },
  });
  expect(await again.json()).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page, "data sources at 390");
});
