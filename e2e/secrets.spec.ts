import { generateKeyPairSync, randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { newName } from "./databases";
import { expect, test } from "./test";

const action = (identifier: string, properties: object, variables: object = {}) => ({
  identifier,
  title: `Connect ${identifier}`,
  trigger: {
    type: "self-service",
    operation: "CREATE",
    blueprintIdentifier: "database",
    userInputs: {
      properties: { name: { type: "string", title: "Name" }, ...properties },
      required: ["name"],
    },
  },
  invocationMethod: {
    type: "TERRAFORM",
    template: "postgres-database",
    variables,
    mapping: { identifier: "{{ .inputs.name }}" },
  },
});

test("a secret is kept by name, told where it is used, and never shown again", async ({ as, api }) => {
  const name = `E2E_${randomUUID().slice(0, 8).toUpperCase()}`;
  const value = `value-of-${randomUUID()}`;
  const page = await as("admin");
  await page.goto("/settings/secrets");
  await page.getByRole("button", { name: "New secret" }).first().click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Name").fill(name);
  await sheet.getByLabel("Value", { exact: true }).fill(value);
  await sheet.getByRole("button", { name: "Create secret" }).click();
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("No action");

  const identifier = newName("secret");
  const made = await api.post("/v1/actions", {
    data: action(identifier, {}, { name: `{{ .secrets.${name} }}` }),
  });
  expect(made.status(), await made.text()).toBe(201);
  await page.reload();
  const row = page.getByRole("row", { name: new RegExp(name) });
  await expect(row.getByRole("link", { name: `Connect ${identifier}` })).toBeVisible();
  await row.getByRole("button", { name: `Delete ${name}` }).click();
  const confirm = page.getByRole("alertdialog");
  await expect(confirm).toContainText(`Connect ${identifier}`);
  await confirm.getByRole("button", { name: "Cancel" }).click();
  await expect(confirm).toBeHidden();

  // By keyboard: open it, replace the value.
  await row.getByRole("button", { name, exact: true }).focus();
  await page.keyboard.press("Enter");
  await sheet.getByLabel("New value").fill(`${value}-2`);
  await page.keyboard.press("Tab");
  await sheet.getByRole("button", { name: "Save secret" }).press("Enter");
  await expect(sheet).toBeHidden();
  const listed = await api.get("/v1/organization/secrets");
  expect(await listed.text()).not.toContain(value);
  await page.goto("/settings/audit");
  await expect(page.getByText(name).first()).toBeVisible();
  expect(await page.content()).not.toContain(value);
});

/** Everything that a page was answered, and what the browser keeps of it. */
function overhear(page: Page): { answers: Promise<string>[]; requests: string[] } {
  const heard = { answers: [] as Promise<string>[], requests: [] as string[] };
  page.on("response", (response) =>
    heard.answers.push(
      response.text().then(
        (text) => `${response.url()} ${text}`,
        // A redirect, or a page that is left, has no body.
        () => response.url(),
      ),
    ),
  );
  page.on("request", (request) => heard.requests.push(`${request.url()} ${request.postData() ?? ""}`));
  return heard;
}

test("secret inputs leave the browser encrypted, or for the run alone, and are shown nowhere", async ({
  as,
  api,
}) => {
  const { publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const identifier = newName("sealed");
  const made = await api.post("/v1/actions", {
    data: action(identifier, {
      password: { type: "string", title: "Password", encryption: "aes256-gcm" },
      token: { type: "string", title: "Token", encryption: { algorithm: "client-side", key: publicKey } },
    }),
  });
  expect(made.status(), await made.text()).toBe(201);
  const [password, token] = [`password-${randomUUID()}`, `token-${randomUUID()}`];
  const page = await as("developer");
  const heard = overhear(page);
  await page.goto(`/actions/${identifier}`);
  const form = page.getByRole("form");
  await form.getByLabel(/^Name/).fill(newName("sealed").replaceAll("-", "_"));
  await form.getByLabel(/^Password/).fill(password);
  await form.getByLabel(/^Token/).fill(token);
  await page.getByRole("button", { name: `Connect ${identifier}` }).click();
  await page.waitForURL(/\/runs\//);
  await expect(page.getByText("••••")).toHaveCount(2);

  const answers = (await Promise.all(heard.answers)).join("\n");
  const kept = JSON.stringify(
    await page.evaluate(() => [
      { ...localStorage },
      { ...sessionStorage },
      document.documentElement.outerHTML,
    ]),
  );
  for (const secret of [password, token]) {
    expect(answers).not.toContain(secret);
    expect(kept).not.toContain(secret);
    expect(page.url()).not.toContain(secret);
  }
  expect(heard.requests.filter((request) => request.includes(token))).toEqual([]);
  expect(heard.requests.filter((request) => request.includes(password))).toHaveLength(1);
  await page.getByRole("link", { name: "Fill in again" }).click({ timeout: 60_000 });
  await expect(form.getByLabel(/^Name/)).not.toHaveValue("");
  await expect(form.getByLabel(/^Password/)).toHaveValue("");
});
