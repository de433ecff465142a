import { newName } from "./databases";
import { expectAccessible, expectNoSidewaysScroll } from "./pages/checks";
import { expect, test } from "./test";
import { watch } from "./problems";

test("a survey is sent to everybody, answered on a phone by its link alone, and shown of no fewer than five", async ({
  as,
  api,
  browser,
  problems,
}) => {
  // One wave of a survey is open at a time: what an earlier attempt left is closed.
  const { waves } = (await (await api.get("/v1/surveys/platform-nps/waves")).json()) as {
    waves: { id: string; status: string }[];
  };
  for (const { id } of waves.filter(({ status }) => status === "open"))
    await api.post(`/v1/surveys/waves/${id}/close`);
  const wave = newName("wave");

  const admin = await as("admin");
  await admin.goto("/insights/surveys");
  await admin.getByRole("link", { name: "Platform NPS" }).click();
  await expect(admin.getByRole("heading", { level: 1, name: "Platform NPS" })).toBeVisible();
  await expectAccessible(admin, "survey");
  await admin.getByRole("button", { name: "Send", exact: true }).click();
  const form = admin.getByRole("dialog", { name: "Send Platform NPS" });
  await expect(form.getByText(/people are asked/)).toBeVisible();
  await form.getByLabel(/Name of the wave/).fill(wave);
  await form.getByRole("button", { name: "Send survey" }).click();
  await expect(admin.getByRole("heading", { level: 1, name: `Platform NPS, ${wave}` })).toBeVisible();
  await expect(admin.getByText("Not while it is open")).toBeVisible();

  const developer = await as("developer");
  await developer.goto("/insights/surveys");
  await expectAccessible(developer, "surveys");
  await developer.getByRole("button", { name: "Answer Platform NPS" }).click();
  await expect(developer).toHaveURL(/\/s\/wsv_/);

  // Nobody is signed in on the phone: the link is all that it has.
  const phone = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  const page = await phone.newPage();
  watch(page, problems);
  await page.goto(developer.url());
  await expect(page.getByRole("heading", { level: 1, name: "Platform NPS" })).toBeVisible();
  await page.getByRole("button", { name: "Send answers" }).tap();
  await expect(page.getByRole("alert").filter({ hasText: "Answer this question." })).toBeVisible();
  await expectAccessible(page, "answering");
  await expectNoSidewaysScroll(page, "answering at 390");
  await page.getByRole("radio", { name: "9", exact: true }).check();
  await page.getByRole("textbox", { name: /main reason/ }).fill("It is fast.");
  await page.getByRole("button", { name: "Send answers" }).tap();
  await expect(page.getByRole("heading", { name: "Thank you" })).toBeVisible();
  await expectAccessible(page, "thanks");
  await page.getByRole("button", { name: "Change my answers" }).tap();
  await expect(page.getByRole("radio", { name: "9", exact: true })).toBeChecked();
  await page.getByRole("radio", { name: "8", exact: true }).check();
  await page.getByRole("button", { name: "Send changed answers" }).tap();
  await expect(page.getByRole("heading", { name: "Thank you" })).toBeVisible();

  await admin.reload();
  await expect(admin.getByText(/^1 of \d+ answered/).first()).toBeVisible();
  await expectAccessible(admin, "open wave");
  await admin.getByRole("button", { name: "Close now" }).click();
  await admin.getByRole("button", { name: "Close wave" }).click();
  await expect(admin.getByText("Nothing can be shown")).toBeVisible();
  await expect(admin.getByText("1 of the 5 that it takes have answered.")).toBeVisible();
  await expectAccessible(admin, "wave under the floor");
  await page.reload();
  await expect(page.getByRole("heading", { name: "Platform NPS is closed" })).toBeVisible();
  await phone.close();
});

test("a survey is written and put in order by keyboard and by the pointer", async ({ as }) => {
  const title = `Tools ${newName("s").slice(2)}`;
  const page = await as("admin");
  await page.goto("/insights/surveys/new/edit");
  await page.getByLabel("Title").fill(title);
  const questions = page.getByRole("list", { name: "Questions" }).getByRole("listitem");
  await questions
    .nth(0)
    .getByLabel(/^Question/)
    .fill("First thing");
  await page.getByRole("button", { name: "Add question" }).press("Enter");
  await expect(questions).toHaveCount(2);
  const second = questions.nth(1).getByLabel(/^Question/);
  await expect(second).toBeFocused();
  await second.fill("Second thing");
  await expectAccessible(page, "builder");
  await second.press("Alt+ArrowUp");
  await expect(questions.nth(0).getByLabel(/^Question/)).toHaveValue("Second thing");
  await page.getByRole("button", { name: "Add question" }).press("Enter");
  await expect(questions).toHaveCount(3);
  await questions
    .nth(2)
    .getByLabel(/^Question/)
    .fill("Third thing");
  await questions.nth(2).locator("[data-grip]").dragTo(questions.nth(0));
  await expect(page.getByText("It is now question 1 of 3.")).toBeAttached();
  for (const [n, words] of ["Third thing", "Second thing", "First thing"].entries())
    await expect(questions.nth(n).getByLabel(/^Question/)).toHaveValue(words);
  // And back, by the keys.
  await questions
    .nth(0)
    .getByLabel(/^Question/)
    .press("Alt+ArrowDown");
  await expect(questions.nth(0).getByLabel(/^Question/)).toHaveValue("Second thing");
  await page.getByRole("button", { name: "Save survey" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  const kept = page.getByRole("main").getByRole("listitem").filter({ hasText: /thing/ });
  for (const [n, words] of ["Second thing", "Third thing", "First thing"].entries())
    await expect(kept.nth(n)).toContainText(words);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page, "survey at 390");
});
