import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createUser, getUserByEmail } from "@/server/identity/service/people";
import { authenticatePassword } from "@/server/identity/service/sign-in";
import { systemContext } from "@/server/kernel/context";
import { exportModel, importModel, makeAdministrator } from "./admin";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const system = () => systemContext(database.db, "test", "request");
const someone = { email: "ada@example.com", name: "Ada", newPassword: false };

it("makes the first administrator, who can sign in with the password shown", async () => {
  const made = await makeAdministrator(database.url, someone);
  expect(made).toMatchObject({ email: "ada@example.com", created: true });
  const anonymous = { ...system(), actor: { kind: "anonymous" as const } };
  await expect(authenticatePassword(anonymous, made.email, made.password ?? "")).resolves.toMatchObject({
    email: made.email,
  });
});

it("promotes somebody who is there, and leaves their password alone unless asked", async () => {
  const mine = "the password I have had";
  await createUser(system(), { email: "lee@example.com", name: "Lee", password: mine });
  const made = await makeAdministrator(database.url, { ...someone, email: "lee@example.com" });
  expect(made).toEqual({ email: "lee@example.com", password: null, created: false });
  expect(await getUserByEmail(system(), "lee@example.com")).toMatchObject({ role: "admin" });
  const again = await makeAdministrator(database.url, {
    ...someone,
    email: "lee@example.com",
    newPassword: true,
  });
  expect(again.password).toMatch(/^[\w-]{20}$/);
});

it("refuses what is no address", async () => {
  await expect(makeAdministrator(database.url, { ...someone, email: "no address" })).rejects.toThrow(
    "e-mail",
  );
});

it("takes the model out as a text and brings it in again", async () => {
  const text = `version: 1\nblueprints:\n  - identifier: region\n    title: Region\n    schema: { properties: {} }\nentities:\n  - { blueprint: region, identifier: eu }\n`;
  const options = { prune: false, dryRun: false };
  expect((await importModel(database.url, text, { ...options, dryRun: true })).counts).toMatchObject({
    create: 2,
  });
  expect((await importModel(database.url, text, options)).counts).toMatchObject({ create: 2 });
  const out = await exportModel(database.url, { format: "yaml", entities: true });
  expect(out).toContain("identifier: region");
  expect((await importModel(database.url, out, options)).counts).toMatchObject({ create: 0, change: 0 });
});
