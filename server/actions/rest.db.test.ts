import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runs } from "@/db/schema/runs";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { restApp } from "@/server/api/rest-app";
import { requirementOfRule } from "@/server/approvals/core/requirement";
import { requestApproval } from "@/server/approvals/service/request";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { createUser } from "@/server/identity/service/people";
import { createTeam, setMembership } from "@/server/identity/service/teams";
import { type Actor, systemContext } from "@/server/kernel/context";
import { newId } from "@/server/kernel/ids";
import { transaction } from "@/server/kernel/transaction";

type User = Extract<Actor, { kind: "user" }>;
let database: TestDatabase;
const people: Record<string, Actor> = { nobody: { kind: "anonymous" } };

const system = () => systemContext(database.db, "test", "t");
beforeAll(async () => {
  process.env.WAYMARK_ENCRYPTION_KEY = randomBytes(32).toString("base64");
  database = await createTestDatabase();
  await createTeam(system(), { identifier: "payments", title: "Payments" });
  for (const [name, role, teamRole] of [
    ["ada", "admin", null],
    ["dora", "member", "member"],
    ["lee", "member", "lead"],
    ["olga", "member", null],
  ] as const) {
    const user = await createUser(system(), { email: `${name}@example.com`, name, role });
    if (teamRole) await setMembership(system(), { team: "payments", userId: user.id, role: teamRole });
    const memberships = teamRole ? [{ teamId: newId(), team: "payments", role: teamRole }] : [];
    people[name] = { kind: "user", id: user.id, email: user.email, name, role, memberships } satisfies User;
  }
  people.machine = {
    kind: "client",
    id: newId(),
    name: "ci",
    role: "admin",
    ownerId: (people.ada as User).id,
  };
  await createBlueprint(system(), { identifier: "database", title: "Database", schema: { properties: {} } });
});
afterAll(() => database.close());

/** A request as the given person; out: status and body. */
async function call(
  who: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const app = restApp(async () => ({
    actor: people[who]!,
    origin: "API",
    requestId: newId(),
    db: database.db,
  }));
  const init = {
    method,
    headers: { "content-type": "application/json", ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  };
  const response = await app.fetch(new Request(`http://127.0.0.1/v1${path}`, init));
  return { status: response.status, body: (await response.json()) as Record<string, any> }; // eslint-disable-line @typescript-eslint/no-explicit-any -- bodies of many shapes
}

const definition = {
  identifier: "create_database",
  title: "Database",
  trigger: {
    type: "self-service",
    operation: "CREATE",
    blueprintIdentifier: "database",
    userInputs: {
      properties: { name: { type: "string", minLength: 3 }, team: { type: "string", format: "team" } },
      required: ["name", "team"],
    },
  },
  invocationMethod: {
    type: "TERRAFORM",
    template: "postgres-database",
    mapping: { identifier: "{{ .inputs.name }}", team: "{{ .inputs.team }}" },
  },
  requiredApproval: { type: "ALL" },
};

it("makes, gives out, lists, changes and deletes definitions in the published form", async () => {
  const made = await call("machine", "POST", "/actions", definition);
  expect([made.status, made.body.ok]).toEqual([201, true]);
  expect(made.body.action).toMatchObject(definition);
  const got = await call("dora", "GET", "/actions/create_database");
  const {
    id: _i,
    revision: _r,
    createdAt: _c,
    createdBy: _cb,
    updatedAt: _u,
    updatedBy: _ub,
    ...rest
  } = got.body.action;
  expect(rest).toEqual(definition);
  expect((await call("ada", "POST", "/actions", definition)).status).toBe(409);
  expect((await call("dora", "POST", "/actions", definition)).status).toBe(403);
  expect((await call("nobody", "GET", "/actions")).status).toBe(401);
  const webhook = await call("ada", "POST", "/actions", {
    ...definition,
    identifier: "hook",
    invocationMethod: { type: "JENKINS", url: "https://x.io" },
  });
  expect([webhook.status, webhook.body.ok, webhook.body.details.issues[0].path]).toEqual([
    422,
    false,
    ["invocationMethod", "type"],
  ]);
  expect(
    (await call("ada", "PUT", "/actions/create_database", { ...definition, title: "Postgres" })).body.action
      .title,
  ).toBe("Postgres");
  expect((await call("ada", "PUT", "/actions/none", definition)).status).toBe(404);
  const list = async (query: string) =>
    (await call("dora", "GET", `/actions?${query}`)).body.actions.map(
      (a: { identifier: string }) => a.identifier,
    );
  expect(await list("")).toEqual(["create_database"]);
  expect(await list("blueprint_identifier=database&operation=CREATE&operation=DELETE")).toEqual([
    "create_database",
  ]);
  expect(await list("operation=DELETE")).toEqual([]);
  expect(await list("action_identifier=other")).toEqual([]);
  expect(await list("trigger_type=automation")).toEqual([]);
  expect((await call("dora", "GET", "/actions?operation=UPDATE")).status).toBe(422);
  await call("ada", "POST", "/actions", { ...definition, identifier: "gone" });
  expect((await call("ada", "DELETE", "/actions/gone")).status).toBe(200);
  expect((await call("ada", "GET", "/actions/gone")).status).toBe(404);
  expect((await call("ada", "DELETE", "/actions/gone")).status).toBe(404);
});

it("shows and changes permissions", async () => {
  const path = "/actions/create_database/permissions";
  expect((await call("ada", "GET", path)).body.permissions.execute.roles).toEqual(["Admin", "Member"]);
  expect((await call("dora", "GET", path)).status).toBe(403);
  const patched = await call("ada", "PATCH", path, {
    execute: { teams: ["payments"] },
    approve: { policy: null },
  });
  expect([patched.status, patched.body.permissions.execute.teams]).toEqual([200, ["payments"]]);
  expect((await call("ada", "PATCH", path, { execute: { anyone: true } })).status).toBe(422);
  expect((await call("ada", "PATCH", "/actions/none/permissions", {})).status).toBe(404);
});

it("executes once for one key, and names what is wrong with an input", async () => {
  const path = "/actions/create_database/runs";
  const body = { properties: { name: "ledger", team: "payments" } };
  const key = { "Idempotency-Key": "one" };
  const [first, again] = [
    await call("dora", "POST", path, body, key),
    await call("dora", "POST", path, body, key),
  ];
  expect([first.status, again.status]).toEqual([202, 202]);
  expect(first.body).toMatchObject({
    ok: true,
    run: {
      id: expect.stringMatching(/^r_/),
      status: "IN_PROGRESS",
      action: { identifier: "create_database" },
      source: "API",
      requiredApproval: { type: "ALL" },
    },
  });
  expect(again.body.run.id).toBe(first.body.run.id);
  const wrong = await call("dora", "POST", path, { properties: { name: "x", team: "none", extra: 1 } });
  expect([wrong.status, wrong.body.error]).toEqual([422, "invalid_request"]);
  expect(wrong.body.details.issues.map((i: { path: string[] }) => i.path.join("."))).toEqual(
    expect.arrayContaining(["properties.name", "properties.extra"]),
  );
  expect((await call("dora", "POST", path, {})).status).toBe(422);
  expect((await call("dora", "POST", path, { ...body, status: "approved" })).status).toBe(422);
  expect((await call("dora", "POST", "/actions/none/runs", body)).status).toBe(404);
  expect((await call("dora", "POST", path, body, { "Idempotency-Key": "k".repeat(256) })).status).toBe(422);
});

it("executes in somebody's name for an administrator's client, with what that person may do", async () => {
  const path = (email: string) => `/actions/create_database/runs?run_as=${encodeURIComponent(email)}`;
  const body = { properties: { name: "for-dora", team: "payments" } };
  const made = await call("machine", "POST", path("dora@example.com"), body);
  expect(made.status).toBe(202);
  expect(made.body.run).toMatchObject({
    createdBy: (people.dora as User).id,
    impersonatedBy: (people.machine as { id: string }).id,
    source: "API",
  });
  const audited =
    await database.sql`select actor_id, message from audit_log where action = 'RUN_AS' and run_id = ${made.body.run.id as string}`;
  expect(audited).toMatchObject([
    { actor_id: (people.machine as { id: string }).id, message: "dora@example.com" },
  ]);
  // Olga is in no team that she could make it for.
  expect((await call("machine", "POST", path("olga@example.com"), body)).status).toBe(422);
  expect((await call("machine", "POST", path("nobody@example.com"), body)).status).toBe(404);
  expect((await call("machine", "POST", path("no-address"), body)).status).toBe(422);
  for (const who of ["ada", "dora"])
    expect((await call(who, "POST", path("dora@example.com"), body)).status).toBe(403);
});

it("shows runs to everybody where the action says so, and else to those concerned", async () => {
  const seen = async (who: string, id: string) => [
    (await call(who, "GET", `/actions/runs/${id}`)).status,
    (await call(who, "GET", "/actions/runs")).body.runs.some((run: { id: string }) => run.id === id),
  ];
  for (const [identifier, open] of [
    ["open_database", true],
    ["closed_database", false],
  ] as const) {
    await call("ada", "POST", "/actions", { ...definition, identifier, allowAnyoneToViewRuns: open });
    const { body } = await call("dora", "POST", `/actions/${identifier}/runs`, {
      properties: { name: identifier, team: "payments" },
    });
    expect(await seen("olga", body.run.id)).toEqual(open ? [200, true] : [404, false]);
    expect(await seen("lee", body.run.id)).toEqual([200, true]);
  }
});

it("decides on a run by PATCH alone, by whoever may", async () => {
  const submitted = await call("dora", "POST", "/actions/create_database/runs", {
    properties: { name: "gated", team: "payments" },
  });
  const runId = submitted.body.run.id as string;
  const [row] = await database.db
    .update(runs)
    .set({ status: "awaiting_approval" })
    .where(eq(runs.id, runId))
    .returning();
  await transaction(system(), (tx) =>
    requestApproval(tx, {
      runId,
      title: "gated",
      requirement: requirementOfRule(row!.approvalRule!),
      brief: null,
      subjectHash: "h",
      requesterId: row!.requesterId,
      excludedUserIds: [],
    }),
  );
  const approval = `/actions/runs/${runId}/approval`;
  const approvers = async (query = "") =>
    (await call("dora", "GET", `/actions/runs/${runId}/approvers${query}`)).body.approvers;
  expect(await approvers()).toEqual([]);
  expect(await approvers("?include_pending_approvers=true")).toHaveLength(2);
  for (const who of ["dora", "machine", "olga"])
    expect((await call(who, "PATCH", approval, { status: "APPROVE" })).status).toBe(403);
  expect((await call("nobody", "PATCH", approval, { status: "APPROVE" })).status).toBe(401);
  expect((await call("lee", "GET", approval)).status).toBe(404);
  expect((await call("lee", "PATCH", approval, { status: "MAYBE" })).status).toBe(422);
  expect((await call("lee", "PATCH", approval, { status: "DECLINE" })).body.details.issues[0].path).toEqual([
    "description",
  ]);
  expect((await call("lee", "PATCH", "/actions/runs/r_none/approval", { status: "APPROVE" })).status).toBe(
    404,
  );
  expect(await approvers()).toEqual([]);
  const approved = await call("lee", "PATCH", approval, { status: "APPROVE", description: "Fine" });
  expect([approved.status, approved.body.ok, approved.body.run.id]).toEqual([201, true, runId]);
  expect((await call("lee", "PATCH", approval, { status: "APPROVE" })).status).toBe(409);
  expect(await approvers()).toEqual([
    { userId: (people.lee as User).id, state: "APPROVED", description: "Fine" },
  ]);
  expect((await call("olga", "GET", `/actions/runs/${runId}/approvers`)).status).toBe(404);
  expect((await call("ada", "PATCH", approval, { status: "DECLINE", description: "No budget" })).status).toBe(
    201,
  );
  expect((await call("ada", "PATCH", approval, { status: "APPROVE" })).status).toBe(409);
});
