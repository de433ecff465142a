import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lifetimes } from "@/db/schema/lifetimes";
import { teams, users } from "@/db/schema/identity";
import { runs } from "@/db/schema/runs";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { restApp } from "@/server/api/rest-app";
import type { Actor, Context } from "@/server/kernel/context";
import { Conflict, Forbidden, Invalid, NotFound } from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";
import { allocateAll, getAllocation, listAllocationRevisions, setAllocation } from "./billing/allocation";
import { costOverview } from "./billing/figures";
import { receiveBill } from "./billing/imports";
import { previewAllocation } from "./billing/preview";
import { readBill } from "./billing/read-bill";
import { budgetOutlook } from "./budget-outlook";
import { createBudget } from "./manage";
import { costSavings } from "./savings";
import {
  deleteUnit,
  getBaseline,
  listUnits,
  putCounts,
  putCountsCsv,
  putUnit,
  setBaseline,
  unitCost,
} from "./units";

let database: TestDatabase;
let admin: Actor, member: Actor;
const as = (actor: Actor): Context => ({ actor, origin: "UI", requestId: newId(), db: database.db });

async function bill(source: string, rows: string[]): Promise<void> {
  const text = `date,cost,currency,team,environment,entity,service,account\n${rows.join("\n")}\n`;
  const { id } = await receiveBill(
    as(admin),
    { source, importNow: true },
    Readable.from([Buffer.from(text)]),
  );
  await readBill(as(admin), id, 3);
}

beforeAll(async () => {
  process.env.WAYMARK_DATA_DIR = mkdtempSync(path.join(os.tmpdir(), "waymark-units-"));
  database = await createTestDatabase();
  const [payments] = await database.db
    .insert(teams)
    .values(["payments", "search"].map((identifier) => ({ identifier, title: identifier })))
    .returning();
  const person = async (name: string, role: "admin" | "member"): Promise<Actor> => {
    const [row] = await database.db
      .insert(users)
      .values({ email: `${name}@example.com`, name, role })
      .returning();
    const memberships =
      role === "admin" ? [] : [{ teamId: payments!.id, team: payments!.identifier, role: "member" as const }];
    return { kind: "user", id: row!.id, email: row!.email, name, role, memberships };
  };
  admin = await person("ada", "admin");
  member = await person("max", "member");
  await bill("aws", [
    "2026-01-10,100,EUR,payments,production,,EC2,one",
    "2026-01-20,50,EUR,search,,,EC2,one",
    "2026-02-10,60,EUR,payments,test,,EC2,one",
    "2026-02-11,30,EUR,,,,S3,two",
    "2026-02-12,10,EUR,,,,S3,three",
  ]);
});
afterAll(() => database.close());

const year = { fromMonth: "2026-01", untilMonth: "2026-03", currency: "EUR" };

describe("a unit of work", () => {
  it("is named by administrators, and counted by months and teams", async () => {
    await putUnit(as(admin), { identifier: "users", title: "Active users" });
    await expect(putUnit(as(member), { identifier: "x", title: "X" })).rejects.toThrow(Forbidden);
    await putCounts(as(admin), "users", [
      { month: "2026-01", count: 20, team: "payments" },
      { month: "2026-01", count: 10, team: "search" },
      { month: "2026-02", count: 7 },
    ]);
    await putCountsCsv(as(admin), "users", "Month;Team;Count\n2026-02;;50\n");
    expect(await unitCost(as(admin), { unit: "users", ...year })).toMatchObject({
      title: "Active users",
      months: [
        { month: "2026-01", amount: "150", units: "30", perUnit: "5" },
        { month: "2026-02", amount: "100", units: "50", perUnit: "2" },
        { month: "2026-03", amount: null, units: null, perUnit: null },
      ],
      perUnit: "3.125",
    });
    expect((await listUnits(as(member))).map(({ identifier }) => identifier)).toEqual([
      "services",
      "runs",
      "deployments",
      "users",
    ]);
  });

  it("costs members what their own teams have of it", async () => {
    const cost = await unitCost(as(member), { unit: "users", ...year });
    expect(cost.months.map(({ amount, units }) => [amount, units])).toEqual([
      ["100", "20"],
      ["60", null],
      [null, null],
    ]);
    expect((await unitCost(as(member), { unit: "users", ...year, team: "search" })).perUnit).toBeNull();
  });

  it("is refused with the line of each fault, and nothing of it is kept", async () => {
    const wrong = putCountsCsv(as(admin), "users", "month,count\n2026-03,5\n2026-4,5\n2026-05,many\n");
    await expect(wrong).rejects.toThrow(Invalid);
    await expect(wrong).rejects.toThrow(/Line 3, month: .*Line 4, count: /);
    expect((await unitCost(as(admin), { unit: "users", ...year })).months[2]).toMatchObject({ units: null });
    await expect(putCountsCsv(as(admin), "users", "a,b\n1,2\n")).rejects.toThrow(/month and count/);
    await expect(putCounts(as(admin), "runs", [{ month: "2026-01", count: 1 }])).rejects.toThrow(Invalid);
    await expect(putCounts(as(admin), "none", [{ month: "2026-01", count: 1 }])).rejects.toThrow(NotFound);
    await expect(unitCost(as(admin), { unit: "none", ...year })).rejects.toThrow(NotFound);
  });

  it("is what a baseline goes by, one change after the other", async () => {
    const baseline = {
      unit: "users",
      currency: "EUR",
      fromMonth: "2026-01",
      untilMonth: "2026-01",
      initiative: "Rightsizing",
    };
    await setBaseline(as(admin), { revision: 0, ...baseline });
    expect(await getBaseline(as(member))).toEqual({ revision: 1, ...baseline });
    await expect(setBaseline(as(admin), { revision: 0, ...baseline })).rejects.toThrow(Conflict);
    await expect(setBaseline(as(admin), { revision: 1, ...baseline, unit: "none" })).rejects.toThrow(Invalid);
    await expect(deleteUnit(as(admin), "users")).rejects.toThrow(Conflict);
  });

  it("is counted by the portal too, and through the API", async () => {
    const api = restApp(() => Promise.resolve(as(admin)));
    const put = (path_: string, body: unknown) =>
      api.request(path_, {
        method: "PUT",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      });
    expect((await put("/v1/costs/units/orders", { title: "Orders" })).status).toBe(200);
    const counts = { counts: [{ month: "2026-01", count: "300" }] };
    expect(await (await put("/v1/costs/units/orders/counts", counts)).json()).toEqual({
      ok: true,
      counts: 1,
    });
    const search = "fromMonth=2026-01&untilMonth=2026-01&currency=EUR";
    expect(await (await api.request(`/v1/costs/units/orders/cost?${search}`)).json()).toMatchObject({
      cost: { months: [{ amount: "150", units: "300", perUnit: "0.5" }] },
    });
    expect((await put("/v1/costs/units/orders/counts", { counts: [{ month: "x", count: 1 }] })).status).toBe(
      422,
    );
    expect((await unitCost(as(admin), { unit: "services", ...year })).perUnit).toBeNull();
  });
});

describe("the allocation", () => {
  const rule = {
    title: "Second account",
    when: [{ field: "subAccountId" as const, operator: "is" as const, value: "two" }],
    assign: { team: "search" },
  };

  it("says what it would change before it does, and changes nothing by that", async () => {
    const preview = await previewAllocation(as(admin), { settings: { rules: [rule] } });
    expect(preview).toMatchObject({ month: "2026-02", origins: 3, changed: 1 });
    expect(preview.currencies).toMatchObject([
      {
        currency: "EUR",
        total: "100",
        moved: "30",
        teams: [
          { id: "search", before: "0", after: "30" },
          { id: "(unallocated)", before: "40", after: "10" },
          { id: "payments", before: "60", after: "60" },
        ],
      },
    ]);
    const february = { from: "2026-02-01", to: "2026-03-01", currency: "EUR" };
    expect((await costOverview(as(admin), february)).unallocated).toBe("40");
    const { revision } = await getAllocation(as(admin));
    await setAllocation(as(admin), { revision, settings: { rules: [rule] } });
    await allocateAll(as(admin));
    expect((await costOverview(as(admin), february)).unallocated).toBe("10");
    expect(await listAllocationRevisions(as(admin))).toMatchObject([
      { revision: revision + 1, byName: "ada", settings: { rules: [{ title: "Second account" }] } },
    ]);
  });

  it("is previewed by administrators, with settings that can be", async () => {
    await expect(previewAllocation(as(member), { settings: {} })).rejects.toThrow(Forbidden);
    await expect(
      previewAllocation(as(admin), { settings: { rules: [{ ...rule, when: [] }] } }),
    ).rejects.toThrow(Invalid);
  });
});

describe("a budget", () => {
  it("stands beside what its month will come to, within its scope", async () => {
    await createBudget(as(admin), {
      title: "Payments, test",
      scope: { team: "payments", costCentre: null, environment: "test" },
      amount: "500",
      currency: "EUR",
    });
    const [budget] = await budgetOutlook(as(member));
    // From 12 January on 32 days are known; of February's 12 days one cost 60, and 16 days are to come.
    expect(budget).toMatchObject({
      title: "Payments, test",
      amount: "500",
      forecast: { month: "2026-02", soFar: 60, days: 12, daysInMonth: 28 },
    });
    expect(budget!.forecast!.amount).toBeCloseTo(60 + (16 * 60) / 14, 6);
  });
});

describe("savings", () => {
  const run = (
    id: string,
    operation: "CREATE" | "DELETE",
    at: string,
    more: Partial<typeof runs.$inferInsert> = {},
  ) => ({
    id,
    status: "succeeded" as const,
    action: { operation } as typeof runs.$inferInsert.action,
    actionIdentifier: "environment",
    blueprint: "environment",
    entityIdentifier: "pr-7",
    team: "payments",
    inputs: {},
    requesterId: "system",
    requesterKind: "system" as const,
    requesterName: "Waymark",
    origin: "SYSTEM" as const,
    endedAt: new Date(at),
    ...more,
  });
  const estimate = (monthly: string) => ({
    source: "rate_card" as const,
    currency: "EUR",
    monthly,
    lines: [],
    notCovered: [],
  });

  it("are counted from what lifetimes destroyed, since it was last made", async () => {
    await database.db.insert(runs).values([
      run("r1", "CREATE", "2026-05-01T00:00:00Z", { estimate: estimate("9000") }),
      run("r2", "DELETE", "2026-05-02T00:00:00Z"),
      run("r3", "CREATE", "2026-06-01T00:00:00Z", { estimate: estimate("250") }),
      run("r4", "CREATE", "2026-06-02T00:00:00Z", { estimate: estimate("50") }),
      run("r5", "DELETE", "2026-06-21T00:00:00Z"),
      // Of this one nobody knows what it cost.
      run("r6", "CREATE", "2026-06-01T00:00:00Z", { entityIdentifier: "pr-8", team: "search" }),
      run("r7", "DELETE", "2026-06-21T00:00:00Z", { entityIdentifier: "pr-8", team: "search" }),
    ]);
    const lifetime = (runId: string, destroyRunId: string, entity: string) => ({
      blueprint: "environment",
      entity,
      action: "environment",
      runId,
      ownerId: "x",
      ownerName: "X",
      beganAt: new Date("2026-06-01T00:00:00Z"),
      defaultSeconds: 60,
      extendBy: "team" as const,
      remindBefore: [],
      destroyAction: "destroy",
      destroyInputs: {},
      destroyRunId,
      endedAt: new Date("2026-06-21T00:00:00Z"),
    });
    await database.db.insert(lifetimes).values([lifetime("r3", "r5", "pr-7"), lifetime("r6", "r7", "pr-8")]);
    const june = { from: "2026-06-01", to: "2026-07-01" };
    expect(await costSavings(as(admin), june)).toMatchObject({
      totals: [{ currency: "EUR", saved: "100", things: 1 }],
      things: 2,
      unknown: 1,
    });
    expect((await costSavings(as(member), june)).items).toMatchObject([
      { runId: "r5", entity: "pr-7", monthly: "300", saved: "100", by: "lifetime", hours: 240 },
    ]);
    // A person destroyed it in May: nothing is claimed of that.
    expect(await costSavings(as(admin), { from: "2026-05-01", to: "2026-06-01" })).toMatchObject({
      things: 0,
    });
    expect(
      await database.db.execute(
        sql`select * from cost_unit_months('runs', '2026-05-01', '2026-07-01', null)`,
      ),
    ).toHaveLength(2);
  });
});
