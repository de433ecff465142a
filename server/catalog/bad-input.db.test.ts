import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { withLimitedBody } from "@/server/api/body";
import { answerFault } from "@/server/api/fault";
import { restApp } from "@/server/api/rest-app";
import { ADMIN, contextOf, ENVIRONMENT } from "./testing";

let database: TestDatabase;
const app = restApp((request) =>
  Promise.resolve({ ...contextOf(database.db, ADMIN), requestId: request.url }),
);

/** A property of every type, each with its bounds. */
const STRICT = {
  identifier: "strict",
  title: "Strict",
  schema: {
    properties: {
      text: { type: "string", minLength: 2, maxLength: 4 },
      pattern: { type: "string", pattern: "^[a-z]+$" },
      number: { type: "number", minimum: 1, maximum: 5 },
      open: { type: "number", exclusiveMinimum: 1, exclusiveMaximum: 5 },
      choice: { type: "string", enum: ["a", "b"] },
      level: { type: "number", enum: [1, 2] },
      flag: { type: "boolean" },
      list: { type: "array", minItems: 1, maxItems: 2, uniqueItems: true, items: { type: "string" } },
      url: { type: "string", format: "url" },
      email: { type: "string", format: "email" },
      date: { type: "string", format: "date-time" },
      v4: { type: "string", format: "ipv4" },
      v6: { type: "string", format: "ipv6" },
      object: { type: "object" },
      timer: { type: "string", format: "timer" },
      needed: { type: "string", default: "d" },
    },
    required: ["needed"],
  },
  relations: {
    one: { target: "environment", required: false, many: false },
    many: { target: "environment", required: false, many: true },
  },
  mirrorProperties: { mirror: { path: "one.$title" } },
  calculationProperties: { calculated: { type: "string", calculation: ".identifier" } },
};

beforeAll(async () => {
  database = await createTestDatabase();
  for (const definition of [ENVIRONMENT, STRICT])
    expect((await send("POST", "/blueprints", definition)).status).toBe(201);
});
afterAll(() => database.close());

async function send(method: string, path: string, body: unknown) {
  const request = new Request(`http://portal/v1${path}`, {
    method,
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
  try {
    const response = await app.fetch(await withLimitedBody(request));
    return { status: response.status, body: (await response.json()) as Answer };
  } catch (error) {
    const response = answerFault(error, request);
    return { status: response.status, body: (await response.json()) as Answer };
  }
}
interface Answer {
  error?: string;
  errors?: { statusCode: number }[];
  details?: { issues?: { path: unknown[] }[] };
}
const create = (body: unknown) => send("POST", "/blueprints/strict/entities", body);

describe("one step past its bound", () => {
  it.each([
    ["text", "a"],
    ["text", "abcde"],
    ["pattern", "A"],
    ["number", 0.999],
    ["number", 5.001],
    ["number", "3"],
    ["open", 1],
    ["open", 5],
    ["choice", "c"],
    ["level", 3],
    ["flag", "true"],
    ["list", []],
    ["list", ["a", "b", "c"]],
    ["list", ["a", "a"]],
    ["url", "nowhere"],
    ["email", "nobody"],
    ["date", "yesterday"],
    ["v4", "1.2.3.256"],
    ["v6", "::g"],
    ["object", []],
    ["timer", "soon"],
    ["needed", null],
    ["unknown", 1],
    ["mirror", "x"],
    ["calculated", "x"],
  ])("the property %s refuses %j, with its path", async (key, value) => {
    for (const answer of [
      await create({ identifier: "x", properties: { [key]: value } }),
      await send("POST", "/blueprints/strict/entities?upsert=true&merge=true", {
        identifier: "x",
        properties: { [key]: value },
      }),
    ]) {
      expect(answer).toMatchObject({ status: 422, body: { error: "invalid_request" } });
      expect(answer.body.details?.issues?.[0]?.path.slice(0, 2)).toEqual(["properties", key]);
    }
  });

  it.each([
    [{ identifier: "x".repeat(1001) }, ["identifier"]],
    [{ identifier: "a b" }, ["identifier"]],
    [{ identifier: 1 }, ["identifier"]],
    [{ title: 1 }, ["title"]],
    [{ icon: null }, ["icon"]],
    [{ team: [1] }, ["team"]],
    [{ properties: [] }, ["properties"]],
    [{ relations: { one: ["a"] } }, ["relations", "one"]],
    [{ relations: { many: "a" } }, ["relations", "many"]],
    [{ relations: { none: "a" } }, ["relations", "none"]],
    [{ relations: { one: "a b" } }, ["relations", "one"]],
    [{ relations: { many: Array.from({ length: 10_001 }, (_, i) => `e${i}`) } }, ["relations", "many"]],
    [{ properties: { object: { a: "\ud800" } } }, ["properties", "object", "a"]],
  ])("%# is refused with its path", async (body, path) => {
    const answer = await create(body);
    expect([answer.status, answer.body.details?.issues?.[0]?.path]).toEqual([422, path]);
  });

  it("a body of more than 1 MiB is refused, one just below is read", async () => {
    const padded = (bytes: number) => {
      const head = '{"identifier":"big","properties":{"object":{"a":"';
      return `${head}${"x".repeat(bytes - head.length - 4)}"}}}`;
    };
    expect(await create(padded(1024 * 1024 + 1))).toMatchObject({
      status: 413,
      body: { error: "payload_too_large" },
    });
    expect(
      await create({ identifier: "big", properties: { object: { a: "x".repeat(1_000_000) } } }),
    ).toMatchObject({ status: 201 });
  });
});

it("records a refusal of what no column could take", async () => {
  const answer = await send("POST", "/blueprints/strict/entities", { relations: { "\u0000": "\u0000" } });
  expect(answer.status).toBe(422);
  const [row] = await database.sql`select message from audit_log order by id desc limit 1`;
  expect(row!.message).toContain("relations.\u2400:");
});

describe("whatever is sent", () => {
  const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.constantFrom(
      "\0",
      "\ud800",
      "__proto__",
      "constructor",
      "' or 1=1 --",
      "{{x}}",
      "${x}",
      1e300,
      -0,
      "",
    ),
    fc.constant({ combinator: "and", rules: [{ property: "$title", operator: "=", value: "x" }] }),
  );
  const key = fc.oneof(
    fc.constantFrom(...Object.keys(STRICT.schema.properties), ...Object.keys(STRICT.relations), "mirror"),
    fc.string({ unit: "binary", maxLength: 5 }),
    fc.constantFrom("__proto__", "toString", "$title"),
  );
  const entity = fc.record(
    {
      identifier: fc.oneof(fc.constantFrom("a", "b", "c/d", "é"), odd),
      title: fc.oneof(fc.string({ unit: "binary" }), odd),
      icon: odd,
      team: fc.oneof(fc.constantFrom("t"), odd),
      properties: fc.oneof(fc.dictionary(key, odd, { maxKeys: 4 }), odd),
      relations: fc.oneof(fc.dictionary(key, odd, { maxKeys: 3 }), odd),
    },
    { requiredKeys: [] },
  );
  const flags = fc
    .subarray(["upsert", "merge", "validation_only", "create_missing_related_entities"])
    .map((names) => names.map((name) => `${name}=true`).join("&"));

  it("is answered, and never with a fault of our own", async () => {
    await fc.assert(
      fc.asyncProperty(
        entity,
        flags,
        fc.constantFrom("POST", "PUT", "PATCH"),
        async (body, query, method) => {
          const path = `/blueprints/strict/entities${method === "POST" ? "" : "/a"}?${query}`;
          const { status, body: answer } = await send(method, path, body);
          expect(status, JSON.stringify(answer)).toBeLessThan(500);
          if (status >= 400) expect(answer.error).toEqual(expect.any(String));
        },
      ),
      { numRuns: 400 },
    );
  });

  it("is answered entity by entity when many are sent", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(entity, odd), { minLength: 1, maxLength: 6 }),
        flags,
        async (entities, query) => {
          const { status, body } = await send("POST", `/blueprints/strict/entities/bulk?${query}`, {
            entities,
          });
          expect([200, 207, 422], JSON.stringify(body)).toContain(status);
          for (const error of body.errors ?? []) expect(error.statusCode).toBeLessThan(500);
        },
      ),
      { numRuns: 200 },
    );
  });
});
