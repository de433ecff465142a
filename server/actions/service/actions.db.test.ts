import { randomBytes } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { runs } from "@/db/schema/runs";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { createEntity } from "@/server/catalog/service/entities";
import { createUser, disableUser } from "@/server/identity/service/people";
import { createTeam, setMembership } from "@/server/identity/service/teams";
import { type Actor, type Context, systemContext } from "@/server/kernel/context";
import {
  Conflict,
  type DomainError,
  Forbidden,
  Invalid,
  NotFound,
  Precondition,
} from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";
import { createAction, deleteAction, getAction, replaceAction, selectActions } from "./definitions";
import { executeAction } from "./execute";
import { optionsOf } from "./options";
import { getPermissions, updatePermissions } from "./permissions";
import { listRevisions } from "./revisions";
import { formOf, listActions, previewApproval } from "./form";

type User = Extract<Actor, { kind: "user" }>;
let database: TestDatabase;
let admin: User, dev: User, lead: User, outsider: User, gone: User;
const machine: Actor = { kind: "client", id: newId(), name: "ci", role: "member", ownerId: null };

const as = (actor: Actor): Context => ({ actor, origin: "UI", requestId: newId(), db: database.db });
const system = () => systemContext(database.db, "test", "t");

const definition = (over: { identifier?: string; operation?: string; [key: string]: unknown } = {}) => {
  const { operation = "CREATE", identifier = "create_database", ...rest } = over;
  return {
    identifier,
    title: "Database",
    trigger: {
      type: "self-service",
      operation,
      blueprintIdentifier: "database",
      userInputs: {
        properties: {
          name: { type: "string", pattern: "^[a-z_]{3,40}$" },
          size: { type: "string", enum: ["small", "large"], default: "small" },
          team: { type: "string", format: "team" },
          service: { type: "string", format: "entity", blueprint: "service" },
          services: { type: "array", items: { type: "string", format: "entity", blueprint: "service" } },
          owner: { type: "string", format: "user" },
          count: { type: "number", minimum: 1, maximum: 3 },
        },
        required: operation === "CREATE" ? ["name", "team"] : [],
      },
    },
    invocationMethod: {
      type: "TERRAFORM",
      template: "postgres-database",
      variables: { name: "{{ .inputs.name }}" },
      ...(operation === "CREATE"
        ? { mapping: { identifier: "{{ .inputs.name }}", team: "{{ .inputs.team }}" } }
        : {}),
    },
    requiredApproval: true,
    ...rest,
  };
};

beforeAll(async () => {
  process.env.WAYMARK_ENCRYPTION_KEY = randomBytes(32).toString("base64");
  database = await createTestDatabase();
  for (const identifier of ["payments", "logistics"])
    await createTeam(system(), { identifier, title: identifier });
  const person = async (
    name: string,
    role: "admin" | "member",
    team?: string,
    teamRole: "lead" | "member" = "member",
  ): Promise<User> => {
    const user = await createUser(system(), { email: `${name}@example.com`, name, role });
    if (team) await setMembership(system(), { team, userId: user.id, role: teamRole });
    return {
      kind: "user",
      id: user.id,
      email: user.email,
      name,
      role,
      memberships: team ? [{ teamId: newId(), team, role: teamRole }] : [],
    };
  };
  admin = await person("ada", "admin");
  dev = await person("dora", "member", "payments");
  lead = await person("lee", "member", "payments", "lead");
  outsider = await person("olga", "member", "logistics", "lead");
  gone = await person("gus", "member");
  await disableUser(system(), gone.id);
  await createBlueprint(system(), { identifier: "service", title: "Service", schema: { properties: {} } });
  await createBlueprint(system(), { identifier: "database", title: "Database", schema: { properties: {} } });
  await createEntity(system(), "service", { identifier: "checkout", title: "Checkout", properties: {} }, {});
  await createEntity(
    system(),
    "database",
    { identifier: "orders", title: "Orders", team: ["payments"], properties: {} },
    {},
  );
  await createAction(as(admin), definition());
  await createAction(
    as(admin),
    definition({ identifier: "resize_database", operation: "DAY-2", title: "Resize" }),
  );
});
afterAll(() => database.close());

const valid = (name: string) => ({
  properties: { name, team: "payments", service: "checkout", owner: "dora@example.com" },
});
const failure = async (work: Promise<unknown>): Promise<DomainError> => {
  const thrown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).not.toBeNull();
  return thrown as DomainError;
};
const paths = async (work: Promise<unknown>) => {
  const error = await failure(work);
  expect(error).toBeInstanceOf(Invalid);
  return error.details.issues!.map((issue) => issue.path.join("."));
};
const failures = (action: string, resourceId: string) =>
  database.db
    .select()
    .from(auditLog)
    .where(
      and(eq(auditLog.action, action), eq(auditLog.resourceId, resourceId), eq(auditLog.status, "FAILURE")),
    );

describe("definitions", () => {
  it("come back as they were sent, with a numbered history", async () => {
    const sent = definition({ identifier: "history", requiredApproval: { type: "ALL" }, publish: true });
    expect(await createAction(as(admin), sent)).toMatchObject({ ...sent, revision: 1, createdBy: admin.id });
    await expect(createAction(as(admin), sent)).rejects.toThrow(Conflict);
    const next = { ...sent, identifier: "renamed", description: "New" };
    expect(await replaceAction(as(admin), "history", next, { revision: 1 })).toMatchObject({
      ...next,
      revision: 2,
    });
    await expect(replaceAction(as(admin), "renamed", sent, { revision: 1 })).rejects.toThrow(
      "changed by ada",
    );
    await expect(replaceAction(as(admin), "renamed", definition(), {})).rejects.toThrow(Conflict);
    await expect(getAction(as(dev), "history")).rejects.toThrow(NotFound);
    expect(
      (await listRevisions(as(admin), "renamed")).map((r) => [r.revision, r.definition?.identifier]),
    ).toEqual([
      [2, "renamed"],
      [1, "history"],
    ]);
    expect(
      (await selectActions(as(dev), { identifiers: ["renamed", "no"] })).map((a) => a.identifier),
    ).toEqual(["renamed"]);
    await deleteAction(as(admin), "renamed");
    await expect(deleteAction(as(admin), "renamed")).rejects.toThrow(NotFound);
    const audited = await database.db
      .select()
      .from(auditLog)
      .where(sql`resource_type = 'action' and resource_id in ('history', 'renamed')`);
    expect(audited.map((a) => a.action)).toEqual(["CREATE", "UPDATE", "DELETE"]);
  });

  it("changed by two at once keep one change, and tell the other", async () => {
    await createAction(as(admin), definition({ identifier: "contended" }));
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) =>
        replaceAction(as(admin), "contended", definition({ identifier: "contended", title: `T${i}` }), {
          revision: 1,
        }),
      ),
    );
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    for (const r of results) if (r.status === "rejected") expect(r.reason).toBeInstanceOf(Conflict);
  });

  it("name only what exists, and texts that parse", async () => {
    const bad = definition({ identifier: "bad" }) as ReturnType<typeof definition> & {
      trigger: { blueprintIdentifier: string };
    };
    bad.trigger.blueprintIdentifier = "nothing";
    bad.trigger.userInputs.properties.service.blueprint = "nowhere";
    bad.invocationMethod.template = "no-such-template";
    bad.invocationMethod.variables.name = "{{ .inputs.name | }}";
    expect(await paths(createAction(as(admin), bad))).toEqual([
      "trigger.blueprintIdentifier",
      "trigger.userInputs.properties.service.blueprint",
      "invocationMethod.template",
      "invocationMethod.variables.name",
    ]);
    expect(await paths(createAction(as(admin), definition({ identifier: "nul", title: "a\0b" })))).toEqual([
      "title",
    ]);
    expect(await paths(createAction(as(admin), "text"))).toEqual([""]);
  });

  it("are for administrators to change, and unpublished ones for them to see", async () => {
    await expect(createAction(as(dev), definition({ identifier: "x" }))).rejects.toThrow(Forbidden);
    await expect(replaceAction(as(dev), "create_database", definition())).rejects.toThrow(Forbidden);
    await expect(deleteAction(as(dev), "create_database")).rejects.toThrow(Forbidden);
    await expect(updatePermissions(as(dev), "create_database", {})).rejects.toThrow(Forbidden);
    await createAction(as(admin), definition({ identifier: "draft", publish: false }));
    await expect(getAction(as(dev), "draft")).rejects.toThrow(NotFound);
    await expect(executeAction(as(dev), "draft", valid("draft_db"))).rejects.toThrow(NotFound);
    await expect(executeAction(as(admin), "draft", valid("draft_db"))).rejects.toThrow(Precondition);
    expect(await getAction(as(admin), "draft")).toMatchObject({ publish: false });
    for (const identifier of ["\0", "../x", "no such"])
      await expect(getAction(as(dev), identifier)).rejects.toThrow(NotFound);
  });
});

describe("permissions", () => {
  it("are changed in parts, and never so that nobody can approve", async () => {
    await createAction(as(admin), definition({ identifier: "guarded" }));
    expect(await getPermissions(as(admin), "guarded")).toEqual({
      execute: { roles: ["Admin", "Member"], users: [], teams: [], ownedByTeam: false, policy: null },
      approve: { roles: ["Admin"], users: [], teams: [], teamLeads: true, policy: null },
    });
    const patched = await updatePermissions(as(admin), "guarded", {
      execute: { roles: [], users: [dev.email] },
    });
    expect(patched.execute).toEqual({
      roles: [],
      users: [dev.email],
      teams: [],
      ownedByTeam: false,
      policy: null,
    });
    expect(
      await paths(
        updatePermissions(as(admin), "guarded", {
          approve: { roles: [], teamLeads: false, users: [gone.email] },
        }),
      ),
    ).toEqual(["approve"]);
    expect((await getPermissions(as(admin), "guarded")).approve.roles).toEqual(["Admin"]);
    for (const actor of [lead, outsider, admin, machine])
      await expect(executeAction(as(actor), "guarded", valid("guarded_db"))).rejects.toThrow(Forbidden);
    expect(await failures("EXECUTE", "guarded")).toHaveLength(4);
    expect((await executeAction(as(dev), "guarded", valid("guarded_db"))).status).toBe("queued");
  });

  it("can leave an action on an entity to the team that owns it", async () => {
    const identifier = "owned_resize";
    await createAction(as(admin), definition({ identifier, operation: "DAY-2", requiredApproval: false }));
    await updatePermissions(as(admin), identifier, { execute: { ownedByTeam: true } });
    const on = { properties: {}, entity: "orders" };
    await expect(executeAction(as(outsider), identifier, on)).rejects.toThrow("what another team owns");
    await expect(formOf(as(outsider), identifier, { entity: "orders" })).rejects.toThrow(Forbidden);
    expect(
      (await listActions(as(outsider), { blueprint: "database", entity: "orders" })).map((a) => a.identifier),
    ).not.toContain(identifier);
    expect(
      (await listActions(as(dev), { blueprint: "database", entity: "orders" })).map((a) => a.identifier),
    ).toContain(identifier);
    expect(await executeAction(as(dev), identifier, on)).toMatchObject({
      target: { identifier: "orders" },
      team: "payments",
      approvalRule: null,
    });
  });
});

describe("execution", () => {
  it("takes a run in with defaults filled in, owner, rule and the definition's revision", async () => {
    const run = await executeAction(as(dev), "create_database", valid("ledger"));
    expect(run).toMatchObject({
      status: "queued",
      actionIdentifier: "create_database",
      blueprint: "database",
      target: { blueprint: "database", identifier: "ledger" },
      team: "payments",
      inputs: {
        name: "ledger",
        size: "small",
        team: "payments",
        service: "checkout",
        owner: "dora@example.com",
      },
      approvalRule: { type: "ANY", roles: ["Admin"], teamLeads: true, owningTeam: "payments" },
      action: {
        revision: 1,
        operation: "CREATE",
        requiredApproval: true,
        invocation: { operation: "apply" },
      },
      requesterId: dev.id,
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["a required value left out", { name: undefined }, "properties.name"],
    ["a null for a required value", { name: null }, "properties.name"],
    ["a pattern that does not match", { name: "No Spaces" }, "properties.name"],
    ["an array for a text", { name: ["ledger_x"] }, "properties.name"],
    ["an unknown key", { nmae: "x" }, "properties.nmae"],
    ["a key of the run's row", { status: "approved" }, "properties.status"],
    ["a forged choice", { size: "huge" }, "properties.size"],
    ["a number out of bounds", { count: 4 }, "properties.count"],
    ["a number as text", { count: "2" }, "properties.count"],
    ["a forged entity", { service: "no-such-service" }, "properties.service"],
    ["an entity of another blueprint", { service: "orders" }, "properties.service"],
    ["a forged entity in a list", { services: ["checkout", "nope"] }, "properties.services.1"],
    ["a person who does not exist", { owner: "nobody@example.com" }, "properties.owner"],
    ["a disabled person", { owner: "gus@example.com" }, "properties.owner"],
    ["a team that does not exist", { team: "no-team" }, "properties.team"],
    ["another's team", { team: "logistics" }, "properties.team"],
    ["a NUL character", { name: "abc\0" }, "properties.name"],
  ])("refuses %s at its place", async (_what, tampered, place) => {
    const { properties } = valid("tampered");
    const before = await database.db.$count(runs);
    expect(
      await paths(executeAction(as(dev), "create_database", { properties: { ...properties, ...tampered } })),
    ).toContain(place);
    expect(await database.db.$count(runs)).toBe(before);
  });

  it("lets administrators act for any team, and clients for none", async () => {
    const forLogistics = (name: string) => ({ properties: { name, team: "logistics" } });
    expect(await executeAction(as(admin), "create_database", forLogistics("by_admin"))).toMatchObject({
      team: "logistics",
    });
    expect(await paths(executeAction(as(machine), "create_database", forLogistics("by_machine")))).toEqual([
      "properties.team",
    ]);
  });

  it("knows its entity", async () => {
    await expect(executeAction(as(dev), "no_such_action", valid("x_x"))).rejects.toThrow(NotFound);
    expect(
      await paths(executeAction(as(dev), "create_database", { ...valid("with_entity"), entity: "orders" })),
    ).toEqual(["entity"]);
    expect(await paths(executeAction(as(dev), "resize_database", { properties: {} }))).toEqual(["entity"]);
    for (const entity of ["nope", "\0", "checkout"])
      expect(await paths(executeAction(as(dev), "resize_database", { properties: {}, entity }))).toEqual([
        "entity",
      ]);
    await expect(executeAction(as({ kind: "anonymous" }), "create_database", valid("anon"))).rejects.toThrow(
      "not signed in",
    );
  });

  it("is refused when nobody could approve it", async () => {
    await createAction(as(admin), definition({ identifier: "lonely" }));
    await updatePermissions(as(admin), "lonely", { approve: { roles: [] } });
    await expect(executeAction(as(lead), "lonely", valid("lonely_db"))).rejects.toThrow("Nobody can approve");
    expect((await formOf(as(lead), "lonely")).approval).toMatchObject({ approvers: [] });
    expect(await executeAction(as(dev), "lonely", valid("lonely_db"))).toMatchObject({
      approvalRule: { owningTeam: "payments" },
    });
  });

  it("with one key is one run, however often it is asked for", async () => {
    const key = "k".repeat(255);
    const ask = (actor: Actor, name: string, idempotencyKey = key) =>
      executeAction(
        as(actor),
        "create_database",
        { properties: { name, team: "payments" } },
        { idempotencyKey },
      );
    const results = await Promise.all(Array.from({ length: 50 }, () => ask(dev, "idem_db")));
    expect(new Set(results.map((run) => run.id)).size).toBe(1);
    expect(await database.db.$count(runs, eq(runs.entityIdentifier, "idem_db"))).toBe(1);
    expect((await failure(ask(dev, "other_db"))).details.issues![0]!.path).toEqual(["Idempotency-Key"]);
    expect((await ask(lead, "lead_db")).id).not.toBe(results[0]!.id);
    await expect(ask(dev, "third_db", "k".repeat(256))).rejects.toThrow(Invalid);
  });
});

describe("the form", () => {
  it("starts with the defaults, offers what may be chosen, and says who will approve", async () => {
    const form = await formOf(as(dev), "create_database");
    expect(form).toMatchObject({
      title: "Database",
      operation: "CREATE",
      revision: 1,
      values: { size: "small", team: "payments" },
      options: { teams: [{ value: "payments", label: "payments" }] },
      entity: null,
      approval: {
        type: "ANY",
        owningTeam: "payments",
        approvers: [{ name: "ada" }, { name: "lee", why: ["lead of payments"] }],
      },
    });
    expect(form.options.users.map((user) => user.value)).not.toContain(gone.email);
    expect((await formOf(as(lead), "create_database")).approval?.approvers.map((a) => a.name)).toEqual([
      "ada",
    ]);
    expect((await formOf(as(admin), "create_database")).options.teams).toHaveLength(2);
    const logistics = await previewApproval(as(admin), "create_database", {
      properties: { team: "logistics" },
    });
    expect(logistics).toMatchObject({ owningTeam: "logistics", approvers: [{ name: "olga" }] });
    expect(await formOf(as(dev), "resize_database", { entity: "orders" })).toMatchObject({
      entity: { identifier: "orders", title: "Orders" },
      approval: { owningTeam: "payments" },
    });
  });

  it("finds entities to pick, for inputs that pick some", async () => {
    const pick = async (input: string, text = "") =>
      (await optionsOf(as(dev), "create_database", { input, text, values: {} })).options;
    expect(await pick("service", "check")).toEqual([
      { value: "checkout", label: "Checkout", description: "checkout", icon: null },
    ]);
    expect(await pick("services")).toHaveLength(1);
    await expect(pick("name")).rejects.toThrow(Invalid);
  });

  it("is offered in lists to those who may use it", async () => {
    const identifiers = async (actor: Actor, filter = {}) =>
      (await listActions(as(actor), filter)).map((a) => a.identifier);
    expect(await identifiers(dev, { operation: "CREATE" })).toEqual(
      expect.arrayContaining(["create_database"]),
    );
    expect(await identifiers(dev)).not.toContain("draft");
    expect(await identifiers(outsider)).not.toContain("guarded");
    expect(await identifiers(dev, { blueprint: "service" })).toEqual([]);
    expect(await identifiers(dev, { blueprint: "database", entity: "nope" })).toEqual([]);
    expect(await identifiers(dev, { blueprint: "database", entity: "orders" })).not.toContain(
      "create_database",
    );
  });
});
