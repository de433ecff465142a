import type { APIRequestContext } from "@playwright/test";
import { tabTo } from "./pages/builder";
import { expectAccessible, expectNoSidewaysScroll, expectNoViolations } from "./pages/checks";
import { Wizard } from "./pages/wizard";
import { takeTyped } from "./pages/typed-choice";
import { expect, test } from "./test";
import { makeAction, makeClusters, plainForm, steppedForm } from "./wizard-forms";

test.describe.configure({ mode: "parallel" });

const SECRET = "correct horse battery";

/** The values that a run got. */
async function inputsOf(api: APIRequestContext, run: string): Promise<unknown> {
  const answer = await api.get(`/v1/actions/runs/${run}`);
  expect(answer.status(), await answer.text()).toBe(200);
  return ((await answer.json()) as { run: { properties: unknown } }).run.properties;
}

test("a form in steps is filled in with the mouse, and what follows from it is computed", async ({
  as,
  api,
}) => {
  test.setTimeout(600_000);
  const model = await makeClusters(api);
  const action = await makeAction(api, model, "stepped", steppedForm(model), {
    documentation: "Pick a cluster **first**.",
  });
  const page = await as("developer");
  const wizard = new Wizard(page);
  const asked: string[] = [];
  page.on("request", (request) =>
    asked.push(`${decodeURIComponent(request.url())} ${request.postData() ?? ""}`),
  );
  await wizard.open(`/actions/${action}`);

  await test.step("what is missing is said where it is", async () => {
    await expect(wizard.steps.getByRole("listitem")).toHaveText([/Place/, /Replicas/, /Review/]);
    await expect(wizard.steps.locator("[aria-current=step]")).toContainText("Place");
    await expect(wizard.picker("Namespace")).toBeDisabled();
    await expect(page.getByText("Fill in “Cluster” first.")).toBeVisible();
    await wizard.next.click();
    await expect(page.getByRole("alert").filter({ hasText: "Cluster is required." })).toBeVisible();
    await expect(wizard.picker("Cluster")).toBeFocused();
    await expectAccessible(page, "a step with a fault");
  });

  await test.step("choices and defaults follow from other inputs", async () => {
    await wizard.choose("Cluster", "The east");
    await expect(wizard.input("Host name")).toHaveValue("east.example.com");
    expect(await wizard.offered("Namespace")).toEqual(["Namespace of carts", "Namespace of orders"]);
    await wizard.choose("Namespace", "Namespace of orders");
    await wizard.choose("Size", "small");
    await wizard.choose("Cluster", "The west");
    await expect(wizard.input("Host name")).toHaveValue("west.example.com");
    for (const label of ["Namespace", "Size"])
      await expect(wizard.picker(label)).toHaveAccessibleDescription(/is not offered now/);
    await wizard.next.click();
    // The way on ends at the first fault: choosing before that would lose its list to the focus.
    await expect(wizard.picker("Namespace")).toBeFocused();
    await expect(page).not.toHaveURL(/step=/);
    await wizard.choose("Cluster", "The east");
    await expect(page.getByText("is not offered now")).toHaveCount(0);
  });

  await test.step("a value of one's own stays until it is given back", async () => {
    await wizard.input("Host name").fill("mine.example.com");
    await wizard.choose("Cluster", "The west");
    await expect(wizard.input("Host name")).toHaveValue("mine.example.com");
    await wizard.choose("Cluster", "The east");
    await page.getByRole("button", { name: "Use the computed value of Host name" }).click();
    await expect(wizard.input("Host name")).toHaveValue("east.example.com");
  });

  await test.step("a step comes with a value, and with it what it requires", async () => {
    await page.getByRole("switch", { name: "For production" }).click();
    await expect(wizard.steps).toContainText("Production");
    await wizard.next.click();
    await expect(wizard.heading("Production")).toBeFocused();
    await expect(page).toHaveURL(/step=2/);
    await wizard.next.click();
    await expect(page.getByRole("alert").filter({ hasText: "Reason is required." })).toBeVisible();
    await wizard.input("Reason").fill("The season begins");
    await wizard.next.click();
    await expect(wizard.heading("Replicas")).toBeFocused();
  });

  await test.step("a rule over two inputs holds the step", async () => {
    await wizard.input("Replicas at least").fill("9");
    await wizard.review.click();
    await expect(wizard.summary).toContainText("At least must not be above at most.");
    await expect(wizard.summary).toBeFocused();
    await wizard.input("Replicas at least").fill("2");
    await expect(wizard.summary).toBeHidden();
    await wizard.secret("Access token").fill(SECRET);
    await page.goBack();
    await expect(wizard.input("Reason")).toHaveValue("The season begins");
    await page.goForward();
    await wizard.review.click();
    await expect(wizard.heading("Review")).toBeFocused();
  });

  await test.step("the review says what is sent, and that is what the run gets", async () => {
    await expect(page.getByText("Namespace of orders")).toBeVisible();
    await expectAccessible(page, "the review");
    await page.getByRole("button", { name: "Change Production" }).click();
    await wizard.input("Reason").fill("The season ends");
    await wizard.next.click();
    await wizard.review.click();
    const sent = (await wizard.sent()) as { properties: Record<string, unknown> };
    expect(sent.properties).toEqual({
      cluster: "east",
      namespace: "orders",
      size: "small",
      host: "east.example.com",
      production: true,
      reason: "The season ends",
      from: 2,
      to: 3,
      token: "••••••••",
    });
    const kept = () => page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
    await expect.poll(kept).toContain("The season ends");
    expect(await kept()).not.toContain(SECRET);
    const run = await wizard.send();
    const { token, ...others } = (await inputsOf(api, run)) as Record<string, unknown>;
    expect({ ...others, token: "••••••••" }).toEqual(sent.properties);
    expect(JSON.stringify(token)).not.toContain(SECRET);
    // No question about the form ever carried it, in its address or its body.
    expect(
      asked.filter((request) => request.includes(SECRET) && !request.includes("actions.execute")),
    ).toEqual([]);
  });
});

test("a form in steps is filled in by keyboard alone", async ({ as, api }) => {
  test.setTimeout(600_000);
  const model = await makeClusters(api);
  const action = await makeAction(api, model, "keyboard", steppedForm(model));
  const page = await as("developer");
  const wizard = new Wizard(page);
  // From the last page, what is missing in a step leads to it.
  await wizard.open(`/actions/${action}?step=review`);
  const { keyboard } = page;
  await tabTo(page, wizard.submit);
  await keyboard.press("Enter");
  await expect(wizard.picker("Cluster")).toBeFocused();
  await expect(wizard.steps.locator("[aria-current=step]")).toContainText("Place, current, needs attention");
  await takeTyped(page, wizard.picker("Cluster"), "east", /The east/);
  await expect(wizard.input("Host name")).toHaveValue("east.example.com");
  await tabTo(page, page.getByRole("switch", { name: "For production" }));
  await keyboard.press("Space");
  await expect(wizard.steps).toContainText("Production");
  await tabTo(page, wizard.next);
  await keyboard.press("Enter");
  await expect(wizard.heading("Production")).toBeFocused();
  await tabTo(page, wizard.next);
  await keyboard.press("Enter");
  await expect(wizard.input("Reason")).toBeFocused();
  await keyboard.type("By keys");
  await tabTo(page, wizard.next);
  await keyboard.press("Enter");
  await tabTo(page, wizard.input("Replicas at most"));
  await keyboard.press("ControlOrMeta+a");
  await keyboard.type("0");
  await keyboard.press("Enter");
  await expect(wizard.summary).toBeFocused();
  await tabTo(page, wizard.input("Replicas at most"));
  await keyboard.press("ControlOrMeta+a");
  await keyboard.type("5");
  await keyboard.press("Enter");
  await expect(wizard.heading("Review")).toBeFocused();
  await tabTo(page, wizard.submit);
  await keyboard.press("Enter");
  await page.waitForURL(/\/runs\/[^/]+$/);
});

test("a form of one page keeps its draft, opens filled in, and is the same as JSON", async ({ as, api }) => {
  test.setTimeout(600_000);
  const model = await makeClusters(api);
  const action = await makeAction(api, model, "plain", plainForm(model));
  const page = await as("developer");
  const wizard = new Wizard(page);

  await test.step("a published link fills it in, and says what it leaves out", async () => {
    await page.goto(`/self-serve?action=${action}&actionInputs=~(cluster~'east~from~2~gone~1)`);
    await expect(wizard.picker("Cluster")).toHaveValue("The east");
    await expect(wizard.input("Host name")).toHaveValue("east.example.com");
    await expect(wizard.input("Replicas at least")).toHaveValue("2");
    await expect(page.getByRole("status").filter({ hasText: "Left out of the link" })).toContainText("gone");
    await expectAccessible(page, "a form from a link");
  });

  await test.step("a draft comes back after a reload", async () => {
    await wizard.open(`/actions/${action}?input.cluster=west&input.size=none`);
    await wizard.input("Replicas at most").fill("7");
    await page.getByRole("switch", { name: "For production" }).click();
    await wizard.input("Reason").fill("Kept");
    await page.reload();
    await expect(page.getByText("Your draft was restored.")).toBeVisible();
    await expect(wizard.input("Replicas at most")).toHaveValue("7");
    await expect(wizard.input("Reason")).toHaveValue("Kept");
    await expect(wizard.picker("Cluster")).toHaveValue("The west");
    await page.getByRole("button", { name: "Start over" }).click();
    await expect(wizard.input("Replicas at most")).toHaveValue("3");
    await expect(wizard.input("Reason")).toBeHidden();
  });

  await test.step("as JSON it is the same, and nothing is lost on the way", async () => {
    await wizard.open(`/actions/${action}?input.cluster=east&input.from=2`);
    await expect(wizard.input("Host name")).toHaveValue("east.example.com");
    await page.getByRole("button", { name: "JSON", exact: true }).click();
    await expect(wizard.json).toHaveValue(/"host": "east\.example\.com"/);
    await wizard.json.fill('{ "cluster": "east", "from": "two", "unknown": 1 }');
    await expect(page.getByText("2 faults in these values.")).toBeVisible();
    await expectNoViolations(page, "the form as JSON");
    await page.getByRole("button", { name: "Form", exact: true }).click();
    await expect(wizard.json).toBeFocused();
    await wizard.json.fill('{ "cluster": "east", "from": 9, "size": "large" }');
    await wizard.submit.click();
    await expect(page.getByText("At least must not be above at most.")).toBeVisible();
    await page.getByRole("button", { name: "Form", exact: true }).click();
    await expect(wizard.input("Replicas at least")).toHaveValue("9");
    await expect(wizard.picker("Size")).toContainText("large");
    await wizard.input("Replicas at least").fill("1");
    await page.getByText("Review", { exact: true }).click();
    expect(await wizard.sent()).toEqual({
      properties: { cluster: "east", size: "large", host: "east.example.com", from: 1, to: 3 },
    });
    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoSidewaysScroll(page, "a form on a narrow screen");
  });
});
