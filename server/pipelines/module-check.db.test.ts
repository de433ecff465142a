import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/server/kernel/context";
import { Forbidden, Invalid } from "@/server/kernel/errors";
import { type FakeGit, fakeGit, GIT_PASSWORD } from "./backends/testing-git";
import { checkModule } from "./module-check";
import { upsertConnection } from "./service";

let database: TestDatabase, server: FakeGit, dataDir: string;
const as = (role: "admin" | "member"): Context => ({
  actor: { kind: "user", id: "u1", email: "a@x.example", name: "Ada", role, memberships: [] },
  origin: "UI",
  requestId: "t",
  db: database.db,
});

beforeAll(async () => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-checked-"));
  Object.assign(process.env, {
    WAYMARK_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
    DATABASE_URL: "postgres://unused",
    WAYMARK_EGRESS_ALLOW: "127.0.0.1/32",
    WAYMARK_DATA_DIR: dataDir,
  });
  [database, server] = await Promise.all([createTestDatabase(), fakeGit()]);
  server.make("team/modules", {
    "database/main.tf": 'variable "name" {}\noutput "host" { value = "x" }\n',
    "readme.md": "no module",
  });
  await upsertConnection(as("admin"), {
    identifier: "code",
    title: "Code",
    kind: "git",
    settings: { url: server.url },
    variables: { USERNAME: "portal", PASSWORD: GIT_PASSWORD },
  });
});
afterAll(async () => {
  await Promise.all([database.close(), server.close()]);
  fs.rmSync(dataDir, { recursive: true });
});

const source = (over: object = {}) => ({
  repository: `${server.url}/team/modules.git`,
  commit: "main",
  folder: "database",
  connection: "code",
  ...over,
});

it("finds the commit of a branch, and says what the module declares", async () => {
  const commit = server.git("team/modules", "rev-parse", "main").trim();
  const found = await checkModule(as("admin"), source());
  expect(found).toMatchObject({ commit, files: 1, module: { outputs: ["host"], faults: [] } });
  expect(found.module.variables.map(({ name }) => name)).toEqual(["name"]);
  expect(await checkModule(as("admin"), source({ commit }))).toEqual(found);
});

it("refuses what cannot be run, with the place, and whoever may not write actions", async () => {
  const refused = checkModule(as("admin"), source({ commit: "nowhere" }));
  await expect(refused).rejects.toBeInstanceOf(Invalid);
  await expect(refused).rejects.toMatchObject({ details: { issues: [{ path: ["commit"] }] } });
  await expect(checkModule(as("admin"), source({ folder: "other" }))).rejects.toThrow("was not found");
  await expect(checkModule(as("admin"), source({ connection: "gone" }))).rejects.toThrow('"gone"');
  await expect(checkModule(as("member"), source())).rejects.toBeInstanceOf(Forbidden);
});
