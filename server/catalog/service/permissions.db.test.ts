import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { restApp } from "@/server/api/rest-app";
import { createUser, setModerated } from "@/server/identity/service/people";
import { createSession, resolveSession } from "@/server/identity/service/sessions";
import { createTeam } from "@/server/identity/service/teams";
import type { Actor } from "@/server/kernel/context";
import { createCaller } from "@/server/api/root";
import { ADMIN, contextOf, DEPLOYMENT, ENVIRONMENT, person, SERVICE } from "../testing";
import { createBlueprint, deleteBlueprint } from "./blueprints";
import { createEntity } from "./entities";
import { getPermissions, myRights, setPermissions, updatePermissions } from "./permissions";

let database: TestDatabase;
const as = (actor: Actor) => contextOf(database.db, actor);
const admin = () => as(ADMIN);
const moderator: Actor = { ...person("mo"), moderates: ["service"] };

beforeAll(async () => {
  database = await createTestDatabase();
  await createTeam(admin(), { identifier: "red", title: "Red" });
  await createUser(admin(), { email: "ann@example.com", name: "Ann" });
  await createBlueprint(admin(), ENVIRONMENT);
  await createBlueprint(admin(), SERVICE);
});
afterAll(() => database.close());

const call = (actor: Actor, method: string, path: string, body?: unknown) =>
  restApp(() => Promise.resolve(as(actor))).request(`http://portal.test/v1${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });

describe("permissions over REST", () => {
  it("are given out with defaults, and changed part by part", async () => {
    const before = await call(ADMIN, "GET", "/blueprints/service/permissions");
    expect(before.status).toBe(200);
    expect(await before.json()).toMatchObject({
      ok: true,
      permissions: {
        entities: { read: { roles: ["service-moderator", "Admin", "Member"], ownedByTeam: false } },
      },
    });
    const patched = await call(ADMIN, "PATCH", "/blueprints/service/permissions", {
      entities: {
        register: { roles: ["Admin", "service-moderator", "Member"], users: ["ann@example.com"] },
        updateProperties: { replicas: { teams: ["red"] } },
      },
    });
    expect(patched.status).toBe(200);
    const after = await call(ADMIN, "GET", "/blueprints/service/permissions");
    expect(await after.json()).toEqual(await patched.json());
    expect(await getPermissions(admin(), "service")).toMatchObject({
      isDefault: false,
      revision: 1,
      stored: {
        entities: {
          register: { users: ["ann@example.com"], ownedByTeam: true },
          updateProperties: { replicas: { users: [], roles: [], teams: ["red"], ownedByTeam: false } },
        },
      },
    });
    await setPermissions(admin(), "service", null);
    expect(await getPermissions(admin(), "service")).toMatchObject({
      isDefault: true,
      stored: null,
      revision: 2,
    });
  });

  it.each([
    [{ entities: { read: { users: ["eve@example.com"] } } }, "entities.read.users.0"],
    [{ entities: { update: { teams: ["blue"] } } }, "entities.update.teams.0"],
    [{ entities: { update: { roles: ["Owner"] } } }, "entities.update.roles.0"],
    [{ entities: { updateProperties: { colour: {} } } }, "entities.updateProperties.colour"],
    [
      { entities: { updateProperties: { environmentName: {} } } },
      "entities.updateProperties.environmentName",
    ],
    [{ entities: { updateRelations: { language: {} } } }, "entities.updateRelations.language"],
    [{ entities: { write: {} } }, "entities"],
    [{ entities: { read: { ownedByTeam: 1 } } }, "entities.read.ownedByTeam"],
    [{ read: {} }, ""],
  ])("%j is refused at %s", async (body, path) => {
    const answer = await call(ADMIN, "PATCH", "/blueprints/service/permissions", body);
    expect(answer.status).toBe(422);
    const { details } = (await answer.json()) as { details: { issues: { path: string[] }[] } };
    expect(details.issues.map((issue) => issue.path.join("."))).toEqual([path]);
  });

  it("are for administrators and the blueprint's moderators", async () => {
    const patch = { entities: { unregister: { ownedByTeam: true } } };
    for (const [actor, blueprint, status] of [
      [person("ann"), "service", 403],
      [{ kind: "client", id: "c", name: "CI", role: "member", ownerId: null }, "service", 403],
      [{ kind: "anonymous" }, "service", 401],
      [moderator, "service", 200],
      [moderator, "environment", 403],
      [ADMIN, "nothing", 404],
    ] as [Actor, string, number][]) {
      const path = `/blueprints/${blueprint}/permissions`;
      expect((await call(actor, "GET", path)).status).toBe(status);
      expect((await call(actor, "PATCH", path, patch)).status).toBe(status);
    }
  });
});

describe("permissions for pages", () => {
  it("are set as a whole, audited, and refused to who edited an older state", async () => {
    const caller = createCaller(admin());
    const { revision } = await caller.catalog.blueprints.permissions({ identifier: "service" });
    const permissions = { entities: { read: { roles: ["Member"] } } };
    const set = await caller.catalog.blueprints.setPermissions({
      identifier: "service",
      permissions,
      revision,
    });
    expect(set).toMatchObject({ stored: permissions, revision: revision + 1 });
    await expect(setPermissions(admin(), "service", permissions, { revision })).rejects.toMatchObject({
      code: "conflict",
      details: { data: { expected: revision, current: revision + 1 } },
    });
    const { rows } = await caller.audit.list({ status: "SUCCESS", actions: ["SET_PERMISSIONS"], limit: 1 });
    expect(rows[0]).toMatchObject({ resourceId: "service", diff: { after: permissions } });
    await setPermissions(admin(), "service", {});
    expect(await getPermissions(admin(), "service")).toMatchObject({ isDefault: true });
  });

  it("lose no change among many at once", async () => {
    await Promise.all(
      ["language", "replicas", "repository", "tags"].map((key) =>
        updatePermissions(admin(), "service", {
          entities: { updateProperties: { [key]: { roles: ["Admin"] } } },
        }),
      ),
    );
    const { stored } = await getPermissions(admin(), "service");
    expect(Object.keys(stored?.entities.updateProperties ?? {}).sort()).toEqual([
      "language",
      "replicas",
      "repository",
      "tags",
    ]);
    await setPermissions(admin(), "service", null);
  });

  it("tell what one may do oneself", async () => {
    await createEntity(admin(), "service", {
      identifier: "a",
      team: "red",
      properties: { language: "Go" },
    });
    await updatePermissions(admin(), "service", {
      entities: { updateProperties: { replicas: { roles: ["Admin"] } } },
    });
    const mine = (actor: Actor, identifier?: string) =>
      createCaller(as(actor)).catalog.access.mine({ blueprint: "service", identifier });
    expect(await mine(person("ann", ["red"]), "a")).toEqual({
      read: true,
      register: true,
      update: true,
      unregister: true,
      properties: { language: true, replicas: false, repository: true, tags: true },
      relations: { environment: true, dependsOn: true },
    });
    expect(await mine(person("ben"), "a")).toMatchObject({ read: true, update: false, unregister: false });
    expect(await mine(moderator, "a")).toMatchObject({ update: true, properties: { replicas: true } });
    await updatePermissions(admin(), "service", { entities: { read: { roles: [] } } });
    await expect(myRights(as(person("ben")), "service", "a")).rejects.toMatchObject({ code: "not_found" });
    expect(await mine(person("ben"))).toMatchObject({ read: false });
    await setPermissions(admin(), "service", null);
  });
});

describe("a moderator", () => {
  it("is one at the next request, and no more when the blueprint is gone", async () => {
    await createBlueprint(admin(), DEPLOYMENT);
    const { id } = await createUser(admin(), { email: "lea@example.com", name: "Lea" });
    const sessionId = await createSession(admin(), id, "password");
    await createCaller(admin()).identity.setModerated({
      userId: id,
      blueprints: ["service", "deployment", "service"],
    });
    expect(await resolveSession(admin(), sessionId)).toMatchObject({ moderates: ["deployment", "service"] });
    const user = await call(ADMIN, "GET", "/users/lea@example.com");
    expect(await user.json()).toMatchObject({
      user: { roles: [{ name: "Member" }, { name: "deployment-moderator" }, { name: "service-moderator" }] },
    });
    await deleteBlueprint(admin(), "deployment");
    expect(await resolveSession(admin(), sessionId)).toMatchObject({ moderates: ["service"] });
    await expect(setModerated(as(person("ann")), id, [])).rejects.toMatchObject({ code: "forbidden" });
  });
});
