import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { createUser } from "@/server/identity/service/people";
import { type Actor, type Context, systemContext } from "@/server/kernel/context";
import { Forbidden } from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";
import { createAction } from "./definitions";
import { saveDraft } from "./drafts";
import { actionsOverview } from "./overview";

let database: TestDatabase;
let admin: Actor, member: Actor;
const as = (actor: Actor): Context => ({ actor, origin: "UI", requestId: newId(), db: database.db });

beforeAll(async () => {
  process.env.WAYMARK_ENCRYPTION_KEY = randomBytes(32).toString("base64");
  database = await createTestDatabase();
  const system = systemContext(database.db, "test", "t");
  const person = async (name: string, role: "admin" | "member"): Promise<Actor> => {
    const { id, email } = await createUser(system, { email: `${name}@example.com`, name, role });
    return { kind: "user", id, email, name, role, memberships: [] };
  };
  admin = await person("ada", "admin");
  member = await person("dora", "member");
  await createBlueprint(system, { identifier: "database", title: "Database", schema: { properties: {} } });
});
afterAll(() => database.close());

it("tells the state of every action and automation, to administrators", async () => {
  const kafka = { type: "KAFKA" };
  const selfService = {
    type: "self-service",
    operation: "DAY-2",
    blueprintIdentifier: "database",
    userInputs: { properties: {} },
  };
  const definition = { identifier: "call", title: "Call", trigger: selfService, invocationMethod: kafka };
  await createAction(as(admin), { ...definition, publish: false });
  await createAction(as(admin), {
    identifier: "apply",
    title: "Apply",
    trigger: selfService,
    invocationMethod: { type: "TERRAFORM", template: "postgres-database", variables: {} },
    requiredApproval: true,
  });
  await createAction(as(admin), {
    identifier: "follow",
    trigger: { type: "automation", event: { type: "RUN_UPDATED", actionIdentifier: "apply" } },
    invocationMethod: kafka,
  });
  await saveDraft(as(admin), "call", { ...definition, title: "Call better" }, 1);

  const entries = await actionsOverview(as(admin));
  expect(entries).toMatchObject([
    { identifier: "apply", runnable: true, published: true, draft: false, requiredApproval: true },
    {
      identifier: "call",
      title: "Call",
      trigger: { type: "self-service", operation: "DAY-2", blueprint: "database" },
      backend: "KAFKA",
      runnable: false,
      published: false,
      draft: true,
      updatedByName: "ada",
    },
    {
      identifier: "follow",
      title: "follow",
      trigger: { type: "automation", event: { type: "RUN_UPDATED", actionIdentifier: "apply" } },
      runnable: false,
    },
  ]);
  expect(entries).toHaveLength(3);
  await expect(actionsOverview(as(member))).rejects.toBeInstanceOf(Forbidden);
});
