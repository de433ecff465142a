import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { restApp } from "@/server/api/rest-app";
import { createUser, disableUser, getUserByEmail, setModerated } from "@/server/identity/service/people";
import { createTeam, getTeam, setMembership, updateTeam } from "@/server/identity/service/teams";
import type { Actor } from "@/server/kernel/context";
import { deliverEvents } from "@/server/kernel/testing-outbox";
import { subscriptions } from "@/server/subscriptions";
import { ADMIN, contextOf, person, SERVICE, ENVIRONMENT } from "../../testing";
import {
  createBlueprint,
  deleteBlueprint,
  getBlueprint,
  replaceBlueprint,
  updateBlueprint,
} from "../blueprints";
import { deleteEntity } from "../delete-entity";
import { createEntity, replaceEntity, updateEntity } from "../entities";
import { entityHistory } from "../history";
import { updatePermissions } from "../permissions";
import { countEntities, getEntity, listEntities } from "../read";
import { keepInStep } from "./sync";

let database: TestDatabase;
const as = (actor: Actor) => contextOf(database.db, actor);
const admin = () => as(ADMIN);

/** What the worker does with the outbox. */
async function deliver() {
  const rows = await database.db.execute<{ id: number }>(
    "select id::int from outbox where delivered_at is null",
  );
  await deliverEvents(
    admin(),
    rows.map((row) => row.id),
    subscriptions,
  );
}

beforeAll(async () => {
  database = await createTestDatabase();
  await createTeam(admin(), { identifier: "red", title: "Red", description: "Paint" });
  const { id } = await createUser(admin(), { email: "root@example.com", name: "Root", role: "admin" });
  await setMembership(admin(), { team: "red", userId: id, role: "lead" });
  await createBlueprint(admin(), ENVIRONMENT);
  await createBlueprint(admin(), SERVICE);
});
afterAll(() => database.close());

describe("a database from before", () => {
  it("gets the system blueprints, and an entity of each person and team, once", async () => {
    await keepInStep(admin());
    expect(await getEntity(admin(), "_user", "root@example.com")).toMatchObject({
      title: "Root",
      properties: { status: "Active", port_role: "Admin", port_type: "Standard", moderated_blueprints: [] },
      relations: { team: ["red"] },
    });
    expect(await getEntity(admin(), "_team", "red")).toMatchObject({
      title: "Red",
      properties: { description: "Paint" },
    });
    await keepInStep(admin());
    await deliver();
    expect(await entityHistory(admin(), "_user", "root@example.com")).toHaveLength(1);
    expect(await countEntities(admin(), "_team")).toBe(1);
  });
});

describe("the base of a system blueprint", () => {
  it("stays, whatever is added", async () => {
    await updateBlueprint(admin(), "_user", {
      schema: { properties: { isOnCall: { type: "boolean" }, region: { type: "string" } } },
    });
    await updateBlueprint(admin(), "_team", { schema: { properties: { region: { type: "string" } } } });
    const { properties } = (await getBlueprint(admin(), "_user")).schema;
    expect(Object.keys(properties)).toContain("isOnCall");
    const { status: _status, ...rest } = properties;
    await expect(
      replaceBlueprint(admin(), "_user", { title: "User", schema: { properties: rest } }),
    ).rejects.toMatchObject({ code: "invalid" });
    await expect(deleteBlueprint(admin(), "_team")).rejects.toMatchObject({ code: "precondition" });
  });

  it("is given out without what was added", async () => {
    const app = restApp(() => Promise.resolve(as(person("ann"))));
    const answer = await app.request("http://portal.test/v1/blueprints/system/_user/structure");
    expect(answer.status).toBe(200);
    const { blueprint } = (await answer.json()) as { blueprint: { schema: { properties: object } } };
    expect(Object.keys(blueprint.schema.properties)).toEqual([
      "status",
      "port_role",
      "port_type",
      "moderated_blueprints",
    ]);
    expect((await app.request("http://portal.test/v1/blueprints/system/service/structure")).status).toBe(404);
  });
});

describe("a change in the portal", () => {
  it("is a change of the entity, and leaves what people added", async () => {
    const { id } = await createUser(admin(), { email: "ann@example.com", name: "Ann" });
    await deliver();
    await updateEntity(admin(), "_user", "ann@example.com", { properties: { region: "north" } });
    await createTeam(admin(), { identifier: "blue", title: "Blue" });
    await setMembership(admin(), { team: "blue", userId: id, role: "member" });
    await setModerated(admin(), id, ["service"]);
    await disableUser(admin(), id);
    await updateTeam(admin(), "blue", { title: "Bleu", description: "Sky" });
    await deliver();
    expect(await getEntity(admin(), "_user", "ann@example.com")).toMatchObject({
      title: "Ann",
      properties: {
        status: "Disabled",
        port_role: "Moderator",
        moderated_blueprints: ["service"],
        region: "north",
      },
      relations: { team: ["blue"] },
    });
    expect(await getEntity(admin(), "_team", "blue")).toMatchObject({
      title: "Bleu",
      properties: { description: "Sky" },
    });
  });
});

describe("a change of the entity", () => {
  it("is a change in the portal, in the same transaction", async () => {
    await updateEntity(admin(), "_user", "ann@example.com", {
      title: "Ann Able",
      properties: { status: "Active", port_role: "Admin", moderated_blueprints: [], isOnCall: true },
      relations: { team: ["red", "blue"] },
    });
    expect(await getUserByEmail(admin(), "ann@example.com")).toMatchObject({
      name: "Ann Able",
      role: "admin",
      status: "active",
      moderatedBlueprints: [],
      teams: [{ team: "blue" }, { team: "red" }],
    });
    const before = await entityHistory(admin(), "_user", "ann@example.com");
    await deliver();
    expect(await entityHistory(admin(), "_user", "ann@example.com")).toHaveLength(before.length);
  });

  it("makes teams and people", async () => {
    await createEntity(admin(), "_team", {
      identifier: "green",
      title: "Green",
      properties: { description: "G" },
    });
    await createEntity(admin(), "_user", {
      identifier: "ben@example.com",
      title: "Ben",
      properties: { port_role: "Member", region: "south" },
      relations: { team: ["green"] },
    });
    expect((await getTeam(admin(), "green")).members).toMatchObject([{ email: "ben@example.com" }]);
    expect(await getEntity(admin(), "_user", "ben@example.com")).toMatchObject({
      properties: { status: "Active", port_type: "Standard", region: "south" },
    });
  });

  it("does not undo what changed in the portal meanwhile, nor take away what it leaves out", async () => {
    const { id } = await getUserByEmail(admin(), "ben@example.com");
    await setMembership(admin(), { team: "red", userId: id, role: "lead" });
    await updateEntity(admin(), "_user", "ben@example.com", { properties: { region: "west" } });
    expect((await getUserByEmail(admin(), "ben@example.com")).teams).toHaveLength(2);
    await deliver();
    await replaceEntity(admin(), "_user", "ben@example.com", { relations: { team: ["red"] } });
    expect(await getUserByEmail(admin(), "ben@example.com")).toMatchObject({
      name: "Ben",
      status: "active",
      teams: [{ team: "red", role: "lead" }],
    });
  });

  it.each([
    ["_user", "ann@example.com", { identifier: "eve@example.com" }, "invalid", "identifier"],
    ["_user", "ann@example.com", { properties: { status: "Invited" } }, "invalid", "properties.status"],
    [
      "_user",
      "ann@example.com",
      { properties: { port_type: "Service Account" } },
      "invalid",
      "properties.port_type",
    ],
    [
      "_user",
      "ann@example.com",
      { properties: { moderated_blueprints: ["nothing"] } },
      "invalid",
      "properties.moderated_blueprints",
    ],
    ["_user", "ann@example.com", { relations: { team: ["nobody"] } }, "not_found", "relations.team.0"],
    ["_team", "red", { identifier: "rouge" }, "invalid", "identifier"],
    ["_team", "red", { title: "x".repeat(200) }, "invalid", "title"],
  ])("of %s %s to %j is refused", async (blueprint, identifier, patch, code, path) => {
    await expect(updateEntity(admin(), blueprint, identifier, patch)).rejects.toMatchObject({
      code,
      details: { issues: [{ path: path.split(".").map((p) => (/^\d$/.test(p) ? Number(p) : p)) }] },
    });
  });

  it.each([
    ["_user", { identifier: "Eve@example.com" }],
    ["_user", { identifier: "eve" }],
    ["_team", { identifier: "Two Words" }],
    ["_team", { identifier: "UPPER" }],
  ])("that makes %s %j is refused", async (blueprint, entity) => {
    await expect(createEntity(admin(), blueprint, entity)).rejects.toMatchObject({ code: "invalid" });
  });

  it("asks identity's own permissions, keeps the last administrator, and deletes nobody", async () => {
    await updatePermissions(admin(), "_user", { entities: { update: { roles: ["Member"] } } });
    const ben = as({ ...person("ben"), email: "ben@example.com" });
    await updateEntity(ben, "_user", "ben@example.com", { properties: { region: "east" } });
    await expect(
      updateEntity(ben, "_user", "ben@example.com", { properties: { port_role: "Admin" } }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await updateEntity(admin(), "_user", "ann@example.com", { properties: { port_role: "Member" } });
    await expect(
      updateEntity(admin(), "_user", "root@example.com", { properties: { status: "Disabled" } }),
    ).rejects.toMatchObject({ code: "precondition" });
    expect((await getUserByEmail(admin(), "root@example.com")).status).toBe("active");
    await expect(deleteEntity(admin(), "_user", "ben@example.com")).rejects.toMatchObject({
      code: "precondition",
    });
    await expect(deleteEntity(admin(), "_team", "red", { deleteDependents: true })).rejects.toMatchObject({
      code: "precondition",
    });
  });

  it("makes nobody by the way", async () => {
    await updateBlueprint(admin(), "service", {
      relations: { owner: { target: "_user", many: false, required: false } },
    });
    await expect(
      createEntity(
        admin(),
        "service",
        { identifier: "s", properties: { language: "Go" }, relations: { owner: "new@example.com" } },
        { createMissingRelatedEntities: true },
      ),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a read policy", () => {
  it("looks at the entity of who asks and at those of their teams", async () => {
    await updateBlueprint(admin(), "service", { schema: { properties: { region: { type: "string" } } } });
    await createEntity(admin(), "service", {
      identifier: "in-north",
      properties: { language: "Go", region: "north" },
    });
    await createEntity(admin(), "service", {
      identifier: "in-south",
      properties: { language: "Go", region: "south" },
    });
    await updatePermissions(admin(), "service", {
      entities: {
        read: {
          roles: ["Admin"],
          policy: {
            combinator: "and",
            rules: [
              { property: { context: "user", property: "isOnCall" }, operator: "=", value: "true" },
              {
                property: "region",
                operator: "containsAny",
                value: { context: "userTeams", property: "region" },
              },
            ],
          },
        },
      },
    });
    await updateEntity(admin(), "_team", "red", { properties: { region: "north" } });
    const ann = as({ ...person("ann", ["red"]), email: "ann@example.com" });
    const ben = as({ ...person("ben", ["red"]), email: "ben@example.com" });
    expect((await listEntities(ann, "service")).entities.map((e) => e.identifier)).toEqual(["in-north"]);
    expect(await countEntities(ann, "service")).toBe(1);
    expect(await countEntities(ben, "service")).toBe(0);
    await updateEntity(admin(), "_user", "ben@example.com", { properties: { isOnCall: true } });
    expect(await countEntities(ben, "service")).toBe(1);
    expect(await countEntities(as(person("zoe", ["blue"])), "service")).toBe(0);
    await expect(
      updatePermissions(admin(), "service", {
        entities: {
          read: { policy: { combinator: "and", rules: [{ property: "colour", operator: "=", value: "x" }] } },
        },
      }),
    ).rejects.toMatchObject({
      code: "invalid",
      details: { issues: [{ path: ["entities", "read", "policy", "rules", 0, "property"] }] },
    });
  });
});
