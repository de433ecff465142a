import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { runs } from "@/db/schema/runs";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { createUser } from "@/server/identity/service/people";
import { type Actor, type Context, systemContext } from "@/server/kernel/context";
import { Conflict, Forbidden, Invalid, NotFound, Precondition } from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";
import { checkDefinition } from "./check-definition";
import { createAction, deleteAction, getAction, replaceAction } from "./definitions";
import { discardDraft, getActionWithDraft, publishDraft, saveDraft } from "./drafts";
import { executeAction } from "./execute";
import { formOfWorkflow } from "./import-workflow";
import { listRevisions, restoreRevision } from "./revisions";

let database: TestDatabase;
let admin: Actor, member: Actor;
const as = (actor: Actor): Context => ({ actor, origin: "UI", requestId: newId(), db: database.db });

const definition = (
  over: Record<string, unknown> = {},
  properties: object = { name: { type: "string" } },
) => ({
  identifier: "create_database",
  title: "Database",
  trigger: {
    type: "self-service",
    operation: "CREATE",
    blueprintIdentifier: "database",
    userInputs: { properties, order: Object.keys(properties) },
  },
  invocationMethod: { type: "TERRAFORM", template: "postgres-database" },
  ...over,
});

beforeAll(async () => {
  process.env.WAYMARK_ENCRYPTION_KEY = randomBytes(32).toString("base64");
  database = await createTestDatabase();
  const system = systemContext(database.db, "test", "t");
  const person = async (name: string, role: "admin" | "member"): Promise<Actor> => {
    const { id, email } = await createUser(system, { email: `${name}@example.com`, name, role });
    return { kind: "user", id, email, name, role, memberships: [] };
  };
  admin = await person("ada", "admin");
  member = await person("max", "member");
  await createBlueprint(system, { identifier: "database", title: "Database", schema: { properties: {} } });
  await createAction(as(admin), definition());
});
afterAll(() => database.close());

const entries = async () =>
  (await database.db.select().from(auditLog).where(eq(auditLog.resourceType, "action"))).map((e) => e.action);

it("a draft changes nothing for anybody until it is published", async () => {
  const next = definition({ title: "Next" }, { name: { type: "string" }, size: { type: "number" } });
  expect((await saveDraft(as(admin), "create_database", next, 1)).issues).toEqual([]);
  expect(await getAction(as(member), "create_database")).toMatchObject({ title: "Database", revision: 1 });
  expect(await getActionWithDraft(as(admin), "create_database")).toMatchObject({
    title: "Database",
    draft: { definition: next, byName: "ada", outdated: false },
  });
  expect((await getActionWithDraft(as(member), "create_database")).draft).toBeNull();
  await expect(publishDraft(as(admin), "create_database", 0)).rejects.toThrow(Conflict);

  expect(await publishDraft(as(admin), "create_database", 1)).toMatchObject({ title: "Next", revision: 2 });
  expect(await getActionWithDraft(as(admin), "create_database")).toMatchObject({
    title: "Next",
    draft: null,
  });
  await expect(publishDraft(as(admin), "create_database", 2)).rejects.toThrow(Precondition);
  expect(await entries()).toEqual(["CREATE", "SAVE_DRAFT", "UPDATE"]);
});

it("a draft with faults is kept and told about, and cannot be published", async () => {
  const broken = definition({}, { name: { type: "strin" } });
  const { issues } = await saveDraft(as(admin), "create_database", broken, 2);
  expect(issues.map(({ path }) => path.join("."))).toEqual(["trigger.userInputs.properties.name.type"]);
  await expect(publishDraft(as(admin), "create_database", 2)).rejects.toThrow(Invalid);
  expect((await getActionWithDraft(as(admin), "create_database")).draft?.definition).toEqual(broken);
  await expect(saveDraft(as(admin), "create_database", { title: "\0" }, 2)).rejects.toThrow(Invalid);

  await discardDraft(as(admin), "create_database");
  await discardDraft(as(admin), "create_database");
  expect((await getActionWithDraft(as(admin), "create_database")).draft).toBeNull();
  expect((await entries()).slice(-2)).toEqual(["SAVE_DRAFT", "DISCARD_DRAFT"]);
});

it("a draft that is older than the action does not undo what was changed meanwhile", async () => {
  await saveDraft(as(admin), "create_database", definition({ title: "Draft" }), 2);
  await replaceAction(as(admin), "create_database", definition({ title: "Meanwhile" }));
  await expect(saveDraft(as(admin), "create_database", definition(), 2)).rejects.toThrow(Conflict);
  expect((await getActionWithDraft(as(admin), "create_database")).draft).toMatchObject({ outdated: true });
  await expect(publishDraft(as(admin), "create_database", 3)).rejects.toThrow(/changed after its draft/);
  await saveDraft(as(admin), "create_database", definition({ title: "Draft" }), 3);
  expect(await publishDraft(as(admin), "create_database", 3)).toMatchObject({ title: "Draft", revision: 4 });
});

it("two who work on a draft do not overwrite each other", async () => {
  const save = (title: string, replaces: string | null) =>
    saveDraft(as(admin), "create_database", definition({ title }), 4, replaces);
  const draft = async () => (await getActionWithDraft(as(admin), "create_database")).draft;
  const first = await save("First", null);
  expect((await draft())?.at).toBe(first.at);
  await expect(save("Second", null)).rejects.toMatchObject({
    details: { data: { revision: 4, draft: first.at } },
  });
  const next = await save("First again", first.at);
  await expect(save("Second", first.at)).rejects.toThrow(/else saved a draft/);
  await expect(discardDraft(as(admin), "create_database", first.at)).rejects.toThrow(Conflict);
  await expect(publishDraft(as(admin), "create_database", 4, first.at)).rejects.toThrow(Conflict);
  expect((await draft())?.definition).toMatchObject({ title: "First again" });
  await discardDraft(as(admin), "create_database", next.at);
  await expect(save("Second", next.at)).rejects.toThrow(/published or discarded/);
});

it("an earlier revision comes back as a new one, and what waits for approval is void", async () => {
  await replaceAction(as(admin), "create_database", definition({ requiredApproval: true, publish: true }), {
    revision: 4,
  });
  const run = await executeAction(as(member), "create_database", { properties: { name: "orders" } });
  await database.db.update(runs).set({ status: "awaiting_approval" }).where(eq(runs.id, run.id));
  const revisions = await listRevisions(as(admin), "create_database");
  expect(revisions.map((r) => [r.revision, r.definition?.title, r.byName])).toEqual([
    [5, "Database", "ada"],
    [4, "Draft", "ada"],
    [3, "Meanwhile", "ada"],
    [2, "Next", "ada"],
    [1, "Database", "ada"],
  ]);
  await expect(restoreRevision(as(admin), "create_database", 2, 4)).rejects.toThrow(Conflict);
  await expect(restoreRevision(as(admin), "create_database", 9, 5)).rejects.toThrow(NotFound);
  expect(await restoreRevision(as(admin), "create_database", 2, 5)).toMatchObject({
    title: "Next",
    revision: 6,
  });
  const key = `void:${run.id}`;
  const waiting = await database.db.execute(sql`select 1 from graphile_worker.jobs where key = ${key}`);
  expect([...waiting]).toHaveLength(1);
});

it("a renamed action keeps its name when an earlier revision comes back", async () => {
  await replaceAction(as(admin), "create_database", definition({ identifier: "make_database" }));
  const { revision } = await restoreRevision(as(admin), "make_database", 1, 7);
  expect(await getAction(as(admin), "make_database")).toMatchObject({
    revision,
    identifier: "make_database",
  });
});

it("a check tells what would be refused and what could not be rendered", async () => {
  const places = async (input: unknown, identifier?: string) => {
    const { issues, warnings } = await checkDefinition(as(admin), input, identifier);
    return [issues, warnings].map((list) => list.map(({ path }) => path.join(".")));
  };
  const webhook = { type: "WEBHOOK", url: "https://example.com", body: { a: "{{ .inputs. }}" } };
  expect(await places({})).toEqual([expect.arrayContaining(["identifier", "trigger"]), []]);
  expect(await places(definition({ identifier: "make_database" }))).toEqual([["identifier"], []]);
  expect(await places(definition({ identifier: "make_database" }), "make_database")).toEqual([[], []]);
  expect(await places(definition({ identifier: "hook", invocationMethod: webhook }))).toEqual([
    [],
    ["invocationMethod.body.a"],
  ]);
  const invocationMethod = {
    type: "TERRAFORM",
    template: "postgres-database",
    connection: "nowhere",
    variables: { a: "{{ .inputs.nam }}", c: "{{ .inputs.name }}" },
    mapping: { identifier: "x", properties: { size: 1, "{{ .inputs.name }}": 2 }, relations: { owner: "y" } },
  };
  const waits = { type: "string", visible: { jqQuery: ".form.nam != null" } };
  const lacking = definition(
    { identifier: "lacking", invocationMethod },
    { name: { type: "string" }, waits },
  );
  expect(await places(lacking)).toEqual([
    [],
    [
      "trigger.userInputs.properties.waits.visible.jqQuery",
      "invocationMethod.variables.a",
      "invocationMethod.connection",
      "invocationMethod.mapping.properties.size",
      "invocationMethod.mapping.relations.owner",
    ],
  ]);
});

it("a workflow that is not started by hand is refused with the reason", () => {
  const text = "on: { workflow_dispatch: { inputs: { name: { required: true } } } }";
  expect(formOfWorkflow(as(admin), text)).toMatchObject({ userInputs: { required: ["name"] } });
  expect(() => formOfWorkflow(as(admin), "on: push")).toThrow(Invalid);
  expect(() => formOfWorkflow(as(member), text)).toThrow(Forbidden);
});

it("is for administrators alone, and says so of what is not there", async () => {
  const calls = (ctx: Context, identifier: string) => [
    () => saveDraft(ctx, identifier, definition(), 1),
    () => discardDraft(ctx, identifier),
    () => publishDraft(ctx, identifier, 1),
    () => listRevisions(ctx, identifier),
    () => restoreRevision(ctx, identifier, 1, 1),
  ];
  for (const call of calls(as(member), "make_database")) await expect(call()).rejects.toThrow(Forbidden);
  for (const call of calls(as(admin), "nothing")) await expect(call()).rejects.toThrow(NotFound);
  await expect(checkDefinition(as(member), {})).rejects.toThrow(Forbidden);
  await deleteAction(as(admin), "make_database");
  await expect(getActionWithDraft(as(admin), "make_database")).rejects.toThrow(NotFound);
});
