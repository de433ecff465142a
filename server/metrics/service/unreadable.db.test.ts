import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { createEntity } from "@/server/catalog/service/entities";
import { updatePermissions } from "@/server/catalog/service/permissions";
import { ADMIN, contextOf, person } from "@/server/catalog/testing";
import type { Actor } from "@/server/kernel/context";
import { noEvents } from "../core/events";
import { eventsSchema, valuesSchema } from "../schema";
import { storeEvents } from "../testing-events";
import { deployment } from "../testing-made";
import { metricEvents } from "./events";
import { metricValues } from "./values";

let database: TestDatabase;
const OUTSIDER = person("ben", ["blue"]);
const range = { from: "2026-03-02", to: "2026-03-09" };
const metric = "change-fail-rate";

beforeAll(async () => {
  database = await createTestDatabase();
  const admin = contextOf(database.db, ADMIN);
  await createBlueprint(admin, { identifier: "service", title: "Service", schema: { properties: {} } });
  await createEntity(admin, "service", { identifier: "hidden", title: "Hidden" });
  await updatePermissions(admin, "service", { entities: { read: { roles: ["Admin"] } } });
  await storeEvents(database.db, {
    ...noEvents(),
    deployments: [deployment(1, { service: "hidden" }), deployment(2, { service: "told" })],
  });
});
afterAll(() => database.close());

const shown = async (actor: Actor) => {
  const ctx = contextOf(database.db, actor);
  const [values, behind] = await Promise.all([
    metricValues(ctx, valuesSchema.parse({ metrics: [metric], range, by: "service" })),
    metricEvents(ctx, eventsSchema.parse({ metric, range })),
  ]);
  return [values.values[0]!.breakdown!.rows.map((r) => r.key), behind.events.map((e) => e.service).sort()];
};
const ofService = (actor: Actor) =>
  metricValues(
    contextOf(database.db, actor),
    valuesSchema.parse({ metrics: [metric], range, scope: { kind: "service", id: "hidden" } }),
  );

it("leaves out services that one may not read, from breakdowns and from the events behind a figure", async () => {
  expect(await shown(ADMIN)).toEqual([
    ["hidden", "told"],
    ["hidden", "told"],
  ]);
  expect(await shown(OUTSIDER)).toEqual([["told"], ["told"]]);
});

it("does not know a service that one may not read", async () => {
  expect((await ofService(ADMIN)).values[0]!.result.n).toBe(1);
  await expect(ofService(OUTSIDER)).rejects.toThrow(/Service "hidden" was not found/);
});
