import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { actions } from "@/db/schema/actions";
import { runs } from "@/db/schema/runs";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { createUser } from "@/server/identity/service/people";
import { resolveSession, createSession } from "@/server/identity/service/sessions";
import { createTeam, setMembership } from "@/server/identity/service/teams";
import { type Actor, type Context, systemContext } from "@/server/kernel/context";
import { createPolicy, publishPolicy } from "@/server/policy/service/policies";
import { createAction, replaceAction } from "./definitions";
import { updatePermissions } from "./permissions";
import { executeAction } from "./execute";
import { previewPolicies } from "./preview-policies";
import { rerunAction } from "./rerun";

let database: TestDatabase;
const system = () => systemContext(database.db, "test", "request");
const as = (actor: Actor): Context => ({ actor, origin: "UI", requestId: "request", db: database.db });

async function person(name: string, role: "admin" | "member", lead = false): Promise<Actor> {
  const user = await createUser(system(), { email: `${name}@example.com`, name, role });
  await setMembership(system(), { team: "payments", userId: user.id, role: lead ? "lead" : "member" });
  const actor = await resolveSession(system(), await createSession(system(), user.id, "password"));
  if (!actor) throw new Error("There is no session.");
  return actor;
}

const definition = (requiredApproval: boolean) => ({
  identifier: "create_database",
  title: "Database",
  trigger: {
    type: "self-service",
    operation: "CREATE",
    blueprintIdentifier: "database",
    userInputs: { properties: { name: { type: "string" }, note: { type: "string" } }, required: ["name"] },
  },
  invocationMethod: {
    type: "TERRAFORM",
    template: "postgres-database",
    variables: { name: "{{ .inputs.name }}" },
    mapping: { identifier: "{{ .inputs.name }}", team: "payments" },
  },
  requiredApproval,
});

let dev: Actor;
let other: Actor;

beforeAll(async () => {
  database = await createTestDatabase();
  await createTeam(system(), { identifier: "payments", title: "Payments" });
  await person("ada", "admin");
  await person("lee", "member", true);
  dev = await person("dora", "member");
  other = await person("otto", "member");
  await createBlueprint(system(), { identifier: "database", title: "Database", schema: { properties: {} } });
  await createAction(system(), definition(false));
});
afterAll(() => database.close());

const end = (id: string) => database.db.update(runs).set({ status: "failed" }).where(eq(runs.id, id));

it("asks again under the rules of today, not of then", async () => {
  const first = await executeAction(as(dev), "create_database", { properties: { name: "orders" } });
  await expect(rerunAction(as(dev), { runId: first.id })).rejects.toThrow("not over yet");
  await end(first.id);

  await database.db.update(actions).set({ definition: definition(true) as never, revision: 2 });
  const again = await rerunAction(as(dev), { runId: first.id });
  const [row] = await database.db.select().from(runs).where(eq(runs.id, again.id));
  expect(row).toMatchObject({ rerunOf: first.id, inputs: first.inputs });
  expect(row?.action).toMatchObject({ revision: 2, requiredApproval: true });
  await end(again.id);

  await expect(rerunAction(as(other), { runId: first.id })).rejects.toThrow("Only the person who requested");
  await updatePermissions(system(), "create_database", { execute: { roles: ["Admin"] } });
  await expect(rerunAction(as(dev), { runId: first.id })).rejects.toMatchObject({
    code: expect.stringMatching(/forbidden|not_found/),
  });
});

it("leaves out what is hidden today, and refuses what is no longer offered", async () => {
  const asking = (properties: Record<string, unknown>) => {
    const { trigger, ...rest } = definition(false);
    return { ...rest, identifier: "again", trigger: { ...trigger, userInputs: { properties } } };
  };
  const text = { type: "string" };
  await createAction(system(), asking({ name: text, note: text }));
  const first = await executeAction(as(dev), "again", { properties: { name: "ledger", note: "for me" } });
  await end(first.id);
  const replace = (properties: Record<string, unknown>) =>
    replaceAction(system(), "again", asking(properties));

  await replace({ name: text, note: { ...text, visible: { jqQuery: '.form.name == "other"' } } });
  const again = await rerunAction(as(dev), { runId: first.id });
  expect(again.inputs).toEqual({ name: "ledger" });
  await end(again.id);

  await replace({ name: text, note: { ...text, enum: ["a", "b"] } });
  await expect(rerunAction(as(dev), { runId: first.id })).rejects.toThrow("properties.note");
  await replace({ name: text });
  await expect(rerunAction(as(dev), { runId: first.id })).rejects.toThrow("properties.note");
});

it("asks for what policies denied only where they can be overridden, with their names and the reason", async () => {
  await replaceAction(system(), "create_database", definition(false));
  await updatePermissions(system(), "create_database", { execute: { roles: ["Admin", "Member"] } });
  const denied = async (overridable: boolean) => {
    const { id } = await executeAction(as(dev), "create_database", {
      properties: { name: `denied-${overridable}` },
    });
    await database.db
      .update(runs)
      .set({
        status: "failed",
        failure: { stage: "checks", code: "policy_denied", message: "No.", advice: null, diagnostics: [] },
        policyVerdicts: [
          { policy: "names", effect: "deny", outcome: "fail", message: "No.", overridable },
          { policy: "other", effect: "advise", outcome: "fail", message: "Hm." },
        ],
      })
      .where(eq(runs.id, id));
    return id;
  };
  await expect(
    rerunAction(as(dev), { runId: await denied(false), overrideReason: "Please." }),
  ).rejects.toMatchObject({ code: "precondition" });
  const runId = await denied(true);
  await expect(rerunAction(as(other), { runId, overrideReason: "Please." })).rejects.toMatchObject({
    code: "forbidden",
  });
  const again = await rerunAction(as(dev), { runId, overrideReason: "It is for the migration." });
  expect(again.policyOverride).toMatchObject({ policies: ["names"], reason: "It is for the migration." });
  await database.db.update(runs).set({ status: "cancelled" }).where(eq(runs.id, again.id));
  expect((await rerunAction(as(dev), { runId })).policyOverride).toBeNull();
});

it("says before a request what policies will say, and which of them have to wait", async () => {
  await createPolicy(system(), {
    identifier: "notes",
    title: "Notes are given",
    effect: "advise",
    expression: "has(inputs.note)",
    message: '"Say why."',
  });
  await createPolicy(system(), {
    identifier: "named",
    title: "Names",
    effect: "deny",
    expression: 'entity.identifier.startsWith("x")',
    message: '"x"',
  });
  for (const identifier of ["notes", "named"]) await publishPolicy(system(), identifier);
  const of = (properties: Record<string, unknown>) =>
    previewPolicies(as(dev), "create_database", { properties });
  expect(await of({})).toMatchObject({
    verdicts: [{ policy: "notes", message: "Say why." }],
    later: [{ policy: "named" }],
  });
  expect((await of({ note: "For the tests" })).verdicts).toEqual([]);
});
