import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { createUser } from "@/server/identity/service/people";
import { type Actor, type Context, systemContext } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";
import { createAction, deleteAction } from "./definitions";
import { executeAction } from "./execute";
import { galleryOf, setFavourite } from "./gallery";

type User = Extract<Actor, { kind: "user" }>;
let database: TestDatabase;
let dora: User, emil: User;

const as = (actor: Actor): Context => ({ actor, origin: "UI", requestId: newId(), db: database.db });
const system = () => systemContext(database.db, "test", "t");
const person = async (email: string): Promise<User> => {
  const { id, name } = await createUser(system(), {
    email,
    name: email,
    role: "member",
    password: "a long enough one",
  });
  return { kind: "user", id, email, name, role: "member", memberships: [] };
};

const definition = (identifier: string, over: Record<string, unknown> = {}) => ({
  identifier,
  title: identifier,
  trigger: {
    type: "self-service",
    operation: "CREATE",
    blueprintIdentifier: "database",
    userInputs: { properties: { name: { type: "string" } }, required: ["name"] },
  },
  invocationMethod: {
    type: "TERRAFORM",
    template: "postgres-database",
    mapping: { identifier: "{{ .inputs.name }}" },
  },
  ...over,
});

beforeAll(async () => {
  database = await createTestDatabase();
  dora = await person("dora@example.com");
  emil = await person("emil@example.com");
  await createBlueprint(system(), { identifier: "database", title: "Database", schema: { properties: {} } });
  await createAction(system(), definition("first", { group: "Data", documentation: "# Read me" }));
  await createAction(system(), definition("second"));
  await createAction(system(), definition("hidden", { publish: false }));
  await createAction(system(), definition("hook", { invocationMethod: { type: "KAFKA" } }));
  await createAction(system(), {
    identifier: "on_change",
    trigger: { type: "automation", event: { type: "ENTITY_CREATED", blueprintIdentifier: "database" } },
    invocationMethod: { type: "KAFKA" },
  });
});
afterAll(() => database.close());

it("shows what can be run: published, by a backend of this portal, from a form", async () => {
  const { actions, recent } = await galleryOf(as(dora));
  expect(
    actions.map(({ identifier, group, documented, favourite }) => [identifier, group, documented, favourite]),
  ).toEqual([
    ["first", "Data", true, false],
    ["second", null, false, false],
  ]);
  expect(recent).toEqual([]);
});

it("keeps favourites for each person, and survives saying it twice", async () => {
  await setFavourite(as(dora), "second", true);
  await setFavourite(as(dora), "second", true);
  const favourites = async (actor: User) =>
    (await galleryOf(as(actor))).actions
      .filter((action) => action.favourite)
      .map((action) => action.identifier);
  expect(await favourites(dora)).toEqual(["second"]);
  expect(await favourites(emil)).toEqual([]);
  await setFavourite(as(dora), "second", false);
  await setFavourite(as(dora), "second", false);
  expect(await favourites(dora)).toEqual([]);
});

it("knows no favourite of what one may not know of", async () => {
  for (const identifier of ["hidden", "on_change", "none"])
    await expect(setFavourite(as(dora), identifier, true)).rejects.toThrow(NotFound);
});

it("puts what was requested last first, each action once, of what is still offered", async () => {
  for (const [identifier, name] of [
    ["first", "a"],
    ["second", "b"],
    ["first", "c"],
  ] as const)
    await executeAction(as(dora), identifier, { properties: { name } });
  const recent = async (actor: User) =>
    (await galleryOf(as(actor))).recent.map(({ identifier }) => identifier);
  expect(await recent(dora)).toEqual(["first", "second"]);
  expect(await recent(emil)).toEqual([]);
  await setFavourite(as(dora), "first", true);
  await deleteAction(system(), "first");
  expect(await recent(dora)).toEqual(["second"]);
  expect((await galleryOf(as(dora))).actions.map((action) => action.identifier)).toEqual(["second"]);
});
