import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { teams, users } from "@/db/schema/identity";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { restApp } from "@/server/api/rest-app";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { createEntity } from "@/server/catalog/service/entities";
import type { Actor, Context } from "@/server/kernel/context";
import { Invalid } from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";
import { allocateAll, getAllocation, setAllocation } from "./allocation";
import { costCoverage, costLines, costOutlook, costOverview } from "./figures";
import { readBill } from "./read-bill";
import { receiveBill } from "./imports";

let database: TestDatabase;
let admin: Actor, member: Actor, stranger: Actor;
const as = (actor: Actor): Context => ({ actor, origin: "UI", requestId: newId(), db: database.db });

/** A plain bill: day, amount, tags. */
async function bill(source: string, rows: string[], currency = "EUR"): Promise<void> {
  const text = `date,cost,currency,team,environment,entity,service,resource,shared\n${rows.join("\n")}\n`;
  const { id } = await receiveBill(
    as(admin),
    { source, importNow: true, currency },
    Readable.from([Buffer.from(text)]),
  );
  await readBill(as(admin), id, 3);
}

beforeAll(async () => {
  process.env.WAYMARK_DATA_DIR = mkdtempSync(path.join(os.tmpdir(), "waymark-costs-"));
  database = await createTestDatabase();
  const rows = await database.db
    .insert(teams)
    .values(
      ["payments", "search"].map((identifier) => ({
        identifier,
        title: identifier.replace(/^./, (one) => one.toUpperCase()),
      })),
    )
    .returning();
  const person = async (name: string, role: "admin" | "member", team?: string): Promise<Actor> => {
    const [row] = await database.db
      .insert(users)
      .values({ email: `${name}@example.com`, name, role })
      .returning();
    const memberships = rows
      .filter((one) => one.identifier === team)
      .map((one) => ({ teamId: one.id, team: one.identifier, role: "member" as const }));
    return { kind: "user", id: row!.id, email: row!.email, name, role, memberships };
  };
  admin = await person("ada", "admin");
  member = await person("max", "member", "payments");
  stranger = await person("sam", "member");
  await createBlueprint(as(admin), {
    identifier: "service",
    title: "Service",
    schema: { properties: { arn: { type: "string" } }, required: [] },
  });
  await createEntity(as(admin), "service", {
    identifier: "checkout",
    title: "Checkout",
    team: ["payments"],
    properties: { arn: "arn:aws:checkout" },
  });
  await bill("aws", [
    "2026-01-01,0,EUR,payments,production,,EC2,,",
    "2026-01-10,100,EUR,payments,production,,EC2,,",
    "2026-01-20,50.25,EUR,search,,,EC2,,",
    "2026-02-10,200,EUR,payments,test,,EC2,,",
    "2026-02-11,40,EUR,,,,EC2,arn:aws:checkout,",
    "2026-02-12,7.5,EUR,,,,S3,,",
    "2026-02-13,-10,EUR,payments,production,,Credit,,",
  ]);
  await bill("azure", ["2026-02-10,1000,USD,search,,,VM,,"]);
});
afterAll(() => database.close());

const february = { from: "2026-02-01", to: "2026-03-01", currency: "EUR" };
const groups = (overview: Awaited<ReturnType<typeof costOverview>>) =>
  overview.groups.map(({ id, total, previous }) => [id, total, previous]);

describe("costs", () => {
  it("stand by team beside the span before, with what is nobody's; currencies are never added", async () => {
    const overview = await costOverview(as(admin), { ...february, by: "team", interval: "month" });
    // It is billed until the 13th, so it is held against the first thirteen days of January.
    expect(groups(overview)).toEqual([
      ["payments", "230", "100"],
      ["(unallocated)", "7.5", "0"],
    ]);
    expect(overview).toMatchObject({
      total: "237.5",
      previousTotal: "100",
      unallocated: "7.5",
      entities: 1,
      billedUntil: "2026-02-13",
    });
    expect(overview.buckets).toEqual([
      { key: "2026-02-01", from: "2026-02-01", to: "2026-03-01", partial: true },
    ]);
    const dollars = await costOverview(as(admin), { ...february, currency: "USD" });
    expect(groups(dollars)).toEqual([["search", "1000", null]]);
    expect(await costCoverage(as(admin))).toEqual([
      { currency: "USD", from: "2026-02-01", to: "2026-02-01", lines: 1 },
      { currency: "EUR", from: "2026-01-01", to: "2026-02-01", lines: 7 },
    ]);
  });

  it("say what people call a team or an entity, and what no team has however they are grouped", async () => {
    const names = async (by: "team" | "entity" | "serviceName") => {
      const { groups: all, unallocated } = await costOverview(as(admin), { ...february, by });
      return { names: all.map(({ title }) => title), unallocated };
    };
    expect(await names("team")).toEqual({ names: ["Payments", null], unallocated: "7.5" });
    expect(await names("entity")).toEqual({ names: ["Checkout", null], unallocated: "7.5" });
    expect(await names("serviceName")).toEqual({ names: [null, null, null], unallocated: "7.5" });
  });

  it("are compared with no span that began before anything was billed", async () => {
    const overview = await costOverview(as(admin), { ...february, from: "2026-01-01" });
    expect(overview).toMatchObject({ total: "387.75", previousTotal: null });
    expect(overview.groups.every(({ previous }) => previous === null)).toBe(true);
  });

  it("stand by entity, service and environment, by day and week, the same from days as from months", async () => {
    const by = async (one: "entity" | "serviceName" | "environment", interval: "day" | "week" | "month") =>
      groups(await costOverview(as(admin), { ...february, by: one, interval })).map(([id, total]) => [
        id,
        total,
      ]);
    for (const interval of ["day", "week", "month"] as const) {
      expect(await by("entity", interval)).toEqual([
        ["checkout", "40"],
        ["(unallocated)", "197.5"],
      ]);
      expect(await by("serviceName", interval)).toEqual([
        ["EC2", "240"],
        ["S3", "7.5"],
        ["Credit", "-10"],
      ]);
      expect(await by("environment", interval)).toEqual([
        ["test", "200"],
        ["production", "-10"],
        ["(unallocated)", "47.5"],
      ]);
    }
  });

  it("are shown to members of their own teams alone", async () => {
    expect(groups(await costOverview(as(member), february))).toEqual([["payments", "230", "100"]]);
    expect(await costOverview(as(member), { ...february, team: "search" })).toMatchObject({
      total: "0",
      groups: [],
    });
    expect(await costOverview(as(stranger), february)).toMatchObject({ total: "0" });
    expect(await costCoverage(as(stranger))).toEqual([]);
    expect((await costLines(as(member), february)).every(({ team }) => team === "payments")).toBe(true);
    expect(await costLines(as(stranger), february)).toEqual([]);
  });

  it("lead to their lines", async () => {
    const lines = await costLines(as(admin), { ...february, by: "team", group: null });
    expect(lines).toMatchObject([{ day: "2026-02-12", service: "S3", amount: "7.5", allocatedBy: null }]);
    const own = await costLines(as(admin), { ...february, by: "team", group: "payments" });
    expect(own.map(({ amount, allocatedBy }) => [amount, allocatedBy])).toEqual([
      ["200", "tag team"],
      ["40", "entity checkout"],
      ["-10", "tag team"],
    ]);
  });

  it("lead to the dearest lines, whether months are asked for whole or in part", async () => {
    const rows = Array.from({ length: 90 }, (_, n) => {
      const day = `2025-0${3 + (n % 3)}-1${n % 10}`;
      return `${day},${((n * 37) % 61) - 5},GBP,${n % 4 ? "payments" : "search"},,,EC2,res-${n % 7},`;
    });
    await bill("many", rows);
    const span = { from: "2025-03-01", to: "2025-06-01", currency: "GBP", limit: 10 };
    for (const group of [
      {},
      { by: "team" as const, group: "search" },
      { by: "template" as const, group: null },
    ]) {
      const whole = await costLines(as(admin), { ...span, ...group });
      const part = await costLines(as(admin), { ...span, ...group, to: "2025-05-31" });
      expect(whole).toHaveLength(10);
      expect(whole.map(({ amount }) => amount)).toEqual(part.map(({ amount }) => amount));
    }
  });

  it("are shared where the settings say so", async () => {
    const { revision } = await getAllocation(as(admin));
    await setAllocation(as(admin), {
      revision,
      settings: {
        pools: [
          {
            title: "Storage",
            when: [{ field: "serviceName", operator: "is", value: "s3" }],
            split: { by: "weights", weights: { payments: 1, search: 2 } },
          },
        ],
      },
    });
    await allocateAll(as(admin));
    const overview = await costOverview(as(admin), february);
    expect(overview.groups.map(({ id, total, shared }) => [id, total, shared])).toEqual([
      ["payments", "232.5", "2.5"],
      ["search", "5", "5"],
    ]);
    expect(overview).toMatchObject({ total: "237.5", unallocated: "0" });
  });

  it("are asked for in days that make sense", async () => {
    await expect(costOverview(as(admin), { ...february, to: "2026-02-01" })).rejects.toThrow(Invalid);
    await expect(costOverview(as(admin), { ...february, from: "1900-01-01" })).rejects.toThrow(Invalid);
    await expect(costOverview(as(admin), { ...february, currency: "euro" })).rejects.toThrow(Invalid);
  });

  it("have an outlook, and none where nothing is billed", async () => {
    const days = Array.from({ length: 40 }, (_, n) =>
      new Date(Date.UTC(2026, 4, 1 + n)).toISOString().slice(0, 10),
    );
    await bill(
      "daily",
      days.map((day, n) => `${day},${n === 35 ? 500 : 10},CHF,payments,,,EC2,,`),
    );
    const outlook = await costOutlook(as(admin), { currency: "CHF" });
    expect(outlook).toMatchObject({
      month: "2026-06",
      anomalies: [
        { kind: "days", from: days[35], to: days[35], group: "payments", title: "Payments", expected: 10 },
      ],
    });
    expect(outlook!.forecast).toMatchObject({ days: 9, daysInMonth: 30, soFar: 580 });
    expect(await costOutlook(as(admin), { currency: "NOK" })).toBeNull();
  });
});

describe("the API", () => {
  const call = async (actor: Actor, pathAndQuery: string, init: RequestInit = {}) => {
    const response = await restApp(() => Promise.resolve(as(actor))).request(pathAndQuery, init);
    return { status: response.status, body: (await response.json()) as Record<string, never> };
  };

  it("takes a bill, tells what became of it, and shows the costs", async () => {
    const sent = await call(admin, "/v1/costs/imports?source=api&currency=SEK", {
      method: "POST",
      body: "date,cost,team\n2026-02-01,5,search\n",
      headers: { "content-type": "text/csv" },
    });
    expect(sent).toMatchObject({ status: 202, body: { ok: true, import: { status: "checking" } } });
    const { id } = (sent.body as unknown as { import: { id: string } }).import;
    await readBill(as(admin), id, 3);
    expect(await call(admin, `/v1/costs/imports/${id}/confirm`, { method: "POST" })).toMatchObject({
      status: 202,
    });
    await readBill(as(admin), id, 3);
    expect(await call(admin, `/v1/costs/imports/${id}`)).toMatchObject({
      body: { import: { status: "imported", lines: 1 } },
    });
    expect(await call(admin, "/v1/costs?from=2026-02-01&to=2026-03-01&currency=SEK")).toMatchObject({
      status: 200,
      body: { costs: { total: "5", groups: [{ id: "search", total: "5" }] } },
    });
    expect(
      await call(admin, "/v1/costs/lines?from=2026-02-01&to=2026-03-01&currency=SEK&limit=5"),
    ).toMatchObject({
      body: { lines: [{ amount: "5" }] },
    });
    expect(await call(admin, `/v1/costs/imports/${id}`, { method: "DELETE" })).toMatchObject({ status: 200 });
    expect(await call(admin, "/v1/costs/imports")).toMatchObject({ status: 200 });
  });

  it("refuses members, wrong days and nothing at all", async () => {
    expect(await call(member, "/v1/costs/imports?source=x", { method: "POST", body: "x" })).toMatchObject({
      status: 403,
    });
    expect(await call(admin, "/v1/costs/imports?source=x", { method: "POST" })).toMatchObject({
      status: 422,
    });
    expect(await call(admin, "/v1/costs/imports?source=%2Fetc", { method: "POST", body: "x" })).toMatchObject(
      { status: 422 },
    );
    expect(await call(admin, "/v1/costs?from=x&to=2026-03-01&currency=EUR")).toMatchObject({ status: 422 });
  });
});
