import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { restApp } from "@/server/api/rest-app";
import type { Actor } from "@/server/kernel/context";
import { createBlueprint } from "./service/blueprints";
import { createEntity } from "./service/entities";
import { forgetModel } from "./service/model";
import { ADMIN, contextOf, ENVIRONMENT, person, SERVICE } from "./testing";

let database: TestDatabase;
let actor: Actor = ADMIN;
const app = restApp(() => Promise.resolve(contextOf(database.db, actor)));
const bob = person("bob", ["payments"]);
const MANY = 1203;

beforeAll(async () => {
  database = await createTestDatabase();
  const ctx = contextOf(database.db);
  for (const definition of [ENVIRONMENT, SERVICE]) await createBlueprint(ctx, definition);
  await createEntity(ctx, "environment", { identifier: "prod", title: "Production" });
  await createEntity(ctx, "service", {
    identifier: "orders",
    title: 'Orders, the "old" ones',
    team: "payments",
    properties: { language: "Go", replicas: 3, tags: ["a", "b"], repository: "https://example.com" },
    relations: { environment: "prod" },
  });
  await createEntity(ctx, "service", {
    identifier: "formula",
    title: "=1+1",
    properties: { language: "Rust" },
  });
  await database.db.execute(sql`
    insert into entities (blueprint_id, identifier, created_by, updated_by)
    select (select id from blueprints where identifier = 'environment'), 'e' || lpad(n::text, 4, '0'), 'test', 'test'
    from generate_series(1, ${MANY}::int) n`);
});
afterAll(() => database.close());

async function get(
  path: string,
  as: Actor = ADMIN,
): Promise<{ status: number; text: string; headers: Headers }> {
  actor = as;
  const response = await app.request(`/v1/blueprints/${path}`);
  return { status: response.status, text: await response.text(), headers: response.headers };
}
const query = (rule: unknown) =>
  `query=${encodeURIComponent(JSON.stringify({ combinator: "and", rules: [rule] }))}`;

it("gives the chosen columns as CSV, safe for spreadsheets, in the order asked for", async () => {
  const sort = encodeURIComponent(JSON.stringify([{ by: "language", direction: "desc" }]));
  const { status, text, headers } = await get(
    `service/entities-export?sort=${sort}&columns=$title,language,replicas,tags,environmentName,relation:environment`,
  );
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(headers.get("content-disposition")).toBe('attachment; filename="service.csv"');
  expect(text).toBe(
    [
      "Title ($title),language,replicas,tags,Title (environmentName),Environment",
      "'=1+1,Rust,2,,,",
      '"Orders, the ""old"" ones",Go,3,a; b,Production,prod',
      "",
    ].join("\r\n"),
  );
});

it("gives whole entities as JSON, and only those that match", async () => {
  const { text } = await get(
    `service/entities-export?format=json&${query({ property: "replicas", operator: ">", value: 2 })}`,
  );
  expect(JSON.parse(text)).toMatchObject({
    ok: true,
    blueprint: "service",
    entities: [{ identifier: "orders", properties: { language: "Go" }, relations: { environment: "prod" } }],
  });
  expect(JSON.parse((await get("service/entities-export?format=json&text=nothing")).text)).toMatchObject({
    entities: [],
  });
});

it("gives all, however many, each once and in order", async () => {
  const { entities } = JSON.parse((await get("environment/entities-export?format=json")).text) as {
    entities: { identifier: string }[];
  };
  expect(entities).toHaveLength(MANY + 1);
  expect(new Set(entities.map(({ identifier }) => identifier)).size).toBe(MANY + 1);
  const sort = encodeURIComponent(JSON.stringify([{ by: "$identifier", direction: "desc" }]));
  const lines = (await get(`environment/entities-export?columns=$identifier&sort=${sort}`)).text.split(
    "\r\n",
  );
  expect([lines[1], lines[2], lines.length]).toEqual(["prod", "e1203", MANY + 3]);
});

it("refuses what the blueprint does not have, with its path", async () => {
  for (const [path, at] of [
    ["columns=nothing", "columns.0"],
    [`sort=${encodeURIComponent('[{"by":"nothing","direction":"asc"}]')}`, "sort.by"],
    [query({ property: "nothing", operator: "isEmpty" }), "query.rules.0.property"],
    ["query=%7B", "query"],
  ] as const) {
    const { status, text } = await get(`service/entities-export?${path}`);
    expect(status, path).toBe(422);
    const body = JSON.parse(text) as { details: { issues: { path: unknown[] }[] } };
    expect(body.details.issues.map((issue) => issue.path.join("."))).toContain(at);
  }
  expect((await get("nothing/entities-export")).status).toBe(404);
  expect((await get("service/entities-export?format=xml")).status).toBe(422);
  expect((await get("service/entities-export", { kind: "anonymous" })).status).toBe(401);
});

it("leaves out what the reader may not read", async () => {
  await database.db.execute(
    sql`update blueprints set permissions = '{"entities":{"read":{"ownedByTeam":true,"users":[],"roles":[],"teams":[]}}}' where identifier = 'service'`,
  );
  await database.db.execute(sql`update catalog_model set version = version + 1`);
  forgetModel(contextOf(database.db));
  const { text } = await get("service/entities-export?columns=$identifier", bob);
  expect(text).toBe("Identifier\r\norders\r\n");
  expect((await get("service/entities-export?columns=$identifier", person("eve"))).text).toBe(
    "Identifier\r\n",
  );
});

it("ends its transaction when the reader goes away", async () => {
  actor = ADMIN;
  const response = await app.request("/v1/blueprints/environment/entities-export?format=json");
  const reader = response.body!.getReader();
  await reader.read();
  await reader.cancel();
  await expect
    .poll(async () => {
      const [row] = await database.db.execute<{ n: string }>(
        sql`select count(*) as n from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
      );
      return Number(row?.n);
    })
    .toBe(0);
});
