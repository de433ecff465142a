import { randomBytes } from "node:crypto";
import { and, DrizzleQueryError, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Query } from "@/server/catalog/core/query/schema";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { createEntity } from "@/server/catalog/service/entities";
import { getEntity } from "@/server/catalog/service/read";
import { setPermissions } from "@/server/catalog/service/permissions";
import { ensureSystemBlueprints } from "@/server/catalog/service/system/seed";
import { keepInStep } from "@/server/catalog/service/system/sync";
import { createUser } from "@/server/identity/service/people";
import { createTeam, setMembership } from "@/server/identity/service/teams";
import { type Actor, type Context, systemContext } from "@/server/kernel/context";
import { type DomainError, Forbidden, Invalid, Precondition } from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";
import { type ActionPolicy, allows } from "../core/policy";
import { type ActionPermissions, DEFAULT_PERMISSIONS } from "../schema";
import { createAction } from "./definitions";
import { executeAction } from "./execute";
import { formOf, listActions, previewApproval } from "./form";
import { getPermissions, updatePermissions } from "./permissions";
import { askPolicy } from "./policy";
import { executeVerdict } from "./policy-decisions";
import { tryPolicy } from "./try-policy";

type User = Extract<Actor, { kind: "user" }>;
let database: TestDatabase;
let admin: User, dev: User, lead: User, other: User;
const client: Actor = { kind: "client", id: newId(), name: "ci", role: "member", ownerId: null };

const as = (actor: Actor): Context => ({ actor, origin: "UI", requestId: newId(), db: database.db });
const system = () => systemContext(database.db, "test", "t");

const rule = (property: string, operator: "=" | "!=", value: unknown) => ({ property, operator, value });
const query = (...rules: ReturnType<typeof rule>[]) => ({ combinator: "and", rules }) as unknown as Query;
const policy = (conditions: string[], queries: Record<string, Query> = {}): ActionPolicy => ({
  queries,
  conditions,
});

beforeAll(async () => {
  process.env.WAYMARK_ENCRYPTION_KEY = randomBytes(32).toString("base64");
  database = await createTestDatabase();
  await ensureSystemBlueprints(system());
  for (const identifier of ["payments", "logistics"])
    await createTeam(system(), { identifier, title: identifier });
  const person = async (
    name: string,
    role: "admin" | "member",
    team: string,
    teamRole: "lead" | "member",
  ) => {
    const user = await createUser(system(), { email: `${name}@example.com`, name, role });
    await setMembership(system(), { team, userId: user.id, role: teamRole });
    return {
      kind: "user" as const,
      id: user.id,
      email: user.email,
      name,
      role,
      memberships: [{ teamId: newId(), team, role: teamRole }],
    };
  };
  admin = await person("ada", "admin", "logistics", "member");
  dev = await person("dora", "member", "payments", "member");
  lead = await person("lee", "member", "payments", "lead");
  other = await person("olga", "member", "logistics", "member");
  await keepInStep(system());
  await createBlueprint(system(), {
    identifier: "service",
    title: "Service",
    schema: { properties: { tier: { type: "string" } } },
  });
  await createBlueprint(system(), { identifier: "database", title: "Database", schema: { properties: {} } });
  const make = (blueprint: string, identifier: string, team: string) =>
    createEntity(system(), blueprint, { identifier, team: [team], properties: {} }, {});
  await make("service", "checkout", "payments");
  await make("database", "orders", "payments");
  const action = (identifier: string, operation: string, more: object) => ({
    identifier,
    trigger: {
      type: "self-service",
      operation,
      blueprintIdentifier: "database",
      userInputs: { properties: { name: { type: "string" }, reason: { type: "string" } }, required: [] },
    },
    invocationMethod: {
      type: "TERRAFORM",
      template: "postgres-database",
      variables: { name: "{{ .inputs.name }}" },
      ...more,
    },
    requiredApproval: true,
  });
  await createAction(
    as(admin),
    action("make", "CREATE", { mapping: { identifier: "{{ .inputs.name }}", team: "payments" } }),
  );
  await createAction(as(admin), action("tune", "DAY-2", {}));
});
afterAll(() => database.close());
beforeEach(() => updatePermissions(as(admin), "make", DEFAULT_PERMISSIONS));

const make = (actor: Actor, name: string, more: object = {}) =>
  executeAction(as(actor), "make", { properties: { name, ...more } });
const refusals = (identifier: string) =>
  database.db
    .select()
    .from(auditLog)
    .where(
      and(
        eq(auditLog.action, "EXECUTE"),
        eq(auditLog.resourceId, identifier),
        eq(auditLog.status, "FAILURE"),
      ),
    )
    .orderBy(auditLog.id);

describe("who may execute", () => {
  it("is what the permissions say, for every kind of person and every combination", async () => {
    const people: Record<string, { actor: Actor; role: string; teams: string[]; email: string }> = {
      admin: { actor: admin, role: "Admin", teams: ["logistics"], email: admin.email },
      owner: { actor: dev, role: "Member", teams: ["payments"], email: dev.email },
      other: { actor: other, role: "Member", teams: ["logistics"], email: other.email },
      client: { actor: client, role: "Member", teams: [], email: "" },
    };
    const entity = await getEntity(system(), "database", "orders");
    const each = <T>(...values: T[]) => values;
    const policies = each<[ActionPolicy | null, (who: string) => boolean]>(
      [null, () => true],
      [policy(["true"]), () => true],
      [policy(["false", ".user.mainRole"]), () => false],
      [
        policy([".nothing | error", '.user.teamsIdentifiers | index("payments") != null']),
        (w) => w === "owner",
      ],
    );
    const found: string[] = [];
    const expected: string[] = [];
    for (const roles of each([], ["Member"], ["Admin", "Member"]))
      for (const users of each([], [other.email.toUpperCase()]))
        for (const teams of each([], ["logistics"]))
          for (const ownedByTeam of each(false, true))
            for (const [index, [given, allowed]] of policies.entries())
              for (const [who, person] of Object.entries(people)) {
                const permissions: ActionPermissions = {
                  ...DEFAULT_PERMISSIONS,
                  execute: { roles, users, teams, ownedByTeam, policy: given },
                };
                const sees =
                  users.includes(person.email.toUpperCase()) ||
                  person.teams.some((team) => teams.includes(team)) ||
                  (roles.includes(person.role) && (!ownedByTeam || who === "admin")) ||
                  (ownedByTeam && person.teams.includes("payments"));
                const key = JSON.stringify([roles, users, teams, ownedByTeam, index, who]);
                const row = { identifier: "tune", blueprint: "database", permissions };
                const verdict = await executeVerdict(as(person.actor), "DAY-2", { row, entity, inputs: {} });
                if (verdict.allowed) found.push(key);
                if (sees && allowed(who)) expected.push(key);
              }
    expect(expected.length).toBeGreaterThan(50);
    expect(found).toEqual(expected);
  });

  it("shows an action to those whom the lists name, and runs it for those whom the policy lets", async () => {
    await updatePermissions(as(admin), "make", {
      execute: { policy: policy(['.inputs.reason == "audit"']) },
    });
    for (const actor of [admin, dev, other, client]) {
      expect((await listActions(as(actor))).map((a) => a.identifier)).toContain("make");
      expect((await formOf(as(actor), "make")).identifier).toBe("make");
    }
    await expect(make(admin, "one")).rejects.toThrow(Forbidden);
    expect((await make(dev, "one", { reason: "audit" })).status).toBe("queued");
    await updatePermissions(as(admin), "make", { execute: { roles: ["Admin"] } });
    expect((await listActions(as(dev))).map((a) => a.identifier)).not.toContain("make");
    await expect(make(dev, "two", { reason: "audit" })).rejects.toThrow(/may not execute/);
  });

  it("refuses before the form is filled in where nothing that is filled in could matter", async () => {
    await updatePermissions(as(admin), "make", {
      execute: { policy: policy(['.user.teamsIdentifiers == ["payments"]']) },
    });
    expect((await formOf(as(dev), "make")).identifier).toBe("make");
    await expect(formOf(as(other), "make")).rejects.toThrow(Forbidden);
    expect((await formOf(as(lead), "make")).identifier).toBe("make");
  });

  it("tells the audit, and not the member, why a policy refused", async () => {
    await updatePermissions(as(admin), "make", {
      execute: {
        policy: policy([".results.them.entities[0].properties.hidden.deeper | length > 3", '"yes"'], {
          them: query(rule("nowhere", "=", "x"), rule("$blueprint", "=", "service")),
        }),
      },
    });
    const refused: DomainError = await make(dev, "never").then(
      () => {
        throw new Error("It was taken in.");
      },
      (error: DomainError) => error,
    );
    expect(refused).toBeInstanceOf(Forbidden);
    expect(refused.message).not.toMatch(/results|Condition|query/);
    expect(refused.details.data).toBeUndefined();
    const told = (await refusals("make")).map((row) => row.message).join("\n");
    expect(told).toMatch(/Condition 2 must give true or false, and gave a value of type string/);
  });
});

describe("what a policy sees", () => {
  it("is inputs, person, entity, blueprint, action and time, and what its queries found", async () => {
    const all = [
      '.inputs.name == "x"',
      `.user.email == "${dev.email}" and .user.properties.port_role == "Member"`,
      '.user.relations.team == ["payments"] and .user.teams == [{"name":"payments"}]',
      '.entity.identifier == "orders" and .entity.team == ["payments"]',
      '.blueprint == "database" and .action.identifier == "tune"',
      `.trigger.user.email == "${dev.email}" and (.trigger.at | type) == "string"`,
      '.results.mine.entities | map(.identifier) == ["checkout"]',
    ];
    for (const condition of all) {
      const trial = await tryPolicy(as(admin), {
        identifier: "tune",
        as: dev.email,
        entity: "orders",
        values: { name: "x" },
        permissions: {
          execute: {
            policy: policy([condition], {
              mine: query(
                rule("$blueprint", "=", "service"),
                rule("$team", "=", "{{ .user.teamsIdentifiers }}"),
              ),
            }),
          },
        },
      });
      expect(trial.execute, condition).toMatchObject({ allowed: true, results: { mine: 1 } });
    }
  });

  it("reads what the person may not, and gives nothing of it away", async () => {
    await setPermissions(system(), "service", {
      entities: { read: { roles: ["Admin"], users: [], teams: [], ownedByTeam: false } },
    });
    await updatePermissions(as(admin), "make", {
      execute: {
        policy: policy([".results.all.entities | length == 1"], {
          all: query(rule("$blueprint", "=", "service")),
        }),
      },
    });
    expect((await make(other, "seen", { name: "seen" })).status).toBe("queued");
    await setPermissions(system(), "service", null);
  });

  it("takes values of templates for values, whatever they hold, and lets nothing follow from a query that fails", async () => {
    const trial = (name: unknown, conditions: string[]) =>
      tryPolicy(as(admin), {
        identifier: "tune",
        entity: "orders",
        values: { name },
        permissions: {
          execute: {
            policy: policy(conditions, {
              named: query(
                rule("$blueprint", "=", "service"),
                rule("$identifier", "=", "{{ .inputs.name }}"),
              ),
            }),
          },
        },
      });
    expect((await trial("checkout", [".results.named.entities | length == 1"])).execute.allowed).toBe(true);
    expect((await trial("{{ .blueprint }}", [".results.named.entities == []"])).execute.allowed).toBe(true);
    // The second condition does not need the query, and can allow on its own.
    const unknown = { context: "user", property: "$identifier" };
    for (const condition of [
      ".results.named.entities | length == 0",
      '.results | has("named") | not',
      ".results as $found | $found.named == null",
      ".results.other.entities == null",
    ]) {
      const failed = await trial(unknown, [condition]);
      expect(failed.execute, condition).toMatchObject({ allowed: false, results: { named: null } });
      expect(failed.execute.why).toMatch(/The query "named" failed: .+ Condition 1 failed: /);
      expect((await trial(unknown, [condition, '.blueprint == "database"'])).execute.allowed).toBe(true);
    }
  });

  it.each<[string, Query]>([
    ["a property that has gone", query(rule("$blueprint", "=", "service"), rule("nowhere", "=", "x"))],
    ["a blueprint that has gone", query(rule("$blueprint", "=", "incident"))],
  ])(
    "does not allow because nothing was found where a query names %s, and the audit says so",
    async (_, asked) => {
      const nothing = policy([".results.open.entities | length == 0"], { open: asked });
      await updatePermissions(as(admin), "make", { execute: { policy: nothing } });
      await expect(make(dev, "closed")).rejects.toThrow(Forbidden);
      expect((await refusals("make")).at(-1)?.message).toMatch(
        /The query "open" failed: .+ Condition 1 failed: It reads what the query "open" finds/,
      );
      await updatePermissions(as(admin), "make", {
        execute: { policy: null },
        approve: { policy: policy(["[.results.open.entities[]?.identifier, .user.email]"], { open: asked }) },
      });
      await expect(make(dev, "closed")).rejects.toThrow(/Nobody can approve this/);
    },
  );

  it("does not allow where the database cannot answer", async () => {
    const broken = Object.assign(Object.create(database.db) as typeof database.db, {
      execute: () => Promise.reject(new DrizzleQueryError("select", [], new Error("terminated"))),
    });
    const asked = policy([".results.all.entities | length == 0"], {
      all: query(rule("$blueprint", "=", "service")),
    });
    const { results, conditions } = await askPolicy({ ...as(admin), db: broken }, asked, {
      inputs: {},
      user: {},
      email: admin.email,
      entity: null,
      blueprint: null,
      action: "make",
      at: new Date(0),
    });
    expect(results.all).toMatchObject({ fault: expect.stringContaining("The database could not answer") });
    expect(allows(conditions)).toBe(false);
  });

  it("is saved only when its conditions, queries and templates can be read", async () => {
    const issues = async (given: unknown) => {
      const error: DomainError = await updatePermissions(as(admin), "make", {
        execute: { policy: given },
      }).then(
        () => {
          throw new Error("It was saved.");
        },
        (thrown: DomainError) => thrown,
      );
      return error;
    };
    expect(await issues(policy([".a | ("]))).toBeInstanceOf(Invalid);
    expect(await issues(policy(["true"], { a: query(rule("x", "=", "{{ .a | | }}")) }))).toBeInstanceOf(
      Invalid,
    );
    for (const bad of [
      policy([]),
      policy(["true"], { a: { rules: [] } as unknown as Query }),
      { conditions: ["true"] },
    ])
      expect(await issues(bad)).toHaveProperty("issues");
    await updatePermissions(as(admin), "make", { execute: { policy: policy(["true"]) } });
    expect((await getPermissions(as(admin), "make")).execute.policy).toEqual(policy(["true"]));
    await updatePermissions(as(admin), "make", { execute: { policy: null } });
    expect((await getPermissions(as(admin), "make")).execute.policy).toBeNull();
  });
});

describe("the examples of the published format", () => {
  it("asks whether something exists before it is made again", async () => {
    await updatePermissions(as(admin), "make", {
      execute: {
        policy: policy([".results.same.entities | length == 0"], {
          same: query(rule("$blueprint", "=", "database"), rule("$identifier", "=", "{{ .inputs.name }}")),
        }),
      },
    });
    await expect(make(dev, "orders")).rejects.toThrow(Forbidden);
    expect((await make(dev, "invoices")).status).toBe("queued");
  });

  const PEOPLE = { everybody: query(rule("$blueprint", "=", "_user")) };
  const approvers = (conditions: string[]) =>
    updatePermissions(as(admin), "make", {
      approve: { roles: [], teamLeads: false, policy: policy(conditions, PEOPLE) },
    });

  it("finds the approvers in the team of whoever asks", async () => {
    await approvers([
      ".user.relations.team as $teams | [.results.everybody.entities[] | select(.relations.team - (.relations.team - $teams) != []) | .identifier]",
    ]);
    const run = await make(dev, "ours");
    expect(run.approvalRule).toMatchObject({ users: [lead.email], roles: [], teamLeads: false });
    const preview = await previewApproval(as(other), "make", { properties: { name: "theirs" } });
    expect(preview?.approvers.map((a) => a.email)).toEqual([admin.email]);
  });

  it("never lets somebody approve their own, and says when that leaves nobody", async () => {
    await approvers([
      ".trigger.user.email as $me | [.results.everybody.entities[].identifier | select(. != $me)]",
      '["DORA@example.com", "gone@example.com", 7]',
    ]);
    const run = await make(dev, "watched");
    expect([...run.approvalRule!.users].sort()).toEqual([admin.email, lead.email, other.email].sort());
    await approvers([".trigger.user.email | [.]"]);
    const refused = make(dev, "alone");
    await expect(refused).rejects.toThrow(Precondition);
    await expect(refused).rejects.toThrow(/Nobody can approve this/);
    await approvers([".trigger.user.email", ".x | error"]);
    const trial = await tryPolicy(as(admin), {
      identifier: "make",
      as: dev.id,
      values: {},
      permissions: {},
    });
    expect(trial.approve).toMatchObject({ emails: [], results: { everybody: 4 } });
    expect(trial.approve?.why).toMatch(/Condition 1 must give a list of e-mail addresses/);
  });
});
