import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { databaseNow } from "@/server/kernel/clock";
import { type Context, systemContext } from "@/server/kernel/context";
import { noEvents } from "../core/events";
import { deployment } from "../testing-made";
import { storeEvents } from "../testing-events";
import { tickSnapshots } from "./freeze";
import { metricSnapshotsOf } from "./snapshots";

let database: TestDatabase;
let ctx: Context;
let ago: (days: number) => Date;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = systemContext(database.db, "Test", "test");
  const now = await databaseNow(database.db);
  ago = (days) => new Date(now.getTime() - days * 86_400_000);
});
afterAll(() => database.close());

const organisation = { scope: { kind: "organisation" as const }, limit: 26 };
const snapshots = (metric: string) => metricSnapshotsOf(ctx, { ...organisation, metric });
/** Until all that is due is frozen. */
async function freezeAll(): Promise<number> {
  for (let all = 0; ;) {
    const { frozen } = await tickSnapshots(ctx);
    all += frozen;
    if (frozen === 0) return all;
  }
}
async function lookAgain(): Promise<void> {
  await database.db.execute(sql`update metric_snapshots set checked_at = now() - interval '1 day'`);
  for (;;) if ((await tickSnapshots(ctx)).checked === 0) return;
}

describe("figures as they were shown", () => {
  it("are not kept before anything was told", async () => {
    expect(await tickSnapshots(ctx)).toEqual({ frozen: 0, checked: 0 });
  });

  it("are frozen once for each Monday, of the organisation and of each team", async () => {
    await storeEvents(database.db, {
      ...noEvents(),
      teams: [{ team: "amber", onboardedAt: null }],
      deployments: [20, 30, 40].map((days, n) => deployment(n + 1, { finishedAt: ago(days) })),
    });
    expect(await freezeAll()).toBeGreaterThan(30);
    expect(await freezeAll()).toBe(0);
    const [frozen, ...others] = await snapshots("change-fail-rate");
    expect(others).toEqual([]);
    expect(frozen).toMatchObject({ result: { value: 0, n: 3 }, inputs: 3, restated: null });
    expect(frozen!.inputsHash).toMatch(/^[0-9a-f]{64}$/);
    const ofTeam = await metricSnapshotsOf(ctx, {
      metric: "change-fail-rate",
      scope: { kind: "team", id: "amber" },
      limit: 1,
    });
    expect(ofTeam).toHaveLength(1);
  });

  it("stay when a late event comes, and are marked with what they would be now", async () => {
    await lookAgain();
    expect((await snapshots("change-fail-rate"))[0]!.restated).toBeNull();
    await storeEvents(database.db, {
      ...noEvents(),
      deployments: [deployment(4, { finishedAt: ago(25), kind: "rollback", previousSuccessId: 2 })],
    });
    await lookAgain();
    const [frozen] = await snapshots("change-fail-rate");
    expect(frozen).toMatchObject({
      result: { value: 0, n: 3 },
      inputs: 3,
      restated: { result: { value: 0.25, n: 4 }, inputs: 4 },
    });
  });

  it("lose the mark when what changed them is taken back", async () => {
    await database.db.execute(sql`delete from insight_deployments where id = 4`);
    await lookAgain();
    expect((await snapshots("change-fail-rate"))[0]).toMatchObject({ result: { n: 3 }, restated: null });
  });
});
