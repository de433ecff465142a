import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { restApp } from "@/server/api/rest-app";
import type { Context } from "@/server/kernel/context";
import { revealInputKey, rotateInputKey, inputKey } from "./input-key";
import {
  changeSecret,
  createSecret,
  deleteSecret,
  listSecrets,
  missingSecrets,
  resolveSecrets,
  secretVersions,
  setSecret,
} from "./secrets";

let database: TestDatabase;
let admin: Context, member: Context;
const canary = "canary-of-the-organisation";

beforeAll(async () => {
  process.env.WAYMARK_ENCRYPTION_KEY = randomBytes(32).toString("base64");
  process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString("base64");
  process.env.DATABASE_URL ??= "postgres://unused";
  database = await createTestDatabase();
  const actor = { kind: "user" as const, id: "u1", email: "a@x.example", name: "Ada", memberships: [] };
  admin = { actor: { ...actor, role: "admin" }, origin: "UI", requestId: "t", db: database.db };
  member = { ...admin, actor: { ...actor, id: "u2", role: "member" } };
});
afterAll(() => database.close());

const dump = async () =>
  JSON.stringify(
    await database.db.execute(sql`
      select (select json_agg(a)::text from audit_log a) as audit,
             (select json_agg(s)::text from organization_secrets s) as secrets,
             (select json_agg(k)::text from organization_keys k) as keys`),
  );

describe("secrets of the organisation", () => {
  it("are written, replaced, used by the engine, and never read back", async () => {
    const made = await createSecret(admin, { name: "DB_PASSWORD", value: canary, description: "Main" });
    expect(made).toMatchObject({ name: "DB_PASSWORD", description: "Main", updatedBy: "u1" });
    await expect(createSecret(admin, { name: "DB_PASSWORD", value: "x" })).rejects.toMatchObject({
      code: "conflict",
    });
    const { version } = (await resolveSecrets(admin, ["DB_PASSWORD"])).DB_PASSWORD!;
    await changeSecret(admin, { name: "DB_PASSWORD", description: "The main one" });
    expect(await secretVersions(admin, ["DB_PASSWORD", "NONE"])).toEqual({ DB_PASSWORD: version });
    await setSecret(admin, { name: "DB_PASSWORD", value: `${canary}-2` });
    const resolved = (await resolveSecrets(admin, ["DB_PASSWORD"])).DB_PASSWORD!;
    expect(resolved.value.reveal()).toBe(`${canary}-2`);
    expect(resolved.version).not.toBe(version);
    expect(() => JSON.stringify(resolved)).toThrow();
    expect(JSON.stringify(await listSecrets(admin))).not.toContain(canary);
    expect(await missingSecrets(admin, ["DB_PASSWORD", "NONE"])).toEqual(["NONE"]);
    await expect(resolveSecrets(admin, ["NONE"])).rejects.toThrow(/under Settings, Secrets/);
    const text = await dump();
    for (const form of [
      canary,
      Buffer.from(canary).toString("hex"),
      Buffer.from(canary).toString("base64").slice(0, 30),
    ])
      expect(text).not.toContain(form);
  });

  it("are for administrators alone, by every way", async () => {
    const ways = [
      () => listSecrets(member),
      () => createSecret(member, { name: "X", value: "x" }),
      () => setSecret(member, { name: "DB_PASSWORD", value: "x" }),
      () => changeSecret(member, { name: "DB_PASSWORD", value: "x" }),
      () => deleteSecret(member, "DB_PASSWORD"),
      () => revealInputKey(member),
      () => rotateInputKey(member),
    ];
    for (const way of ways) await expect(way()).rejects.toMatchObject({ code: "forbidden" });
  });

  it("have the published routes", async () => {
    let ctx = admin;
    const app = restApp(async () => ctx);
    const send = async (method: string, path: string, body?: object) => {
      const response = await app.request(`/v1/organization/secrets${path}`, {
        method,
        ...(body ? { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } } : {}),
      });
      return { status: response.status, text: await response.text() };
    };
    const made = await send("POST", "", { secretName: "API-KEY", secretValue: canary, description: "Key" });
    expect(made.status).toBe(201);
    expect(JSON.parse(made.text)).toMatchObject({
      ok: true,
      secret: { secretName: "API-KEY", description: "Key" },
    });
    expect((await send("POST", "", { secretName: "API-KEY", secretValue: "again" })).status).toBe(409);
    for (const bad of [
      { secretName: "a b", secretValue: canary },
      { secretName: "x".repeat(101), secretValue: canary },
      { secretName: "BIG", secretValue: canary.repeat(3000) },
      { secretName: "NUL", secretValue: `${canary}\0` },
      { secretName: "LONG", secretValue: canary, description: "d".repeat(201) },
      { secretName: "MORE", secretValue: canary, value: canary },
      { secretName: "EMPTY", secretValue: "" },
    ]) {
      const answer = await send("POST", "", bad);
      expect(answer.status, bad.secretName).toBe(422);
      expect(answer.text).not.toContain(canary);
    }
    expect((await send("PATCH", "/API-KEY", { secretValue: "another-value" })).status).toBe(200);
    expect((await resolveSecrets(admin, ["API-KEY"]))["API-KEY"]!.value.reveal()).toBe("another-value");
    const listed = await send("GET", "");
    expect(JSON.parse(listed.text)).toMatchObject({
      secrets: [{ secretName: "API-KEY" }, { secretName: "DB_PASSWORD" }],
    });
    for (const answer of [made, listed, await send("GET", "/API-KEY")])
      expect(answer.text).not.toMatch(/value/i);
    ctx = member;
    for (const [method, path] of [
      ["GET", ""],
      ["GET", "/API-KEY"],
      ["DELETE", "/API-KEY"],
    ] as const)
      expect((await send(method, path)).status).toBe(403);
    ctx = admin;
    expect((await send("DELETE", "/API-KEY")).status).toBe(200);
    for (const method of ["GET", "DELETE"]) expect((await send(method, "/API-KEY")).status).toBe(404);
  });
});

describe("the key of encrypted inputs", () => {
  it("is made once, given out to administrators on the record, and replaced", async () => {
    const keys = await Promise.all(Array.from({ length: 5 }, () => inputKey(member)));
    expect(new Set(keys.map((key) => key.reveal())).size).toBe(1);
    const { key } = await revealInputKey(admin);
    expect(Buffer.from(key).length).toBeGreaterThanOrEqual(32);
    const rotated = await rotateInputKey(admin);
    expect(rotated.key).not.toBe(key);
    expect((await revealInputKey(admin)).key).toBe(rotated.key);
    const text = await dump();
    for (const one of [key, rotated.key]) expect(text).not.toContain(one);
    expect(text).toContain("REVEAL");
    expect(text).toContain("ROTATE");
  });
});
