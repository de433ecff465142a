import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createCallerFactory } from "@/server/api/trpc";
import type { Actor } from "@/server/kernel/context";
import { catalogRouter } from "./router";
import { ADMIN, contextOf, ENVIRONMENT, person, SERVICE } from "./testing";

let database: TestDatabase;
const as = (actor: Actor) => createCallerFactory(catalogRouter)(contextOf(database.db, actor));
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

it("carries a catalog from the first blueprint to the last deletion", async () => {
  const admin = as(ADMIN);
  const ada = as(person("ada", ["payments"]));
  await admin.blueprints.create({ definition: ENVIRONMENT });
  await admin.blueprints.create({ definition: SERVICE });
  expect(await ada.blueprints.list()).toMatchObject([
    { identifier: "environment", entityCount: 0 },
    { identifier: "service" },
  ]);
  await ada.entities.create({
    blueprint: "environment",
    entity: { identifier: "prod", title: "Production" },
  });
  expect(
    (await ada.blueprints.properties({ identifier: "service" })).map((p) => [
      p.key,
      p.source,
      p.definition.type,
    ]),
  ).toEqual([
    ["language", "schema", "string"],
    ["replicas", "schema", "number"],
    ["repository", "schema", "string"],
    ["tags", "schema", "array"],
    ["environmentName", "mirror", "string"],
  ]);
  const made = await ada.entities.create({
    blueprint: "service",
    entity: {
      identifier: "orders",
      team: "payments",
      properties: { language: "Go" },
      relations: { environment: "prod" },
    },
  });
  expect(
    await ada.entities.list({
      blueprint: "service",
      text: "ord",
      sort: { by: "language", direction: "asc" },
    }),
  ).toMatchObject({ total: 1, entities: [made] });
  expect(await ada.entities.options({ blueprint: "environment" })).toEqual([
    { identifier: "prod", title: "Production", icon: null },
  ]);
  expect((await ada.search({ text: "prod" }))[0]).toMatchObject({
    blueprint: "environment",
    identifier: "prod",
    match: { property: null },
  });
  expect(await ada.entities.related({ blueprint: "environment", identifier: "prod" })).toMatchObject([
    { direction: "incoming", total: 1 },
  ]);

  const changed = await ada.entities.update({
    blueprint: "service",
    identifier: "orders",
    patch: { title: "Orders" },
    revision: made.revision,
  });
  expect(await ada.entities.history({ blueprint: "service", identifier: "orders" })).toHaveLength(2);
  const again = {
    blueprint: "service",
    identifier: "orders",
    patch: { title: "Late" },
    revision: made.revision,
  };
  await expect(ada.entities.update(again)).rejects.toMatchObject({
    code: "CONFLICT",
    cause: { details: { data: { current: changed.revision } } },
  });
  await expect(
    as(person("bob")).entities.delete({ blueprint: "service", identifier: "orders" }),
  ).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(ada.blueprints.delete({ identifier: "service" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(
    as({ kind: "anonymous" }).entities.get({ blueprint: "service", identifier: "orders" }),
  ).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  await expect(ada.entities.get({ blueprint: "service", identifier: "nothing" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });

  const { revision, ...service } = await admin.blueprints.get({ identifier: "service" });
  expect(
    await admin.blueprints.update({
      identifier: "service",
      definition: { ...service, title: "Services" },
      revision,
    }),
  ).toMatchObject({ title: "Services", revision: 2 });
  expect(await ada.entities.delete({ blueprint: "service", identifier: "orders" })).toEqual({ deleted: 1 });
  await admin.blueprints.delete({ identifier: "service", revision: 2 });
  expect((await ada.blueprints.list()).map((b) => b.identifier)).toEqual(["environment"]);
});

it("leads to each fault in a document", async () => {
  const admin = as(ADMIN);
  await expect(
    admin.blueprints.create({
      definition: { identifier: "x", title: "X", schema: { properties: { n: { type: "integer" } } } },
    }),
  ).rejects.toMatchObject({
    code: "UNPROCESSABLE_CONTENT",
    cause: { details: { issues: [{ path: ["schema", "properties", "n", "type"] }] } },
  });
  await expect(
    admin.entities.create({ blueprint: "environment", entity: { identifier: "a b" } }),
  ).rejects.toMatchObject({ cause: { details: { issues: [{ path: ["identifier"] }] } } });
});
