import { afterAll, beforeAll, expect, it } from "vitest";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { ENVIRONMENT } from "@/server/catalog/testing";
import { stage, type Stage } from "@/server/runs/testing";
import { restApp } from "./rest-app";

let s: Stage;
beforeAll(async () => {
  s = await stage();
  await createBlueprint(s.as(s.people.admin), { ...ENVIRONMENT, identifier: "place" });
});
afterAll(() => s.close());

async function call(method: string, path: string, body?: object) {
  const app = restApp(() => Promise.resolve(s.as(s.people.admin)));
  const response = await app.request(`/v1/blueprints/place/${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {}),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

it("ties what is written to a run while it is under way, and to no other", async () => {
  const run = await s.submit();
  const writes = [
    ["POST", `entities?run_id=ID`, { identifier: "a" }, 201],
    ["POST", `entities/bulk?run_id=ID`, { entities: [{ identifier: "b" }] }, 200],
    ["PATCH", `entities/a?run_id=ID`, { title: "A" }, 200],
    ["PUT", `entities/a?run_id=ID`, { title: "A" }, 200],
    ["DELETE", `entities/a?run_id=ID`, undefined, 200],
    ["POST", `bulk/entities/delete?run_id=ID`, { entities: ["b"] }, 200],
  ] as const;
  for (const [method, path, body] of writes)
    expect((await call(method, path.replace("ID", "r_unknown"), body)).status, path).toBe(404);
  for (const [method, path, body, status] of writes)
    expect((await call(method, path.replace("ID", run.id), body)).status, path).toBe(status);
  const revisions = await s.database
    .sql`select distinct run_id as id from entity_revisions where blueprint = 'place'`;
  expect(revisions.map((row) => row.id)).toEqual([run.id]);
  await s.database.sql`update runs set status = 'failed' where id = ${run.id}`;
  for (const [method, path, body] of writes)
    expect(await call(method, path.replace("ID", run.id), body), path).toMatchObject({
      status: 422,
      body: { details: { issues: [{ path: ["run_id"] }] } },
    });
});
