import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { auditLog } from "@/db/schema/audit";
import { variableSetVariables } from "@/db/schema/pipelines";
import { type Context, systemContext } from "@/server/kernel/context";
import { newId } from "@/server/kernel/ids";
import type { Invalid } from "@/server/kernel/errors";
import { Forbidden } from "@/server/kernel/errors";
import { deleteVariableSet, listVariableSets, resolveVariableSets, upsertVariableSet } from "./variable-sets";

let database: TestDatabase;
let ctx: Context;
let member: Context;

beforeAll(async () => {
  database = await createTestDatabase();
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    WAYMARK_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
  });
  ctx = systemContext(database.db, "test", newId());
  member = {
    ...ctx,
    actor: { kind: "user", id: newId(), email: "m@x.io", name: "M", role: "member", memberships: [] },
  };
});
afterAll(() => database.close());

const region = (value?: unknown, sensitive = false) => ({
  kind: "terraform",
  name: "region",
  sensitive,
  value,
});
const set = (identifier: string, more: Record<string, unknown>) =>
  upsertVariableSet(ctx, { identifier, title: identifier, variables: [], ...more });
const given = async (team: string | null, environment: string | null) =>
  Object.fromEntries(
    (await resolveVariableSets(ctx, { team, environment })).map((v) => [v.name, [v.set, v.value.reveal()]]),
  );

describe("variable sets", () => {
  it("win the more, the narrower they are", async () => {
    await set("org", { variables: [region("org"), { kind: "environment", name: "TZ", value: "UTC" }] });
    await set("prod", { environment: "production", variables: [region("prod")] });
    await set("payments", { team: "payments", variables: [region("team")] });
    await set("payments-prod", { team: "payments", environment: "production", variables: [region("both")] });
    expect(await given(null, null)).toEqual({ region: ["org", "org"], TZ: ["org", "UTC"] });
    expect(await given(null, "production")).toMatchObject({ region: ["prod", "prod"] });
    expect(await given("payments", null)).toMatchObject({ region: ["payments", "team"] });
    expect(await given("payments", "production")).toMatchObject({
      region: ["payments-prod", "both"],
      TZ: ["org", "UTC"],
    });
    expect(await given("logistics", "dev")).toMatchObject({ region: ["org", "org"] });
  });

  it("seal what is sensitive, and never give it out", async () => {
    const made = await set("sealed", { team: "sec", variables: [region("canary-of-a-set", true)] });
    expect(made.variables).toMatchObject([{ name: "region", sensitive: true, value: null }]);
    expect(JSON.stringify(await listVariableSets(ctx))).not.toContain("canary-of-a-set");
    const rows = await database.db.select().from(variableSetVariables);
    expect(JSON.stringify(rows)).not.toContain("canary-of-a-set");
    expect(JSON.stringify(await database.db.select().from(auditLog))).not.toContain("canary-of-a-set");
    expect(await given("sec", null)).toMatchObject({ region: ["sealed", "canary-of-a-set"] });
    await expect(set("sealed", { team: "sec", variables: [region(undefined, false)] })).rejects.toThrow(
      /cannot be read back/,
    );
    await set("sealed", { team: "sec", variables: [region(undefined, true)] });
    expect(await given("sec", null)).toMatchObject({ region: ["sealed", "canary-of-a-set"] });
  });

  it("have another version of a variable only when its value changes", async () => {
    const version = async () =>
      (await resolveVariableSets(ctx, { team: "v", environment: null })).find(({ name }) => name === "a")
        ?.version;
    await set("v", { team: "v", variables: [{ ...region("1"), name: "a" }] });
    const first = await version();
    await set("v", { team: "v", title: "Another", variables: [{ ...region("1"), name: "a" }] });
    expect(await version()).toBe(first);
    await set("v", { team: "v", variables: [{ ...region("2"), name: "a" }] });
    expect(await version()).not.toBe(first);
  });

  it("refuse what would break runs, at its place", async () => {
    const fault = async (variables: unknown[]) => {
      try {
        await set("bad", { variables });
        return null;
      } catch (error) {
        return (error as Invalid).details.issues?.map(({ path }) => path.join("."));
      }
    };
    expect(await fault([{ kind: "environment", name: "PATH", value: "/" }])).toEqual(["variables.0.name"]);
    expect(await fault([{ kind: "environment", name: "TF_LOG", value: "TRACE" }])).toEqual([
      "variables.0.name",
    ]);
    expect(await fault([{ kind: "environment", name: "N", value: 1 }])).toEqual(["variables.0.value"]);
    expect(await fault([{ kind: "terraform", name: "a-b", value: 1 }])).toEqual(["variables.0.name"]);
    expect(await fault([region("1"), region("2")])).toEqual(["variables.1.name"]);
    expect(await fault([region()])).toEqual(["variables.0.value"]);
    expect((await listVariableSets(ctx)).some(({ identifier }) => identifier === "bad")).toBe(false);
  });

  it("are for administrators, and go with what they held", async () => {
    await expect(listVariableSets(member)).rejects.toThrow(Forbidden);
    await expect(upsertVariableSet(member, {})).rejects.toThrow(Forbidden);
    await set("gone", { team: "g", variables: [region("x")] });
    await deleteVariableSet(ctx, "gone");
    expect(await given("g", null)).toMatchObject({ region: ["org", "org"] });
    await expect(deleteVariableSet(ctx, "gone")).rejects.toThrow(/was not found/);
  });
});
