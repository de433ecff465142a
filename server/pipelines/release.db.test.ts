import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { restApp } from "@/server/api/rest-app";
import { person } from "@/server/catalog/testing";
import { type Actor, systemContext } from "@/server/kernel/context";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.sql`
    insert into template_versions (slug, version, sha256, manifest, docs, files, first_seen_at, merged_at, merged_from)
    values ('vm', '1.0.0', '', '{}', '', '', '2026-02-01T00:00:00Z', '2026-01-30T00:00:00Z', 'git')`;
});
afterAll(() => database.close());

async function tell(body: object, version = "1.0.0", actor: Actor = person("adm", [], "admin")) {
  const context = { ...systemContext(database.db, "Test", "test"), actor };
  const response = await restApp(() => Promise.resolve(context)).request(
    `/v1/templates/vm/versions/${version}/release`,
    { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
  );
  return { status: response.status, body: (await response.json()) as { release: object } };
}

it("a release is told by a pipeline or an administrator; what is left out stays", async () => {
  const known = { version: "1.0.0", mergedAt: "2026-01-30T00:00:00.000Z", mergedFrom: "git" };
  const released = { releasedAt: "2026-01-31T12:00:00+01:00" };
  expect((await tell(released, "1.0.0", person("mem"))).status).toBe(403);
  expect((await tell(released)).body.release).toEqual({
    ...{ ...known, releasedAt: "2026-01-31T11:00:00.000Z", draft: false },
  });
  expect((await tell({ mergedAt: "2026-01-29T00:00:00Z", draft: true })).body.release).toEqual({
    ...{ ...known, mergedAt: "2026-01-29T00:00:00.000Z", mergedFrom: "told" },
    ...{ releasedAt: "2026-01-31T11:00:00.000Z", draft: true },
  });
  expect((await tell({ mergedAt: null, draft: false })).body.release).toMatchObject({
    ...{ mergedAt: null, mergedFrom: null, draft: false },
  });
});

it("what cannot be is refused, and an unknown version is named", async () => {
  expect((await tell({ releasedAt: "2999-01-01T00:00:00Z" })).status).toBe(422);
  expect((await tell({ mergedAt: "2026-02-02T00:00:00Z", releasedAt: "2026-02-01T00:00:00Z" })).status).toBe(
    422,
  );
  expect((await tell({ mergedAt: "yesterday" })).status).toBe(422);
  expect((await tell({})).status).toBe(422);
  expect((await tell({ draft: true }, "9.9.9")).status).toBe(404);
});
