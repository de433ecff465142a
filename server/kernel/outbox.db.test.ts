import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { type Context, systemContext } from "./context";
import { type EventType, OUTBOX_CHANNEL, publishAll } from "./events";
import { deliverNext, type Subscriptions, where } from "./outbox";
import { transaction } from "./transaction";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = systemContext(database.db, "Test", "test");
  await database.db.execute(sql`create table heard (event_id bigint not null, run text not null)`);
});
afterAll(() => database.close());
beforeEach(() => database.db.execute(sql`truncate outbox, heard`));

const TYPES: readonly EventType[] = [
  ...(["entity.created", "entity.updated", "entity.deleted", "entity.logged", "entities.changed"] as const),
  ...(["entities.recomputed", "timer.expired", "blueprint.deleted", "blueprint.keyRenamed"] as const),
  ...(["approval.requested", "approval.decided", "run.created", "run.changed", "run.ended"] as const),
  ...(["user.changed", "team.changed"] as const),
];
const silent = Object.fromEntries(TYPES.map((type) => [type, []])) as unknown as Record<EventType, []>;

/** Notes each delivery, and fails after that for those named; those that failed their run concern it alone, where that is said. */
const subscriptions = (failing: readonly string[] = [], failedOnly = false): Subscriptions => ({
  ...silent,
  "run.ended": [
    where(
      ({ status }) => !failedOnly || status === "failed",
      async (tx, { runId }, eventId) => {
        await tx.db.execute(sql`insert into heard values (${eventId}, ${runId})`);
        if (failing.includes(runId)) throw new Error("The other side is away.");
      },
    ),
  ],
});

const end = (...runs: string[]) =>
  transaction(ctx, (tx) =>
    publishAll(
      tx,
      runs.map((run) => {
        const [runId = "", status = "succeeded"] = run.split(" ");
        return { type: "run.ended" as const, payload: { runId, status } };
      }),
    ),
  );
const heard = async () =>
  (await database.db.execute<{ run: string }>(sql`select run from heard order by event_id`)).map(
    ({ run }) => run,
  );
const waiting = async () =>
  (
    await database.db.execute<{ run: string }>(
      sql`select payload ->> 'runId' as run from outbox where delivered_at is null order by id`,
    )
  ).map(({ run }) => run);
const deliverAll = async (of: Subscriptions) => {
  while ((await deliverNext(ctx, of, [])).more);
};

describe("events", () => {
  it("are delivered once each, however many deliver at the same time", async () => {
    const all = Array.from({ length: 120 }, (_, n) => `r_${n}`);
    await end(...all);
    await Promise.all(Array.from({ length: 4 }, () => deliverAll(subscriptions())));
    expect(await waiting()).toEqual([]);
    expect(await heard()).toEqual(all);
  });

  it("that fail leave nothing behind, keep no other from being delivered, and are there the next time", async () => {
    await end("r_1", "r_2", "r_3");
    const first = await deliverNext(ctx, subscriptions(["r_2"]), []);
    expect(first).toEqual({ more: false, failed: [expect.any(Number)] });
    expect(await heard()).toEqual(["r_1", "r_3"]);
    expect(await waiting()).toEqual(["r_2"]);
    await deliverNext(ctx, subscriptions(), first.failed);
    expect(await waiting()).toEqual(["r_2"]);
    await deliverNext(ctx, subscriptions(), []);
    expect(await waiting()).toEqual([]);
    expect(await heard()).toEqual(["r_1", "r_2", "r_3"]);
  });

  it("that nobody hears, or that concern nobody who does, are marked with the others", async () => {
    await transaction(ctx, (tx) => publishAll(tx, [{ type: "run.created", payload: { runId: "r_0" } }]));
    await end("r_1 succeeded", "r_2 failed");
    await deliverAll(subscriptions([], true));
    expect(await waiting()).toEqual([]);
    expect(await heard()).toEqual(["r_2"]);
  });

  it("that another is delivering are left to it", async () => {
    await end("r_1", "r_2");
    await transaction(ctx, async (tx) => {
      await tx.db.execute(sql`select 1 from outbox where payload ->> 'runId' = 'r_1' for update`);
      await deliverAll(subscriptions());
    });
    expect(await waiting()).toEqual(["r_1"]);
    expect(await heard()).toEqual(["r_2"]);
  });

  it("of a transaction that was rolled back are none, and nobody is told of them", async () => {
    const told: string[] = [];
    const listening = await database.sql.listen(OUTBOX_CHANNEL, (text) => told.push(text));
    await expect(
      transaction(ctx, async (tx) => {
        await publishAll(tx, [{ type: "run.created", payload: { runId: "r_1" } }]);
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    await end("r_2", "r_3");
    await expect.poll(() => told.length).toBe(1);
    await listening.unlisten();
    expect(await waiting()).toEqual(["r_2", "r_3"]);
  });
});
