import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { restApp } from "@/server/api/rest-app";
import type { Actor } from "@/server/kernel/context";
import { ADMIN, contextOf, DEPLOYMENT, ENVIRONMENT, person, SERVICE } from "./testing";

let database: TestDatabase;
let actor: Actor = ADMIN;
const app = restApp((request) =>
  Promise.resolve({ ...contextOf(database.db, actor), requestId: request.url }),
);

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  actor = ADMIN;
  await database.db.execute(sql`truncate blueprints, entities, entity_relations cascade`);
  for (const definition of [ENVIRONMENT, SERVICE, DEPLOYMENT])
    await call("POST", "/blueprints?create_catalog_page=false", definition);
});

interface Answer {
  status: number;
  body: Record<string, unknown> & {
    entity?: Record<string, unknown>;
    details?: { issues?: { path: unknown[] }[] };
  };
}

async function call(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await app.request(`/v1${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}
const paths = ({ body }: Answer) => body.details?.issues?.map((issue) => issue.path.join("."));
const refusal = (status: number, error: string) => ({
  status,
  body: { ok: false, error, message: expect.any(String) as string },
});
const orders = { identifier: "orders", properties: { language: "Go" } };

describe("blueprints over REST", () => {
  it("create with 201, and give out what was posted", async () => {
    await call("DELETE", "/blueprints/deployment");
    const made = await call("POST", "/blueprints", DEPLOYMENT);
    expect(made).toMatchObject({ status: 201, body: { ok: true, blueprint: DEPLOYMENT } });
    const { status, body } = await call("GET", "/blueprints/deployment");
    const { createdAt, createdBy, updatedAt, updatedBy, ...rest } = body.blueprint as Record<string, unknown>;
    expect({ status, rest }).toEqual({ status: 200, rest: DEPLOYMENT });
    expect([createdBy, updatedBy]).toEqual([ADMIN.id, ADMIN.id]);
    expect(createdAt).toEqual(updatedAt);
    expect(await call("PUT", "/blueprints/deployment", body.blueprint)).toMatchObject({ status: 200 });
    expect(
      ((await call("GET", "/blueprints")).body.blueprints as { identifier: string }[]).map(
        (b) => b.identifier,
      ),
    ).toEqual(["deployment", "environment", "service"]);
  });

  it("answer each fault as published", async () => {
    expect(await call("POST", "/blueprints", SERVICE)).toMatchObject(refusal(409, "conflict"));
    const integer = await call("POST", "/blueprints", {
      ...SERVICE,
      identifier: "x",
      schema: { properties: { n: { type: "integer" } } },
    });
    expect(integer).toMatchObject(refusal(422, "invalid_request"));
    expect(paths(integer)).toEqual(["schema.properties.n.type"]);
    expect(
      paths(
        await call("POST", "/blueprints", {
          ...SERVICE,
          identifier: "x",
          relations: { r: { target: "service", many: true, required: true } },
        }),
      ),
    ).toEqual(["relations.r.required"]);
    expect(
      paths(
        await call("POST", "/blueprints", {
          ...SERVICE,
          identifier: "x",
          relations: { environment: { target: "nothing", many: false, required: false } },
        }),
      ),
    ).toEqual(["relations.environment.target"]);
    expect(await call("GET", "/blueprints/nothing")).toMatchObject(refusal(404, "not_found"));
    expect(await call("PATCH", "/blueprints/nothing", {})).toMatchObject(refusal(404, "not_found"));
    expect(await call("DELETE", "/blueprints/service")).toMatchObject(refusal(409, "has_dependents"));
    expect(
      paths(
        await call("PATCH", "/blueprints/service", {
          schema: { properties: { replicas: { type: "string" } } },
        }),
      ),
    ).toEqual(["schema.properties.replicas.type"]);
    actor = person("ada");
    expect(await call("POST", "/blueprints", { ...SERVICE, identifier: "x" })).toMatchObject(
      refusal(403, "forbidden"),
    );
    actor = { kind: "anonymous" };
    expect(await call("GET", "/blueprints")).toMatchObject(refusal(401, "unauthorized"));
    const empty = await app.request("/v1/blueprints", { method: "POST" });
    expect(empty.status).toBe(401);
  });
});

describe("entities over REST", () => {
  it("create with 201, then 409, then upsert and merge", async () => {
    const made = await call("POST", "/blueprints/service/entities", orders);
    expect(made).toMatchObject({
      status: 201,
      body: {
        ok: true,
        entity: {
          ...orders,
          title: null,
          icon: null,
          blueprint: "service",
          team: [],
          properties: { language: "Go", replicas: 2 },
          relations: { environment: null, dependsOn: [] },
        },
      },
    });
    expect(Object.keys(made.body.entity ?? {}).sort()).toEqual([
      "blueprint",
      "createdAt",
      "createdBy",
      "icon",
      "identifier",
      "properties",
      "relations",
      "team",
      "title",
      "updatedAt",
      "updatedBy",
    ]);
    expect(await call("POST", "/blueprints/service/entities?upsert=false", orders)).toMatchObject(
      refusal(409, "conflict"),
    );
    expect(
      await call("POST", "/blueprints/service/entities?upsert=true&merge=true", {
        identifier: "orders",
        title: "Orders",
      }),
    ).toMatchObject({ status: 201, body: { entity: { title: "Orders", properties: { language: "Go" } } } });
    expect(await call("POST", "/blueprints/service/entities?upsert=true", orders)).toMatchObject({
      status: 201,
      body: { entity: { title: null } },
    });
    expect(await call("GET", "/blueprints/service/entities-count")).toEqual({
      status: 200,
      body: { ok: true, count: 1 },
    });
    expect(await call("GET", "/blueprints/service/entities")).toMatchObject({
      status: 200,
      body: { ok: true, entities: [{ identifier: "orders" }] },
    });
  });

  it("say where the fault is, with 422", async () => {
    const many = await call("POST", "/blueprints/service/entities", {
      identifier: "a",
      properties: { language: "PHP", repository: "x", tags: ["a", 1], other: 1 },
      relations: { dependsOn: "b" },
    });
    expect(many).toMatchObject(refusal(422, "invalid_request"));
    expect(paths(many)).toEqual([
      "properties.language",
      "properties.repository",
      "properties.tags.1",
      "properties.other",
      "relations.dependsOn",
    ]);
    for (const [body, path] of [
      [{ identifier: "Sprint 1" }, "identifier"],
      [{ identifier: "a#b" }, "identifier"],
      [{ identifier: "a", icon: null }, "icon"],
      [{ identifier: "a", team: 1 }, "team"],
      [{ identifier: { combinator: "and", rules: [] } }, "identifier.rules"],
      [{ identifier: "a", properties: [] }, "properties"],
      [{ identifier: "a", relations: { environment: 1 } }, "relations.environment"],
      [{ identifier: "a", title: "\0", properties: { language: "Go" } }, "title"],
    ] as const)
      expect(paths(await call("POST", "/blueprints/service/entities", body)), path).toEqual([path]);
    expect(await call("POST", "/blueprints/service/entities?upsert=maybe", orders)).toMatchObject(
      refusal(422, "invalid_request"),
    );
    expect(await call("PATCH", "/blueprints/service/entities/orders", { unknown: 1 })).toMatchObject({
      status: 422,
    });
  });

  it.each([
    ["{", "application/json"],
    ['{"identifier":"a"}', "text/plain"],
    ["[]", "application/json"],
    ["null", "application/json"],
  ])("refuse the body %s as %s", async (body, type) => {
    const answer = await app.request("/v1/blueprints/service/entities", {
      method: "POST",
      body,
      headers: { "content-type": type },
    });
    expect([answer.status, ((await answer.json()) as Answer["body"]).error]).toEqual([
      422,
      "invalid_request",
    ]);
  });

  it("only look with validation_only=true", async () => {
    expect(await call("POST", "/blueprints/service/entities?validation_only=true", orders)).toMatchObject({
      status: 201,
      body: { ok: true },
    });
    expect(
      await call("POST", "/blueprints/service/entities?validation_only=true", { identifier: "a" }),
    ).toMatchObject({ status: 422 });
    expect(await call("GET", "/blueprints/service/entities-count")).toMatchObject({ body: { count: 0 } });
  });

  it("answer 404 for what is related and missing, or make it", async () => {
    const related = { identifier: "d", relations: { service: "orders" } };
    const missing = await call("POST", "/blueprints/deployment/entities", related);
    expect(missing).toMatchObject(refusal(404, "not_found"));
    expect(paths(missing)).toEqual(["relations.service"]);
    expect(
      await call("POST", "/blueprints/deployment/entities?create_missing_related_entities=true", related),
    ).toMatchObject({ status: 201 });
    expect(await call("GET", "/blueprints/service/entities/orders")).toMatchObject({
      status: 200,
      body: { entity: { properties: {} } },
    });
    expect(await call("GET", "/blueprints/nothing/entities")).toMatchObject(refusal(404, "not_found"));
    expect(await call("GET", "/blueprints/service/entities/nothing")).toMatchObject(
      refusal(404, "not_found"),
    );
    expect(await call("PATCH", "/blueprints/service/entities/nothing", {})).toMatchObject(
      refusal(404, "not_found"),
    );
    expect(
      await call("PUT", "/blueprints/service/entities/nothing", { properties: { language: "Go" } }),
    ).toMatchObject(refusal(404, "not_found"));
  });

  it("change, replace, rename and delete", async () => {
    await call("POST", "/blueprints/service/entities", { ...orders, title: "Orders" });
    expect(
      await call("PATCH", "/blueprints/service/entities/orders", { properties: { replicas: 3 } }),
    ).toMatchObject({
      status: 200,
      body: { ok: true, entity: { title: "Orders", properties: { language: "Go", replicas: 3 } } },
    });
    expect(
      await call("PUT", "/blueprints/service/entities/orders", {
        identifier: "sales",
        properties: { language: "Rust" },
      }),
    ).toMatchObject({ status: 200, body: { entity: { identifier: "sales", title: null } } });
    await call("POST", "/blueprints/deployment/entities", {
      identifier: "d",
      relations: { service: "sales" },
    });
    expect(await call("DELETE", "/blueprints/service/entities/sales")).toMatchObject(
      refusal(409, "has_dependents"),
    );
    expect(await call("DELETE", "/blueprints/service/entities/sales?delete_dependents=true")).toEqual({
      status: 200,
      body: { ok: true },
    });
    expect(await call("GET", "/blueprints/deployment/entities-count")).toMatchObject({ body: { count: 0 } });
    expect(await call("DELETE", "/blueprints/service/entities/sales?delete_dependents=false")).toMatchObject(
      refusal(404, "not_found"),
    );
  });

  it.each(["a/b", "arn:aws:rds:eu:1:db/x=1", "é", "a+b", "v1.2", "..."])(
    "reach the identifier %s in a path",
    async (identifier) => {
      await call("POST", "/blueprints/service/entities", { ...orders, identifier });
      const path = `/blueprints/service/entities/${encodeURIComponent(identifier)}`;
      expect(await call("GET", path)).toMatchObject({ status: 200, body: { entity: { identifier } } });
      expect(await call("PATCH", path, { title: "T" })).toMatchObject({
        status: 200,
        body: { entity: { identifier, title: "T" } },
      });
      expect(await call("DELETE", path)).toMatchObject({ status: 200 });
    },
  );

  it("reach a blueprint with a slash, and survive what no identifier can be", async () => {
    await call("POST", "/blueprints", { ...ENVIRONMENT, identifier: "a/b:c" });
    expect(await call("GET", "/blueprints/a%2Fb%3Ac")).toMatchObject({
      status: 200,
      body: { blueprint: { identifier: "a/b:c" } },
    });
    expect(await call("POST", "/blueprints/a%2Fb%3Ac/entities", { identifier: "e" })).toMatchObject({
      status: 201,
    });
    for (const odd of ["%00", "%ff", "%25", "%E0%A4%A"])
      expect((await call("GET", `/blueprints/service/entities/${odd}`)).status, odd).toBe(404);
  });

  it("refuse to others what belongs to a team", async () => {
    await call("POST", "/blueprints/service/entities", { ...orders, team: "payments" });
    actor = person("bob", ["logistics"]);
    expect(await call("PATCH", "/blueprints/service/entities/orders", { title: "x" })).toMatchObject(
      refusal(403, "forbidden"),
    );
    expect(await call("GET", "/blueprints/service/entities/orders")).toMatchObject({ status: 200 });
  });
});

it("describes itself in OpenAPI 3.1", async () => {
  const document = (await call("GET", "/openapi.json")).body as {
    openapi?: string;
    paths?: Record<string, object>;
  };
  expect(document.openapi).toBe("3.1.0");
  expect(
    Object.keys(
      document.paths?.["/v1/blueprints/{blueprint_identifier}/entities/{entity_identifier}"] ?? {},
    ).sort(),
  ).toEqual(["delete", "get", "patch", "put"]);
});

describe("an entity is given out as it is asked for", () => {
  const of = async (query: string, path = "/blueprints/service/entities/a") =>
    (await call("GET", `${path}?${query}`)).body;
  beforeEach(async () => {
    await call("POST", "/blueprints/environment/entities", { identifier: "prod", title: "Production" });
    await call("POST", "/blueprints/service/entities", {
      identifier: "a",
      title: "A",
      properties: { language: "Go" },
      relations: { environment: "prod", dependsOn: ["a"] },
    });
  });

  it("in parts", async () => {
    expect(
      (await of("include=identifier&include=properties.language&include=relations.environment")).entity,
    ).toEqual({ identifier: "a", properties: { language: "Go" }, relations: { environment: "prod" } });
    expect((await of("include=title", "/blueprints/service/entities")).entities).toEqual([{ title: "A" }]);
    const rest = (await of("exclude=properties.language&exclude=title&allow_partial_results=true")).entity;
    expect(rest).toMatchObject({
      identifier: "a",
      properties: { replicas: 2, environmentName: "Production" },
    });
    expect(Object.keys(rest ?? {})).not.toContain("title");
    expect((await of("exclude_calculated_properties=true")).entity?.properties).toEqual({
      language: "Go",
      replicas: 2,
    });
  });

  it("with titles beside identifiers, and identifiers beside titles", async () => {
    expect((await of("attach_title_to_relation=true")).entity?.relations).toEqual({
      environment: { identifier: "prod", title: "Production" },
      dependsOn: [{ identifier: "a", title: "A" }],
    });
    expect((await of("attach_identifier_to_title_mirror_properties=true")).entity?.properties).toMatchObject({
      environmentName: { identifier: "prod", title: "Production" },
    });
  });

  it("the same in searches", async () => {
    const attach = "attach_title_to_relation=true&attach_identifier_to_title_mirror_properties=true";
    const query = { combinator: "and", rules: [{ property: "$identifier", operator: "=", value: "a" }] };
    for (const [path, body] of [
      ["/entities/search", query],
      ["/blueprints/service/entities/search", { query }],
    ] as const) {
      const answer = (await call("POST", `${path}?${attach}`, body)).body as { entities: unknown[] };
      expect(answer.entities, path).toMatchObject([
        {
          identifier: "a",
          properties: { environmentName: { identifier: "prod", title: "Production" } },
          relations: { environment: { identifier: "prod", title: "Production" } },
        },
      ]);
    }
    const only = "attach_identifier_to_title_mirror_properties=true&include=properties.environmentName";
    expect((await call("POST", `/entities/search?${only}`, query)).body).toMatchObject({
      entities: [{ properties: { environmentName: { identifier: "prod", title: "Production" } } }],
    });
  });
});

describe("many entities over REST", () => {
  it("answer 200, 207 and 422 as published", async () => {
    const bulk = (entities: unknown[], query = "") =>
      call("POST", `/blueprints/service/entities/bulk${query}`, { entities });
    expect(await bulk([orders])).toEqual({
      status: 200,
      body: { ok: true, entities: [{ created: true, identifier: "orders", index: 0 }], errors: [] },
    });
    const good = Array.from({ length: 19 }, (_, i) => ({ ...orders, identifier: `s${i}` }));
    const mixed = await bulk([...good, { identifier: "bad", properties: { language: "PHP" } }]);
    expect(mixed.status).toBe(207);
    expect(mixed.body.ok).toBe(false);
    expect(mixed.body.entities).toHaveLength(19);
    expect(mixed.body.errors).toMatchObject([
      {
        identifier: "bad",
        index: 19,
        statusCode: 422,
        error: "invalid_request",
        message: expect.stringContaining("language") as string,
        issues: [{ path: ["properties", "language"] }],
      },
    ]);
    expect(await bulk([orders])).toMatchObject({
      status: 207,
      body: { entities: [], errors: [{ statusCode: 409, error: "conflict" }] },
    });
    expect(await bulk([orders], "?upsert=true&merge=true")).toMatchObject({
      status: 200,
      body: { entities: [{ created: false }] },
    });
    for (const entities of [[], Array.from({ length: 21 }, () => orders)])
      expect(paths(await bulk(entities))).toEqual(["entities"]);
    expect(await call("POST", "/blueprints/nothing/entities/bulk", { entities: [orders] })).toMatchObject(
      refusal(404, "not_found"),
    );
    const gone = (entities: string[], query = "") =>
      call("POST", `/blueprints/service/bulk/entities/delete${query}`, { entities });
    expect(await gone(["orders", "nothing"])).toMatchObject(refusal(404, "not_found"));
    expect(await gone(["orders", "s0"])).toEqual({
      status: 200,
      body: { ok: true, deletedEntities: ["orders", "s0"] },
    });
    expect(await gone(Array.from({ length: 101 }, (_, i) => `s${i}`))).toMatchObject({ status: 422 });
    expect(await call("GET", "/blueprints/service/entities-count")).toMatchObject({ body: { count: 18 } });
  });
});
