import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/server/kernel/context";
import { transaction } from "@/server/kernel/transaction";
import { consequence } from "../core/verdict";
import type { PolicyInput } from "../schema";
import { testCase } from "../testing";
import { evaluatePolicies, recordVerdicts } from "./evaluate";
import {
  createPolicy,
  deletePolicy,
  disablePolicy,
  getPolicy,
  listPolicies,
  listRevisions,
  publishPolicy,
  restoreRevision,
  updatePolicy,
} from "./policies";
import { addStarter, listStarters } from "./starters";
import { getPolicySettings, updatePolicySettings } from "./settings";
import { forgetCases, getCase, listCases, tryAgainstRuns, tryOnRun, tryPolicy } from "./trial";

let database: TestDatabase;
let admin: Context, member: Context;

beforeAll(async () => {
  process.env.WAYMARK_ENCRYPTION_KEY = randomBytes(32).toString("base64");
  process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString("base64");
  process.env.DATABASE_URL ??= "postgres://unused";
  database = await createTestDatabase();
  const actor = { kind: "user" as const, id: "u1", email: "a@x.example", name: "Ada", memberships: [] };
  admin = { actor: { ...actor, role: "admin" }, origin: "UI", requestId: "t", db: database.db };
  member = { ...admin, actor: { ...actor, id: "u2", role: "member" } };
  await database.db.execute(sql`
    insert into users (email, name, role) values ('ada@x.example', 'Ada', 'admin'), ('max@x.example', 'Max', 'member')`);
});
afterAll(() => database.close());

const size = {
  title: "No large databases",
  effect: "deny",
  expression: 'inputs.size != "large"',
  message: '"Large databases need a budget, " + user.name + "."',
};
const run = (over: Partial<PolicyInput> = {}): PolicyInput =>
  testCase({ inputs: { size: "large" }, action: testCase().action, ...over });
const actions = async () =>
  (
    await database.db.execute<{ action: string }>(
      sql`select action from audit_log where resource_type = 'policy' order by id`,
    )
  ).map(({ action }) => action);

describe("policies", () => {
  it("are drafts that judge nothing, then live, then off, each step in the audit log", async () => {
    const made = await createPolicy(admin, { identifier: "size", ...size });
    expect(made).toMatchObject({ state: "draft", revision: 1, liveRevision: null, live: null });
    expect(await evaluatePolicies(admin, run())).toEqual([]);
    await publishPolicy(admin, "size", { revision: 1 });
    expect(await evaluatePolicies(admin, run())).toEqual([
      expect.objectContaining({
        policy: "size",
        title: "No large databases",
        revision: 1,
        effect: "deny",
        outcome: "fail",
        message: "Large databases need a budget, Dora.",
        overridable: false,
      }),
    ]);
    expect(await evaluatePolicies(admin, run({ inputs: { size: "small" } }))).toEqual([
      expect.objectContaining({ outcome: "pass" }),
    ]);
    await expect(deletePolicy(admin, "size")).rejects.toMatchObject({ code: "precondition" });
    expect(await disablePolicy(admin, "size")).toMatchObject({ state: "disabled", liveRevision: 1 });
    expect(await evaluatePolicies(admin, run())).toEqual([]);
    await expect(disablePolicy(admin, "size")).rejects.toMatchObject({ code: "precondition" });
    expect(await actions()).toEqual(["CREATE", "PUBLISH", "DISABLE"]);
  });

  it("go on judging by the published revision until the next is", async () => {
    await publishPolicy(admin, "size");
    await updatePolicy(admin, "size", { ...size, expression: "true" }, { revision: 1 });
    expect(await getPolicy(admin, "size")).toMatchObject({ revision: 2, liveRevision: 1, live: size });
    expect(consequence(await evaluatePolicies(admin, run()))).toBe("deny");
    await publishPolicy(admin, "size");
    expect(consequence(await evaluatePolicies(admin, run()))).toBe("allow");
    const revisions = await listRevisions(member, "size");
    expect(
      revisions.map(({ revision, changed }) => [revision, changed.length > 1 ? "all" : changed]),
    ).toEqual([
      [2, ["expression"]],
      [1, "all"],
    ]);
    await restoreRevision(admin, "size", 1, 2);
    expect(await getPolicy(admin, "size")).toMatchObject({ revision: 3, liveRevision: 2, definition: size });
    await publishPolicy(admin, "size", { revision: 3 });
    expect(consequence(await evaluatePolicies(admin, run()))).toBe("deny");
  });

  it("are not changed by who has not seen the last change, and write nothing without one", async () => {
    await expect(updatePolicy(admin, "size", size, { revision: 2 })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await updatePolicy(admin, "size", size, { revision: 3 })).toMatchObject({ revision: 3 });
    await expect(createPolicy(admin, { identifier: "size", ...size })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("are managed by administrators, and read by everybody", async () => {
    const refused = { code: "forbidden" };
    await expect(createPolicy(member, { identifier: "mine", ...size })).rejects.toMatchObject(refused);
    await expect(updatePolicy(member, "size", size)).rejects.toMatchObject(refused);
    await expect(publishPolicy(member, "size")).rejects.toMatchObject(refused);
    await expect(disablePolicy(member, "size")).rejects.toMatchObject(refused);
    await expect(deletePolicy(member, "size")).rejects.toMatchObject(refused);
    await expect(restoreRevision(member, "size", 1, 3)).rejects.toMatchObject(refused);
    await expect(listCases(member, 10)).rejects.toMatchObject(refused);
    await expect(getCase(member, "r_1")).rejects.toMatchObject(refused);
    await expect(tryPolicy(member, { definition: size, run: run() })).rejects.toMatchObject(refused);
    await expect(tryAgainstRuns(member, { definition: size, limit: 5 })).rejects.toMatchObject(refused);
    await expect(updatePolicySettings(member, { timeZone: "UTC" })).rejects.toMatchObject(refused);
    expect(await listPolicies(member)).toHaveLength(1);
    await expect(getPolicy(member, "none")).rejects.toMatchObject({ code: "not_found" });
  });

  it("say what is wrong with them, and where", async () => {
    const wrong = async (change: object) => {
      const error = await createPolicy(admin, { identifier: "wrong", ...size, ...change }).catch(
        (e: unknown) => e,
      );
      return (error as { details: { issues: { path: unknown[]; message: string }[] } }).details.issues;
    };
    expect(await wrong({ expression: "true &&\nplan.chagnes.size() == 0", message: "1" })).toEqual([
      { path: ["expression"], message: "Line 2, column 6: No such key: chagnes" },
      { path: ["message"], message: "Line 1, column 1: It gives int, and has to give string." },
    ]);
    const stage = { count: 1, roles: [], users: [], teams: [], teamLeads: false };
    expect(await wrong({ effect: "require_approval" })).toMatchObject([{ path: ["requires"] }]);
    expect(await wrong({ requires: { ...stage, roles: ["Admin"] } })).toMatchObject([{ path: ["requires"] }]);
    expect(
      await wrong({ effect: "require_approval", requires: { ...stage, count: 2, roles: ["Admin"] } }),
    ).toMatchObject([
      { path: ["requires", "count"], message: expect.stringContaining("Nobody could ever satisfy it") },
    ]);
    expect(await wrong({ override: { ...stage, users: ["no@x.example"], teams: ["none"] } })).toMatchObject([
      { path: ["override", "users", 0] },
      { path: ["override", "teams", 0] },
    ]);
    expect(await wrong({ expression: "x".repeat(9_000) })).toMatchObject([{ path: ["expression"] }]);
    expect(await wrong({ title: "a\0b" })).not.toHaveLength(0);
    expect(await wrong({ surprise: true })).not.toHaveLength(0);
    for (const identifier of ["__proto__", "a b", "", null, 5, "a\0"])
      await expect(createPolicy(admin, { ...size, identifier })).rejects.toMatchObject({ code: "invalid" });
    for (const input of [null, [], "text", 5])
      await expect(createPolicy(admin, input)).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("a verdict", () => {
  it("is asked only within the scope of a policy", async () => {
    const scope = { actions: [], blueprints: [], operations: ["DELETE"], environments: ["production"] };
    await createPolicy(admin, { identifier: "scoped", ...size, expression: "false", scope });
    await publishPolicy(admin, "scoped");
    const of = async (over: Partial<PolicyInput>) =>
      (await evaluatePolicies(admin, run(over))).some(({ policy }) => policy === "scoped");
    const remove = { ...run().action, operation: "DELETE" as const };
    expect(await of({ action: remove, environment: "production" })).toBe(true);
    expect(await of({ action: remove, environment: null })).toBe(false);
    expect(await of({ environment: "production" })).toBe(false);
    await disablePolicy(admin, "scoped");
  });

  it("denies for a policy that cannot be evaluated, and says so", async () => {
    await createPolicy(admin, {
      identifier: "broken",
      ...size,
      effect: "advise",
      expression: "inputs.owner == 'x'",
    });
    await publishPolicy(admin, "broken");
    const verdict = (await evaluatePolicies(admin, run())).find(({ policy }) => policy === "broken");
    expect(verdict).toMatchObject({ effect: "deny", outcome: "error" });
    expect(verdict?.message).toContain("could not be evaluated (No such key: owner)");
    await disablePolicy(admin, "broken");
  });

  it("of a deny that people may override asks for their approval, once it is overridden", async () => {
    const override = { count: 1, roles: ["Admin"], users: [], teams: [], teamLeads: true };
    await updatePolicy(admin, "size", { ...size, override });
    await publishPolicy(admin, "size");
    const [denied] = await evaluatePolicies(admin, run());
    expect(denied).toMatchObject({ overridable: true });
    expect(denied?.requires).toBeUndefined();
    const by = { id: "u9", name: "Dora" };
    const asked = { override: { policies: ["size"], reason: "The migration needs it.", by } };
    const verdicts = await evaluatePolicies(admin, run(), asked);
    expect(verdicts[0]).toMatchObject({
      overriddenBy: { name: "Dora", reason: "The migration needs it." },
      requires: { count: 1, from: { roles: ["Admin"], teamLeads: true } },
    });
    expect(consequence(verdicts)).toBe("require_approval");
    const other = { override: { policies: ["other"], reason: "x", by } };
    expect(consequence(await evaluatePolicies(admin, run(), other))).toBe("deny");
  });
});

describe("past runs", () => {
  it("are judged by a draft as they were, beside the revision in force", async () => {
    for (const [runId, value] of [
      ["r_small", "small"],
      ["r_large", "large"],
    ] as const) {
      const input = run({ runId, inputs: { size: value } });
      await transaction(admin, async (tx) => recordVerdicts(tx, input, await evaluatePolicies(tx, input)));
    }
    expect((await listCases(admin, 10)).map(({ runId }) => runId).sort()).toEqual(["r_large", "r_small"]);
    expect((await getCase(admin, "r_large")).facts).toMatchObject({ inputs: { size: "large" } });
    const draft = { ...size, expression: 'inputs.size == "large"', message: '"Too small."' };
    const trial = await tryAgainstRuns(admin, { definition: draft, identifier: "size", limit: 10 });
    expect(trial).toMatchObject({ counts: { deny: 1, pass: 1, error: 0 }, changed: 2 });
    expect(trial.runs.find(({ runId }) => runId === "r_small")).toMatchObject({
      draft: { outcome: "deny", message: "Too small." },
      live: { outcome: "pass" },
    });
    expect(await tryOnRun(admin, { definition: draft, runId: "r_small" })).toMatchObject({ outcome: "fail" });
    await expect(tryOnRun(admin, { definition: draft, runId: "none" })).rejects.toMatchObject({
      code: "not_found",
    });
    const listed = (await listPolicies(admin)).find(({ identifier }) => identifier === "size");
    expect(listed).toMatchObject({ judged: 2, failed: 1 });
  });
});

describe("the starter set", () => {
  it("is added as drafts or at once in force, each once", async () => {
    const all = await listStarters(admin);
    expect(all.length).toBeGreaterThanOrEqual(7);
    expect(await addStarter(admin, { identifier: "freeze-windows", live: false })).toMatchObject({
      state: "draft",
    });
    expect(await addStarter(admin, { identifier: "names", live: true })).toMatchObject({
      state: "live",
      liveRevision: 1,
    });
    expect(await listStarters(admin)).toHaveLength(all.length - 2);
    await expect(addStarter(admin, { identifier: "names", live: true })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(addStarter(admin, { identifier: "nothing", live: true })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(addStarter(member, { identifier: "names", live: true })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("settings", () => {
  it("have the time zone that policies see", async () => {
    expect(await getPolicySettings(member)).toEqual({ timeZone: "UTC" });
    await updatePolicySettings(admin, { timeZone: "America/New_York" });
    await createPolicy(admin, {
      identifier: "zone",
      ...size,
      expression: 'time.zone == "America/New_York" && time.hour == 20',
    });
    await publishPolicy(admin, "zone");
    const verdicts = await evaluatePolicies(admin, run({ at: "2026-07-02T00:30:00.000Z" }));
    expect(verdicts.find(({ policy }) => policy === "zone")).toMatchObject({ outcome: "pass" });
    await expect(updatePolicySettings(admin, { timeZone: "Mars/Base" })).rejects.toMatchObject({
      code: "invalid",
    });
  });
});

it("forgets what it was told of runs of long ago, and keeps the newest whatever their age", async () => {
  await database.db.execute(sql`delete from policy_cases`);
  const told = (name: string, days: number, n: number) =>
    database.db.execute(sql`
      insert into policy_cases (run_id, facts, at)
      select ${name} || i, '{}', now() - make_interval(days => ${days}) - make_interval(secs => i) from generate_series(1, ${n}::int) i`);
  const left = async () => {
    const rows = await database.db.execute<{ name: string; n: number }>(sql`
      select rtrim(run_id, '0123456789') as name, count(*)::int as n from policy_cases group by 1 order by 1`);
    return rows.map(({ name, n }) => [name, n]);
  };
  await told("old", 100, 1_500);
  await told("new", 1, 700);
  expect(await forgetCases(admin)).toBe(199);
  expect(await forgetCases(admin)).toBe(0);
  expect(await left()).toEqual([
    ["new", 700],
    ["old", 1_301],
  ]);
  await told("newer", 0, 2_000);
  expect(await forgetCases(admin)).toBe(1_000);
  expect(await forgetCases(admin)).toBe(301);
  expect(await left()).toEqual([
    ["new", 700],
    ["newer", 2_000],
  ]);
});
