import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createCallerFactory } from "@/server/api/trpc";
import { systemContext, type Actor } from "@/server/kernel/context";
import { identityRouter } from "./router";
import { createUser, type User } from "./service/people";
import { authenticatePassword } from "./service/sign-in";

let database: TestDatabase;
let chief: User;
const system = () => systemContext(database.db, "test", "request");
const callerOf = ({ id, email, name, role }: User) => {
  const actor: Actor = { kind: "user", id, email, name, role, memberships: [] };
  return createCallerFactory(identityRouter)({ ...system(), actor, origin: "UI" });
};

let number = 0;
const person = (role: "admin" | "member" = "member") =>
  createUser(system(), { email: `p${++number}@example.com`, name: `Ann Example ${number}`, role });

/** What the audit log says of one thing since it exists, oldest first: act and who did it. */
const auditOf = async (resourceId: string) =>
  (
    await database.db.execute<{ action: string; actor: string; diff: unknown }>(
      sql`select action, actor_name as actor, diff from audit_log where resource_id = ${resourceId} order by id`,
    )
  ).map(({ action, actor, diff }) => ({ action, actor, diff }));

beforeAll(async () => {
  database = await createTestDatabase();
  chief = await person("admin");
});
afterAll(() => database.close());

describe("an administrator", () => {
  it("makes a team, fills it, changes who leads it and takes people out", async () => {
    const admin = callerOf(chief);
    const ann = await person();
    expect(await admin.teams.create({ identifier: "search", title: " Search " })).toMatchObject({
      identifier: "search",
      title: "Search",
    });
    const team = "search";
    await admin.teams.setMember({ team, userId: ann.id, role: "member" });
    await admin.teams.setMember({ team, userId: ann.id, role: "lead" });
    expect((await admin.teams.get({ identifier: team })).members).toMatchObject([
      { id: ann.id, role: "lead" },
    ]);
    await admin.teams.setMember({ team, userId: ann.id, role: null });
    expect((await admin.teams.get({ identifier: team })).members).toEqual([]);
    const by = { actor: chief.name };
    const membership = (role: string | null) => ({
      ...by,
      action: "SET_MEMBERSHIP",
      diff: { after: { user: ann.email, role } },
    });
    expect(await auditOf(team)).toEqual([
      { ...by, action: "CREATE", diff: { after: { identifier: team, title: "Search" } } },
      membership("member"),
      membership("lead"),
      membership(null),
    ]);
    await expect(admin.teams.setMember({ team, userId: ann.id, role: null })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(admin.teams.create({ identifier: team, title: "Again" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  it("adds a person, whose random password is told once and works", async () => {
    const made = await callerOf(chief).users.create({ email: "Bea@Example.com", name: "Bea" });
    expect(made).toMatchObject({ user: { email: "bea@example.com", role: "member" } });
    expect(made.password).toMatch(/^[\w-]{20}$/);
    expect(await authenticatePassword(system(), "bea@example.com", made.password)).toMatchObject({
      id: made.user.id,
    });
    const rows = await auditOf(made.user.id);
    expect(rows).toMatchObject([{ action: "CREATE", actor: chief.name }]);
    expect(JSON.stringify(rows)).not.toContain("password");
    await expect(callerOf(chief).users.create({ email: "bea@example.com", name: "B" })).rejects.toMatchObject(
      { code: "CONFLICT" },
    );
  });

  it("chooses the password instead, and is not told it again", async () => {
    const password = "correct horse battery";
    const made = await callerOf(chief).users.create({ email: "cem@example.com", name: "Cem", password });
    expect(made.password).toBeNull();
    expect(await authenticatePassword(system(), "cem@example.com", password)).toMatchObject({ name: "Cem" });
  });

  it("changes roles, shuts people out and lets them in again", async () => {
    const admin = callerOf(chief);
    const { id: userId } = await person();
    expect(await admin.users.setRole({ userId, role: "admin" })).toMatchObject({ role: "admin" });
    expect(await admin.users.setRole({ userId, role: "member" })).toMatchObject({ role: "member" });
    expect(await admin.users.disable({ userId })).toMatchObject({ status: "disabled" });
    expect(await admin.users.enable({ userId })).toMatchObject({ status: "active" });
    const [made, ...changes] = await auditOf(userId);
    expect(made).toMatchObject({ action: "CREATE", actor: "test" });
    const update = (after: object) => ({ action: "UPDATE", actor: chief.name, diff: { after } });
    expect(changes).toEqual([
      update({ role: "admin" }),
      update({ role: "member" }),
      update({ status: "disabled" }),
      update({ status: "active" }),
    ]);
  });

  it("cannot be the last one to go", async () => {
    const admin = callerOf(chief);
    const before = await auditOf(chief.id);
    const refused = { code: "PRECONDITION_FAILED", message: expect.stringContaining("last active") };
    await expect(admin.users.setRole({ userId: chief.id, role: "member" })).rejects.toMatchObject(refused);
    await expect(admin.users.disable({ userId: chief.id })).rejects.toMatchObject(refused);
    expect(await auditOf(chief.id)).toEqual(before);
  });

  it.each([
    [{ email: "no address", name: "X" }, ["email"]],
    [{ email: "x@example.com", name: " " }, ["name"]],
    [{ email: "x@example.com", name: "X", password: "short" }, ["password"]],
    [{ email: "", name: "" }, ["email", "name"]],
  ])("sending %j is told which fields are wrong", async (input, fields) => {
    await expect(callerOf(chief).users.create(input)).rejects.toMatchObject({
      code: "UNPROCESSABLE_CONTENT",
      cause: { details: { issues: fields.map((field) => ({ path: [field] })) } },
    });
  });
});

it("refuses members, and leaves no trace of what they tried", async () => {
  const member = await person();
  const other = await person();
  const caller = callerOf(member);
  const userId = other.id;
  const attempts = [
    () => caller.teams.create({ identifier: "own", title: "Own" }),
    () => caller.teams.setMember({ team: "search", userId: member.id, role: "lead" }),
    () => caller.users.create({ email: "mine@example.com", name: "Mine", role: "admin" }),
    () => caller.users.setRole({ userId: member.id, role: "admin" }),
    () => caller.users.disable({ userId }),
    () => caller.users.enable({ userId }),
  ];
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "FORBIDDEN" });
  const people = await caller.users.list();
  expect(people.find((one) => one.id === member.id)).toMatchObject({ role: "member", teams: [] });
  expect(people.find((one) => one.id === userId)).toMatchObject({ status: "active" });
  expect(people.some((one) => one.email === "mine@example.com")).toBe(false);
  expect((await caller.teams.list()).some((team) => team.identifier === "own")).toBe(false);
});
