import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { restApp } from "@/server/api/rest-app";
import { COLOURS } from "@/server/properties/schema";
import { runMigration } from "./service/migrate";
import { contextOf, DEPLOYMENT, ENVIRONMENT, SERVICE } from "./testing";

let database: TestDatabase;
const app = restApp((request) => Promise.resolve({ ...contextOf(database.db), requestId: request.url }));

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.execute(
    sql`truncate blueprints, blueprint_revisions, entities, entity_relations, entity_revisions, catalog_migrations cascade`,
  );
  await database.db.execute(sql`update catalog_model set version = version + 1`);
  for (const definition of [ENVIRONMENT, SERVICE, DEPLOYMENT]) await call("POST", "/blueprints", definition);
});

type Body = Record<string, unknown> & { details?: { issues?: { path: unknown[] }[] } };

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await app.request(`/v1${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json = (await response.json()) as Body;
  const paths = json.details?.issues?.map((issue) => issue.path.join("."));
  return { status: response.status, body: json, paths, etag: response.headers.get("etag") };
}

describe("renaming over REST", () => {
  it("answers with the blueprint, and entities keep their values", async () => {
    await call("POST", "/blueprints/environment/entities", { identifier: "prod" });
    await call("POST", "/blueprints/service/entities", {
      identifier: "a",
      properties: { language: "Go" },
      relations: { environment: "prod" },
    });
    const renames = [
      ["properties/language", { newPropertyName: "mainLanguage" }],
      ["mirror/environmentName", { newMirrorName: "place" }],
      ["relations/environment", { newRelationIdentifier: "runsIn" }],
    ] as const;
    for (const [key, body] of renames)
      expect(await call("PATCH", `/blueprints/service/${key}/rename`, body)).toMatchObject({ status: 200 });
    expect((await call("GET", "/blueprints/service")).body.blueprint).toMatchObject({
      schema: { properties: { mainLanguage: {} }, required: ["mainLanguage"] },
      mirrorProperties: { place: { path: "runsIn.$title" } },
      relations: { runsIn: { target: "environment" } },
    });
    expect((await call("GET", "/blueprints/service/entities/a")).body.entity).toMatchObject({
      properties: { mainLanguage: "Go" },
      relations: { runsIn: "prod" },
    });
  });
  it("refuses what is not there, taken, no key, or not said", async () => {
    const rename = (key: string, body: object) =>
      call("PATCH", `/blueprints/service/properties/${key}/rename`, body);
    expect(await rename("nothing", { newPropertyName: "x" })).toMatchObject({ status: 404 });
    expect(await rename("language", { newPropertyName: "tags" })).toMatchObject({ status: 422 });
    expect(await rename("language", { newPropertyName: "a b" })).toMatchObject({ status: 422 });
    expect(await rename("language", {})).toMatchObject({ status: 422, paths: ["newPropertyName"] });
    expect(await rename("language", { newName: "x" })).toMatchObject({ status: 422 });
  });
});

describe("the edited revision", () => {
  it("comes as ETag; another in the meantime is a 409 with the difference", async () => {
    const { etag } = await call("GET", "/blueprints/service");
    expect(etag).toBe('"1"');
    await call("PATCH", "/blueprints/service", { title: "Theirs" });
    const put = (tag: string) =>
      call("PUT", "/blueprints/service", { ...SERVICE, title: "Yours" }, { "If-Match": tag });
    expect(await put(etag!)).toMatchObject({
      status: 409,
      body: {
        details: {
          expected: 1,
          current: 2,
          difference: [{ path: ["title"], before: "Service", theirs: "Theirs", yours: "Yours" }],
        },
      },
    });
    expect(await put('"2"')).toMatchObject({ status: 200 });
    expect(await put("newest")).toMatchObject({ status: 422 });
  });
});

it("deletes all entities and the blueprint in the background", async () => {
  await call("POST", "/blueprints/environment/entities", { identifier: "prod" });
  await call("DELETE", "/blueprints/deployment");
  await call("DELETE", "/blueprints/service");
  expect(await call("DELETE", "/blueprints/environment")).toMatchObject({
    status: 409,
    body: { error: "has_dependents" },
  });
  const asked = await call("DELETE", "/blueprints/environment/all-entities?delete_blueprint=true");
  expect(asked).toMatchObject({ status: 200, body: { ok: true, migrationId: expect.any(String) as string } });
  const id = String(asked.body.migrationId);
  expect((await call("GET", `/migrations/${id}`)).body.migration).toMatchObject({ status: "PENDING" });
  await runMigration(contextOf(database.db), id);
  expect((await call("GET", `/migrations/${id}`)).body.migration).toMatchObject({ status: "COMPLETED" });
  expect(await call("GET", "/blueprints/environment")).toMatchObject({ status: 404 });
  expect(
    (await call("GET", "/migrations?status=COMPLETED&blueprint=environment")).body.migrations,
  ).toHaveLength(1);
  expect(await call("POST", `/migrations/${id}/cancel`, {})).toMatchObject({ status: 409 });
});

it("hides blueprints by the settings of the organization", async () => {
  const hide = (list: string[]) =>
    call("PATCH", "/organization", { name: "Waymark", settings: { hiddenBlueprints: list } });
  expect(await hide(["service"])).toMatchObject({ status: 200 });
  expect((await call("GET", "/organization")).body.organization).toMatchObject({
    settings: { hiddenBlueprints: ["service"] },
  });
  expect((await call("GET", "/blueprints")).body.blueprints).toHaveLength(3);
  expect(await hide(["nothing"])).toMatchObject({ status: 422, paths: ["settings.hiddenBlueprints.0"] });
  expect(await hide([])).toMatchObject({ status: 200 });
});

describe("the audit log", () => {
  it("has what was refused, and answers the published parameters", async () => {
    await call("PATCH", "/blueprints/service", { title: "" });
    await call("POST", "/blueprints/service/entities", {
      identifier: "x",
      properties: { language: "Basic" },
    });
    await call("PATCH", "/blueprints/service", {
      relations: { r: { target: "nowhere", many: false, required: false } },
    });
    const failed = await call(
      "GET",
      "/audit-log?status=FAILURE&includes=message&includes=resourceType&limit=3",
    );
    expect(failed.body.audits).toEqual([
      { resourceType: "blueprint", message: expect.stringContaining("nowhere") as string },
      { resourceType: "entity", message: expect.stringContaining("language") as string },
      { resourceType: "blueprint", message: expect.stringContaining("title") as string },
    ]);
    const [entry] = (await call("GET", "/audit-log?resources=blueprint&action=CREATE&limit=1")).body
      .audits as {
      identifier: string;
    }[];
    expect((await call("GET", `/audit-log?identifier=${entry!.identifier}`)).body.audits).toHaveLength(1);
    for (const none of ["webhookId=w", "actionType=automation", "identifier=no", "InstallationId=x"])
      expect((await call("GET", `/audit-log?${none}`)).body.audits).toEqual([]);
    expect(await call("GET", "/audit-log?colour=red")).toMatchObject({ status: 422 });
  });
});

const base = { identifier: "x", title: "X", schema: { properties: {} } };
const property = (definition: object) => ({ ...base, schema: { properties: { p: definition } } });

describe("one step past each bound of a blueprint", () => {
  it.each([
    ["an empty identifier", { ...base, identifier: "" }, "identifier"],
    ["two dots", { ...base, identifier: ".." }, "identifier"],
    ["a space", { ...base, identifier: "a b" }, "identifier"],
    ["an identifier of 101", { ...base, identifier: "x".repeat(101) }, "identifier"],
    ["a title of 101", { ...base, title: "x".repeat(101) }, "title"],
    ["no title", { ...base, title: "" }, "title"],
    ["a description of 201", { ...base, description: "x".repeat(201) }, "description"],
    ["null as icon", { ...base, icon: null }, "icon"],
    ["no schema", { ...base, schema: undefined }, "schema"],
    ["an integer", property({ type: "integer" }), "schema.properties.p.type"],
    ["a format of old", property({ type: "string", format: "date" }), "schema.properties.p.format"],
    ["a format of another type", property({ type: "number", format: "url" }), "schema.properties.p.format"],
    [
      "a title of a property of 101",
      property({ type: "string", title: "x".repeat(101) }),
      "schema.properties.p.title",
    ],
    [
      "a 18th colour",
      property({ type: "string", enum: ["a"], enumColors: { a: "cyan" } }),
      "schema.properties.p.enumColors.a",
    ],
    [
      "a default that is no choice",
      property({ type: "string", enum: ["a"], default: "b" }),
      "schema.properties.p.default",
    ],
    [
      "a spec of nothing",
      property({ type: "string", format: "url", spec: "wsdl" }),
      "schema.properties.p.spec",
    ],
    [
      "a required key that is none",
      { ...base, schema: { properties: {}, required: ["p"] } },
      "schema.required.0",
    ],
    [
      "many and required",
      { ...base, relations: { r: { target: "service", many: true, required: true } } },
      "relations.r.required",
    ],
    [
      "an unknown target",
      { ...base, relations: { r: { target: "no", many: false, required: false } } },
      "relations.r.target",
    ],
    [
      "a mirror of nothing",
      { ...base, mirrorProperties: { m: { path: "no.title" } } },
      "mirrorProperties.m.path",
    ],
    [
      "a key with a dot",
      { ...base, schema: { properties: { "a.b": { type: "string" } } } },
      "schema.properties.a.b",
    ],
  ])("%s is refused at its place", async (_, definition, path) => {
    const answer = await call("POST", "/blueprints", definition);
    expect(answer).toMatchObject({ status: 422, body: { ok: false, error: "invalid_request" } });
    expect([...new Set(answer.paths)]).toEqual([path]);
  });

  it("and at each bound it is accepted and read back", async () => {
    const definition = {
      identifier: "é@_.+:\\/-9".padEnd(100, "x"),
      title: "t".repeat(100),
      description: "d".repeat(200),
      schema: {
        properties: {
          ["k".repeat(100)]: { type: "string", title: "t".repeat(100) },
          colour: {
            type: "string",
            enum: [...COLOURS],
            enumColors: Object.fromEntries(COLOURS.map((c) => [c, c])),
          },
        },
        required: ["colour"],
      },
    };
    expect(await call("POST", "/blueprints?create_catalog_page=true", definition)).toMatchObject({
      status: 201,
    });
    const read = await call("GET", `/blueprints/${encodeURIComponent(definition.identifier)}`);
    expect(read.body.blueprint).toMatchObject(definition);
  });
});
