import { decide, personApi, readWorkspace, requestDatabase, untilRun } from "./api";
import { asProvisioner, existsOnServer, newName } from "./databases";
import { EntityPage } from "./pages/entity";
import { RunPage } from "./pages/run";
import { expect, test } from "./test";

test("an apply that fails says why, registers nothing, and can be tried again", async ({ as, api }) => {
  test.setTimeout(600_000);
  const name = newName("taken");
  await asProvisioner((sql) => sql.unsafe(`create role ${name}`));
  const client = await personApi("developer");
  const failing = await requestDatabase(client, name);
  await client.dispose();
  await untilRun(api, failing, "awaiting_approval");
  const developer = await as("developer");
  const run = new RunPage(developer);
  await run.open(failing);
  await decide("lead", failing, { status: "APPROVE" });

  await run.is("failed");
  await expect(developer.getByText("This run did not succeed")).toBeVisible();
  await expect(run.diagnostics).toContainText(`A role "${name}" exists already`);
  await expect(run.diagnostics).toContainText("terraform_data.creation");
  await expect(run.log).toContainText(`A role "${name}" exists already`);
  await developer.reload();
  await expect(run.diagnostics).toContainText(`A role "${name}" exists already`);

  expect(await new EntityPage(developer).open("database", name)).toBe(404);
  const entities = await api.get(`/v1/blueprints/database/entities/${name}`);
  expect(entities.status()).toBe(404);

  const member = await personApi("developer");
  expect(await readWorkspace(member, name)).toMatchObject({ status: "active", heldByRun: null, lock: null });
  await member.dispose();
  await asProvisioner((sql) => sql.unsafe(`drop role ${name}`));
  await run.open(failing);
  await run.confirmed("Run again");
  await developer.waitForURL((url) => url.pathname.startsWith("/runs/") && !url.pathname.endsWith(failing));
  await run.is("awaiting approval");
  const again = new URL(developer.url()).pathname.slice("/runs/".length);
  await decide("lead", again, { status: "APPROVE" });
  await run.is("succeeded");
  await expect(developer.getByRole("main").getByRole("link", { name, exact: true }).first()).toBeVisible();
  expect(await existsOnServer(name)).toBe(true);
});
