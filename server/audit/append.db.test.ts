import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { systemContext } from "@/server/kernel/context";
import { transaction } from "@/server/kernel/transaction";
import { audit, verifyChain } from "./service";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.sql`create table effects (id int primary key)`;
});
afterAll(() => database.close());

const ctx = () => systemContext(database.db, "test", "none");
const entry = (resourceId: string) => ({ action: "CREATE", resourceType: "thing", resourceId });
const ids = async () =>
  (await database.sql`select resource_id from audit_log where resource_type = 'thing' order by id`).map(
    (row) => row.resource_id as string,
  );

it("keeps the chain whole when many transactions that began long ago commit at once", async () => {
  const before = await verifyChain(ctx());
  await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      transaction(ctx(), async (tx) => {
        await audit(tx, entry(`a${n}`));
        // Others go on meanwhile: the chain is not locked yet.
        await tx.db.execute(sql`insert into effects values (${n})`);
        await audit(tx, entry(`b${n}`));
      }),
    ),
  );
  expect(await verifyChain(ctx())).toEqual({ verified: before.verified + 120, brokenAt: null });
  const found = await ids();
  for (let n = 0; n < 60; n += 1) expect(found.indexOf(`a${n}`)).toBe(found.indexOf(`b${n}`) - 1);
  expect(await database.sql`select 1 from audit_pending`).toHaveLength(0);
});

it("has nothing of what was rolled back, as a whole or to a savepoint", async () => {
  await expect(
    transaction(ctx(), async (tx) => {
      await audit(tx, entry("gone"));
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  await transaction(ctx(), async (tx) => {
    await transaction(tx, async (inner) => {
      await audit(inner, entry("gone too"));
      throw new Error("no");
    }).catch(() => undefined);
    await audit(tx, entry("stays"));
  });
  expect((await ids()).slice(-1)).toEqual(["stays"]);
  expect(await ids()).not.toContain("gone too");
});

it("lets nothing be done that cannot be recorded", async () => {
  const gone = transaction(ctx(), async (tx) => {
    await tx.db.execute(sql`insert into effects values (1000)`);
    await tx.db.execute(sql`insert into audit_pending (rows) values ('{"no": "list"}'::jsonb)`);
  });
  await expect(gone).rejects.toThrow();
  expect(await database.sql`select 1 from effects where id = 1000`).toHaveLength(0);
});
