import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { systemContext } from "./context";
import { transaction, type TransactionContext } from "./transaction";

let database: TestDatabase;
const ctx = () => systemContext(database.db, "test", "t");

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const lock = (tx: TransactionContext, key: number) =>
  tx.db.execute(sql`select pg_advisory_xact_lock(${key}::bigint)`);

it("begins anew when it and another wait for each other, and both come to their end", async () => {
  let began = 0;
  let bothHold = () => {};
  const held = new Promise<void>((resolve) => (bothHold = resolve));
  const crossing = (first: number, second: number) =>
    transaction(ctx(), async (tx) => {
      await lock(tx, first);
      began += 1;
      if (began === 2) bothHold();
      await held;
      await lock(tx, second);
      return first;
    });
  expect(await Promise.all([crossing(1, 2), crossing(2, 1)])).toEqual([1, 2]);
  expect(began).toBe(3);
});

it("does not begin anew for any other error, nor within an open transaction", async () => {
  let tries = 0;
  const failing = transaction(ctx(), async (tx) => {
    tries += 1;
    await tx.db.execute(sql`select 1 / 0`);
  });
  await expect(failing).rejects.toThrow("Failed query");
  expect(tries).toBe(1);
  const deadlock = Object.assign(new Error("deadlock detected"), { code: "40P01" });
  let inner = 0;
  let outer = 0;
  const nested = transaction(ctx(), async (tx) => {
    outer += 1;
    await transaction(tx, () => {
      inner += 1;
      return Promise.reject(deadlock);
    });
  });
  await expect(nested).rejects.toThrow(deadlock);
  expect([outer, inner]).toEqual([3, 3]);
});
