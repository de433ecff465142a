import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { type FakeGit, fakeGit, GIT_PASSWORD } from "../server/pipelines/backends/testing-git";
import { clientApi } from "./api";
import { ActionPage } from "./pages/action";
import { ApprovalsPage } from "./pages/approvals";
import { RunPage } from "./pages/run";
import { newName } from "./databases";
import { expectRefusals } from "./problems";
import { expect, test } from "./test";

let git: FakeGit;
test.beforeAll(async () => void (git = await fakeGit()));
test.afterAll(() => git.close());

/** The golden path's action as its template has it, for repositories of the git server under test. */
function definition(): { identifier: string; invocationMethod: Record<string, unknown> } {
  const file = path.resolve(import.meta.dirname, "../templates/service-repository/definition.json");
  const { actions } = JSON.parse(fs.readFileSync(file, "utf8")) as {
    actions: ReturnType<typeof definition>[];
  };
  const [action] = actions;
  if (!action) throw new Error("The template has no action.");
  action.invocationMethod.repository = `${git.url}/acme/{{ .inputs.name }}`;
  return action;
}

test("a developer gets a repository for a new service by form and approval", async ({ as, problems }) => {
  test.setTimeout(600_000);
  const name = newName("svc").replace("_", "-");
  const [admin, developer, lead] = await Promise.all([as("admin"), as("developer"), as("lead")]);
  const run = new RunPage(developer);

  await test.step("an administrator connects the git server, and sees that it works", async () => {
    await admin.goto("/settings/connections");
    await admin.getByRole("button", { name: "New connection" }).click();
    const sheet = admin.getByRole("dialog", { name: "New connection" });
    await sheet.getByLabel("Kind").selectOption({ label: "GitHub" });
    await sheet.getByLabel("Name").fill("Git of the company");
    await sheet.getByLabel("Identifier").fill("company-git");
    await sheet.getByLabel("Address of the API").fill(git.apiUrl);
    await sheet.getByRole("button", { name: "Create connection" }).click();
    await expect(sheet.getByText("Give the token.")).toBeVisible();
    expectRefusals(problems, 422);
    await sheet.getByLabel("Token", { exact: true }).fill(GIT_PASSWORD);
    await sheet.getByRole("button", { name: "Create connection" }).click();
    await expect(sheet).toBeHidden();
    const row = admin.getByRole("row", { name: /Git of the company/ });
    await row.getByRole("button", { name: "Test" }).click();
    const outcome = admin.getByRole("dialog", { name: "Test of Git of the company" });
    await expect(outcome).toContainText("portal-bot");
    await expect(outcome).toContainText("It works");
    await expect(admin.getByText(GIT_PASSWORD)).toHaveCount(0);
  });

  await test.step("and takes the golden path in", async () => {
    const api = await clientApi();
    const answer = await api.post("/v1/actions", { data: definition() });
    expect(answer.status(), await answer.text()).toBe(201);
    await api.dispose();
  });

  await test.step("the developer fills in the form; nothing is made before it is approved", async () => {
    const action = new ActionPage(developer);
    await action.openNamed("create_service_repository", name);
    await action.input("What it does").fill("Answers what was ordered when.");
    await expect(action.team).toHaveValue("Payments");
    await action.request();
    await run.is("awaiting approval");
    expect(git.seen.filter((seen) => seen.includes("/acme/"))).toEqual([]);
  });

  await test.step("the lead approves", async () => {
    const inbox = new ApprovalsPage(lead);
    await lead.goto("/");
    const request = await inbox.openFromSidebar(`New service repository: ${name}`, "request");
    await request.getByRole("button", { name: "Approve request" }).click();
    await inbox.dialog.getByRole("button", { name: "Approve request" }).click();
    await expect(inbox.dialog).toBeHidden();
  });

  await test.step("the run ends with the commit, and the service in the catalog leads to its repository", async () => {
    await run.is("succeeded");
    await expect(developer.getByRole("list", { name: "Links", exact: true })).toContainText(
      `/acme/${name}/commit/`,
    );
    await developer.getByRole("main").getByRole("link", { name, exact: true }).first().click();
    await developer.waitForURL(new RegExp(`/catalog/service/${name}`));
    await expect(
      developer.getByRole("link", { name: `${git.url.replace("http://", "")}/acme/${name}`, exact: true }),
    ).toBeVisible();
  });

  await test.step("whoever clones it finds what the form said", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-clone-"));
    const address = `${git.url.replace("://", `://portal:${GIT_PASSWORD}@`)}/acme/${name}`;
    // Not waited for in place: the git server answers from this process.
    await promisify(execFile)("git", ["clone", "-q", address, folder], { timeout: 30_000 });
    const read = (file: string) => fs.readFileSync(path.join(folder, file), "utf8");
    expect(read("README.md")).toContain(`# ${name}\n\nAnswers what was ordered when.`);
    expect(read(".github/workflows/ci.yml")).toContain(`Build and test ${name}`);
    expect(read(".github/workflows/ci.yml")).toContain("${{ github.ref }}");
    expect(read("catalog-info.yaml")).toContain("owner: payments");
    expect(git.git(`acme/${name}`, "rev-list", "--count", "main").trim()).toBe("1");
    fs.rmSync(folder, { recursive: true });
  });
});
