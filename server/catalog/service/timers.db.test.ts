import { afterAll, beforeAll, expect, it } from "vitest";
import { sql } from "drizzle-orm";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { transaction } from "@/server/kernel/transaction";
import { insertBlueprint } from "../store/blueprints";
import type { BlueprintDefinition } from "../schema";
import { contextOf } from "../testing";
import { put } from "./computed/testing";
import { fireTimers, setTimers } from "./timers";

const LEASE = {
  identifier: "lease",
  title: "Lease",
  schema: { properties: { until: { type: "string", format: "timer" }, note: { type: "string" } } },
} as BlueprintDefinition;
const LONG_AGO = "2020-01-01T00:00:00Z";
const FAR_AWAY = "2999-01-01T00:00:00Z";

let database: TestDatabase;
let id: string;
const ctx = () => contextOf(database.db);
const set = (before: Record<string, unknown> | null, after: Record<string, unknown>) =>
  transaction(ctx(), (tx) => setTimers(tx, LEASE, [{ id, before, after }]));
const events = async () =>
  (await database.db.execute(sql`select payload from outbox where type = 'timer.expired'`)).map(
    (row) => row.payload,
  );

beforeAll(async () => {
  database = await createTestDatabase();
  await transaction(ctx(), async (tx) => {
    await insertBlueprint(tx.db, LEASE, "test");
    await put(tx, { blueprint: "lease", identifier: "vm", properties: {} });
  });
  const [row] = await database.db.execute<{ id: string }>(sql`select id from entities`);
  id = row!.id;
});
afterAll(() => database.close());

it("fires a timer exactly once, however many look", async () => {
  await set(null, { until: LONG_AGO });
  const fired = await Promise.all([1, 2, 3].map(() => fireTimers(ctx())));
  expect(fired.reduce((a, b) => a + b)).toBe(1);
  expect(await events()).toEqual([
    { blueprint: "lease", identifier: "vm", property: "until", expiresAt: "2020-01-01T00:00:00.000Z" },
  ]);
  const audited = await database.db.execute(sql`select message from audit_log where action = 'EXPIRE'`);
  expect(audited).toEqual([{ message: 'The timer "until" expired.' }]);
});

it("does not fire again since something else of the entity is written", async () => {
  await set({ until: LONG_AGO }, { until: LONG_AGO, note: "x" });
  expect(await fireTimers(ctx())).toBe(0);
});

it("fires none that is set to later, or taken away", async () => {
  await set({ until: LONG_AGO }, { until: FAR_AWAY });
  expect(await fireTimers(ctx())).toBe(0);
  await set({ until: FAR_AWAY }, { until: "2021-01-01T00:00:00Z" });
  await set({ until: "2021-01-01T00:00:00Z" }, {});
  expect(await fireTimers(ctx())).toBe(0);
});
