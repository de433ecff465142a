import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createBlueprint, deleteBlueprint } from "@/server/catalog/service/blueprints";
import { deleteAllEntities } from "@/server/catalog/service/migrations";
import { renameKey } from "@/server/catalog/service/rename-key";
import { systemContext } from "@/server/kernel/context";
import { deliverEvents } from "@/server/kernel/testing-outbox";
import { subscriptions } from "@/server/subscriptions";
import { createAction, deleteAction, getAction } from "./definitions";
import { getActionWithDraft, saveDraft } from "./drafts";
import { getPermissions, updatePermissions } from "./permissions";

let database: TestDatabase;
beforeAll(async () => {
  process.env.WAYMARK_ENCRYPTION_KEY = randomBytes(32).toString("base64");
  database = await createTestDatabase();
});
afterAll(() => database.close());

const deliver = async () => {
  const events = await database.db.execute<{ id: number }>(sql`select id::int from outbox order by id`);
  await deliverEvents(
    systemContext(database.db, "test", "t"),
    events.map((event) => event.id),
    subscriptions,
  );
};

it("an action follows a renamed property of the entity that it makes", async () => {
  const ctx = systemContext(database.db, "test", "t");
  await createBlueprint(ctx, {
    identifier: "database",
    title: "Database",
    schema: { properties: { size: { type: "string" } } },
  });
  await createAction(ctx, {
    identifier: "create_database",
    trigger: {
      type: "self-service",
      operation: "CREATE",
      blueprintIdentifier: "database",
      userInputs: { properties: { size: { type: "string" } } },
    },
    invocationMethod: {
      type: "TERRAFORM",
      template: "postgres-database",
      mapping: { identifier: "x", properties: { size: "{{ .inputs.size }}" } },
    },
  });
  const { followed } = await renameKey(ctx, "database", { kind: "property", from: "size", to: "volume" });
  expect(followed.map((d) => [d.kind, d.identifier])).toEqual([["action", "create_database"]]);
  await deliver();
  expect(await getAction(ctx, "create_database")).toMatchObject({
    revision: 2,
    invocationMethod: { mapping: { properties: { volume: "{{ .inputs.size }}" } } },
  });
});

it("a draft follows as well, and stays younger than the action", async () => {
  const ctx = systemContext(database.db, "test", "t");
  const { revision, ...view } = await getAction(ctx, "create_database");
  const { id: _id, createdAt: _c, createdBy: _cb, updatedAt: _u, updatedBy: _ub, ...definition } = view;
  await saveDraft(ctx, "create_database", { ...definition, title: "Draft" }, revision);
  await renameKey(ctx, "database", { kind: "property", from: "volume", to: "capacity" });
  await deliver();
  const { draft } = await getActionWithDraft(ctx, "create_database");
  expect(draft).toMatchObject({
    outdated: false,
    definition: {
      title: "Draft",
      invocationMethod: { mapping: { properties: { capacity: "{{ .inputs.size }}" } } },
    },
  });
});

it("a blueprint stays while actions and automations need it, and says which", async () => {
  const ctx = systemContext(database.db, "test", "t");
  await createAction(ctx, {
    identifier: "announce",
    trigger: { type: "automation", event: { type: "ENTITY_CREATED", blueprintIdentifier: "database" } },
    invocationMethod: { type: "WEBHOOK", url: "https://example.com" },
  });
  const conflict = (message: string) => ({
    code: "conflict",
    details: { data: { error: "has_dependents" } },
    message: expect.stringContaining(message) as string,
  });
  const both = 'The automation "announce" and the action "create_database" need the blueprint "database".';
  await expect(deleteBlueprint(ctx, "database")).rejects.toMatchObject(conflict(both));
  await expect(deleteAllEntities(ctx, "database", { deleteBlueprint: true })).rejects.toMatchObject(
    conflict(both),
  );
  const rest = 'The automation "announce" needs the blueprint "database". Change or delete it first.';
  await expect(deleteBlueprint(ctx, "database", { deleteActions: true })).rejects.toMatchObject(
    conflict(rest),
  );
  await deleteAction(ctx, "announce");
});

it("an action goes with its blueprint when that is asked for", async () => {
  const ctx = systemContext(database.db, "test", "t");
  await deleteBlueprint(ctx, "database", { deleteActions: true });
  await deliver();
  await expect(getAction(ctx, "create_database")).rejects.toMatchObject({ code: "not_found" });
});

it("a policy follows as well", async () => {
  const ctx = systemContext(database.db, "test", "t");
  await createBlueprint(ctx, {
    identifier: "incident",
    title: "Incident",
    schema: { properties: { state: { type: "string" } } },
  });
  const made = {
    identifier: "guarded",
    trigger: { type: "self-service", operation: "CREATE", userInputs: { properties: {} } },
    invocationMethod: { type: "WEBHOOK", url: "https://example.com" },
  };
  await createAction(ctx, made);
  const open = (key: string) => ({
    policy: {
      queries: {
        open: {
          combinator: "and" as const,
          rules: [
            { property: "$blueprint", operator: "=" as const, value: "incident" },
            { property: key, operator: "=" as const, value: "open" },
          ],
        },
      },
      conditions: [`[.results.open.entities[].properties.${key}] | length == 0`],
    },
  });
  await updatePermissions(ctx, "guarded", { execute: open("state") });
  const { followed } = await renameKey(ctx, "incident", { kind: "property", from: "state", to: "status" });
  expect(followed).toMatchObject([{ kind: "action", identifier: "guarded" }]);
  await deliver();
  expect((await getPermissions(ctx, "guarded")).execute).toMatchObject(open("status"));
});
