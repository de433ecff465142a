import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDatabase } from "@/db/client";
import { createTestDatabase, type TestDatabase } from "@/db/testing";

let database: TestDatabase;
let small: ReturnType<typeof createDatabase>;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.sql`create table things (id int primary key, note text)`;
  await database.sql`insert into things values (0, '')`;
  small = createDatabase(database.url, { max: 2 });
});
afterAll(async () => {
  await small.close();
  await database.close();
});

it("commits every transaction of many that begin at once, however much each of them sends", async () => {
  const note = "x".repeat(40_000);
  const one = (id: number) =>
    small.db.transaction(async (tx) => {
      await tx.execute(sql`insert into things values (${id}, ${note})`);
      await tx.execute(sql`select count(*) from things`);
    });
  const ids = Array.from({ length: 300 }, (_, n) => n + 1);
  await Promise.all(ids.flatMap((id) => [one(id), small.db.execute(sql`select length(${note}::text)`)]));
  const [row] = await database.sql`select count(*)::int as n from things where id > 0`;
  expect(row?.n).toBe(300);
});

it("answers who asks beside their transaction, while others wait for what it has locked", async () => {
  let locked!: () => void;
  const isLocked = new Promise<void>((resolve) => (locked = resolve));
  let go!: () => void;
  const mayGo = new Promise<void>((resolve) => (go = resolve));
  const holder = small.db.transaction(async (tx) => {
    await tx.execute(sql`select 1 from things where id = 0 for update`);
    locked();
    await mayGo;
    const [row] = await small.db.execute<{ n: number }>(sql`select 1 as n`);
    return row?.n;
  });
  await isLocked;
  const waits = small.db.execute(sql`update things set note = 'y' where id = 0`).execute();
  const blocked = async () =>
    (
      await database.sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
    ).length > 0;
  while (!(await blocked()));
  go();
  expect(await holder).toBe(1);
  await waits;
});

it("leaves a transaction that failed behind, and its turn to the next", async () => {
  const failing = Array.from({ length: 5 }, () =>
    small.db.transaction(async (tx) => {
      await tx.execute(sql`update things set note = 'lost' where id = 0`);
      throw new Error("no");
    }),
  );
  expect((await Promise.allSettled(failing)).every(({ status }) => status === "rejected")).toBe(true);
  const [row] = await small.db.transaction((tx) =>
    tx.execute<{ note: string }>(sql`select note from things where id = 0`),
  );
  expect(row?.note).toBe("y");
});

it("writes JSON and instants alike in a transaction and outside of one", async () => {
  const ask = sql`select jsonb_typeof(${JSON.stringify([1])}::jsonb) as kind, now() as at`;
  const outside = await small.db.execute(ask);
  const inside = await small.db.transaction((tx) => tx.execute(ask));
  expect(outside[0]).toEqual({ kind: "array", at: expect.any(String) as string });
  expect(inside[0]).toEqual({ kind: "array", at: expect.any(String) as string });
});
