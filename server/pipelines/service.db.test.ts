import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "drizzle-orm";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createCallerFactory } from "@/server/api/trpc";
import type { Context } from "@/server/kernel/context";
import { transaction } from "@/server/kernel/transaction";
import { pipelinesRouter } from "./router";
import { deleteConnection, listConnections, resolveConnection, upsertConnection } from "./service";

let database: TestDatabase;
let admin: Context;
let member: Context;

beforeAll(async () => {
  process.env.WAYMARK_ENCRYPTION_KEY ??= randomBytes(32).toString("base64");
  process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString("base64");
  process.env.DATABASE_URL ??= "postgres://unused";
  database = await createTestDatabase();
  const actor = { kind: "user" as const, id: "u1", email: "a@x.example", name: "Ada", memberships: [] };
  admin = { actor: { ...actor, role: "admin" }, origin: "UI", requestId: "t", db: database.db };
  member = { ...admin, actor: { ...actor, id: "u2", role: "member" } };
});
afterAll(() => database.close());

const canary = "canary-of-a-connection";
const revealed = async (identifier: string) =>
  Object.fromEntries(
    Object.entries(await resolveConnection(admin, identifier)).map(([name, secret]) => [
      name,
      secret.reveal(),
    ]),
  );

describe("connections", () => {
  it("are written, changed in part, used by the engine, and never read back", async () => {
    const made = await upsertConnection(admin, {
      identifier: "server",
      title: "Server",
      description: "Main",
      variables: { URL: canary, REGION: "north" },
    });
    expect(made).toMatchObject({ identifier: "server", variableNames: ["REGION", "URL"] });
    const changed = await upsertConnection(admin, {
      identifier: "server",
      title: "The server",
      variables: { URL: null, ZONE: "a" },
    });
    expect(changed).toMatchObject({ title: "The server", variableNames: ["URL", "ZONE"] });
    expect(await revealed("server")).toEqual({ URL: canary, ZONE: "a" });
    expect(JSON.stringify(await listConnections(admin))).not.toContain(canary);
    expect(String((await resolveConnection(admin, "server")).URL)).toBe("[secret]");
    const everything = await database.db.execute(
      sql`select (select json_agg(a)::text from audit_log a) as audit, (select json_agg(c)::text from connections c) as rows`,
    );
    expect(JSON.stringify(everything)).not.toContain(canary);
    expect(String(everything[0]!.audit).replaceAll(" ", "")).toContain('"changed":["ZONE"]');
  });

  it("are refused with the place of the fault", async () => {
    const attempt = (variables: Record<string, string | null>, identifier = "other") =>
      upsertConnection(admin, { identifier, title: "Other", variables });
    await expect(attempt({ NEW: null })).rejects.toMatchObject({
      code: "invalid",
      details: { issues: [{ path: ["variables", "NEW"] }] },
    });
    await expect(attempt({ __proto__x: null })).rejects.toMatchObject({ code: "invalid" });
    for (const name of [
      "TF_LOG",
      "tf_http_password",
      "PATH",
      "NODE_OPTIONS",
      "LD_PRELOAD",
      "WAYMARK_NODE",
      "two words",
      "A=B",
      "1A",
      "",
    ]) {
      await expect(attempt({ [name]: "x" }), name).rejects.toMatchObject({ code: "invalid" });
    }
    await expect(attempt({ A: "nul\0" })).rejects.toMatchObject({ code: "invalid" });
    await expect(attempt({ A: "x" }, "../x")).rejects.toMatchObject({ code: "invalid" });
    expect((await listConnections(admin)).map((connection) => connection.identifier)).toEqual(["server"]);
  });

  it("are for administrators, by every way", async () => {
    const caller = createCallerFactory(pipelinesRouter)(member);
    await expect(caller.connections.list()).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(
      caller.connections.upsert({ identifier: "x", title: "x", variables: {} }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(caller.connections.delete({ identifier: "server" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(
      upsertConnection(member, { identifier: "x", title: "x", variables: {} }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteConnection(member, "server")).rejects.toMatchObject({ code: "forbidden" });
    expect((await caller.templates.list()).map((template) => template.slug)).toContain("postgres-database");
    expect((await caller.templates.get({ slug: "postgres-database" })).docs).toContain(
      "# PostgreSQL database",
    );
  });

  it("are gone when the transaction is, and missing ones say what to do", async () => {
    await expect(
      transaction(admin, async (tx) => {
        await deleteConnection(tx, "server");
        throw new Error("changed my mind");
      }),
    ).rejects.toThrow("changed my mind");
    expect(await revealed("server")).toMatchObject({ URL: canary });
    await deleteConnection(admin, "server");
    await expect(deleteConnection(admin, "server")).rejects.toMatchObject({ code: "not_found" });
    await expect(resolveConnection(admin, "server")).rejects.toThrow(
      "An administrator can add it under Settings, Connections.",
    );
  });

  it("made by two at once are one", async () => {
    const results = await Promise.allSettled(
      ["a", "b", "c"].map((value) =>
        upsertConnection(admin, { identifier: "race", title: value, variables: { V: value } }),
      ),
    );
    expect(results.filter((result) => result.status === "fulfilled").length).toBeGreaterThan(0);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "conflict" });
    expect(
      (await listConnections(admin)).filter((connection) => connection.identifier === "race"),
    ).toHaveLength(1);
  });
});
