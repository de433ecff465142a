import { randomBytes } from "node:crypto";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { restApp } from "@/server/api/rest-app";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { newId } from "@/server/kernel/ids";
import { systemContext } from "@/server/kernel/context";
import { RANDOM_BLUEPRINTS, randomDefinition } from "./testing-definitions";

let database: TestDatabase;
beforeAll(async () => {
  process.env.WAYMARK_ENCRYPTION_KEY = randomBytes(32).toString("base64");
  database = await createTestDatabase();
  for (const identifier of RANDOM_BLUEPRINTS)
    await createBlueprint(systemContext(database.db, "test", "t"), {
      identifier,
      title: identifier,
      schema: {
        properties: { tier: { type: "string" }, tags: { type: "array", items: { type: "string" } } },
      },
    });
});
afterAll(() => database.close());

const app = restApp(async () => ({
  actor: { kind: "system", name: "test" },
  origin: "API",
  requestId: newId(),
  db: database.db,
}));

async function call(method: string, path: string, body?: unknown): Promise<{ status: number; text: string }> {
  const response = await app.fetch(
    new Request(`http://127.0.0.1/v1${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  );
  return { status: response.status, text: await response.text() };
}

const ADDED = ["id", "revision", "createdAt", "createdBy", "updatedAt", "updatedBy"];

/** Stores a definition, when it is accepted, and takes it away again. Out: the status, and what came back as text. */
async function roundTrip(
  definition: unknown,
): Promise<{ status: number; text: string; kept: string | null }> {
  const made = await call("POST", "/actions", definition);
  if (made.status !== 201) return { ...made, kept: null };
  const { identifier } = definition as { identifier: string };
  const path = `/actions/${encodeURIComponent(identifier)}`;
  const read = JSON.parse((await call("GET", path)).text) as { action: Record<string, unknown> };
  expect((await call("PUT", path, definition)).status).toBe(200);
  expect((await call("DELETE", path)).status).toBe(200);
  const kept = Object.entries(read.action).filter(([key]) => !ADDED.includes(key));
  return { ...made, kept: JSON.stringify(Object.fromEntries(kept)) };
}

it("every definition comes back as it was sent, key for key in its order", async () => {
  await fc.assert(
    fc.asyncProperty(randomDefinition, async (definition) => {
      const { status, text, kept } = await roundTrip(definition);
      expect({ status, text }).toEqual({ status: 201, text: expect.any(String) });
      // As text: the order of the inputs is the order of the form.
      expect(kept).toBe(JSON.stringify(definition));
    }),
    { numRuns: 30 },
  );
});

/** Every place of a value. */
const placesIn = (value: unknown, at: (string | number)[] = []): (string | number)[][] =>
  typeof value === "object" && value !== null
    ? [at, ...Object.entries(value).flatMap(([key, member]) => placesIn(member, [...at, key]))]
    : [at];

function replacedAt(value: unknown, [key, ...rest]: (string | number)[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[key] = replacedAt(copy[key], rest, by);
  return copy;
}

it("a definition that was spoilt is refused with the place, or kept as it is", async () => {
  const by = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom("", "\0", "{{", { jqQuery: ".a |" }, { jqQuery: "" }, "service", [], {}),
  );
  await fc.assert(
    fc.asyncProperty(randomDefinition, fc.nat(), by, async (definition, n, value) => {
      const places = placesIn(definition);
      const spoilt = JSON.parse(
        JSON.stringify(replacedAt(definition, places[n % places.length]!, value)),
      ) as unknown;
      const { status, text, kept } = await roundTrip(spoilt);
      if (kept !== null) expect(kept).toBe(JSON.stringify(spoilt));
      else expect([status, text]).toEqual([422, expect.stringContaining('"path"')]);
    }),
    { numRuns: 60 },
  );
});
