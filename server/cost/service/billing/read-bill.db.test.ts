import { readFile, stat, utimes, writeFile } from "node:fs/promises";
import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { asc, eq, sql } from "drizzle-orm";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { costImports, costKeys, costLines } from "@/db/schema/cost-lines";
import { budgets, costLedger } from "@/db/schema/cost";
import { teams, users } from "@/db/schema/identity";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Actor, Context } from "@/server/kernel/context";
import { Conflict, Forbidden, Invalid } from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";
import { createBudget } from "../manage";
import { getAllocation, setAllocation, allocateAll } from "./allocation";
import { fileOf } from "./files";
import {
  type billInput,
  confirmImport,
  getImport,
  listImports,
  receiveBill,
  removeImport,
  sweepBills,
} from "./imports";
import { costCoverage } from "./figures";
import { readBill } from "./read-bill";
import type { z } from "zod";

let database: TestDatabase;
let admin: Actor, member: Actor;
const as = (actor: Actor): Context => ({ actor, origin: "UI", requestId: newId(), db: database.db });

beforeAll(async () => {
  process.env.WAYMARK_DATA_DIR = mkdtempSync(path.join(os.tmpdir(), "waymark-bills-"));
  database = await createTestDatabase();
  await database.db
    .insert(teams)
    .values(["payments", "search"].map((identifier) => ({ identifier, title: `Team ${identifier}` })));
  const person = async (name: string, role: "admin" | "member"): Promise<Actor> => {
    const [row] = await database.db
      .insert(users)
      .values({ email: `${name}@example.com`, name, role })
      .returning();
    return { kind: "user", id: row!.id, email: row!.email, name, role, memberships: [] };
  };
  admin = await person("ada", "admin");
  member = await person("max", "member");
});
afterAll(() => database.close());

const HEADER = [
  "BilledCost",
  "BillingAccountId",
  "BillingCurrency",
  "BillingPeriodStart",
  "ChargeCategory",
  "ChargeClass",
  "ChargePeriodStart",
  "ChargePeriodEnd",
  "EffectiveCost",
  "Id",
  "ProviderName",
  "ServiceName",
  "ResourceId",
  "Tags",
  "x_Discount",
];
type Row = Partial<Record<string, string>>;
const line = (row: Row): string[] => {
  const full: Row = {
    BilledCost: "1",
    BillingAccountId: "100",
    BillingCurrency: "EUR",
    BillingPeriodStart: "2026-03-01 00:00:00",
    ChargeCategory: "Usage",
    ChargeClass: "NULL",
    ChargePeriodStart: "2026-03-05 22:00:00",
    ChargePeriodEnd: "2026-03-05 23:00:00",
    EffectiveCost: row.BilledCost ?? "1",
    Id: "7",
    ProviderName: "AWS",
    ServiceName: "Queue",
    ResourceId: "NULL",
    Tags: "NULL",
    ...row,
  };
  return HEADER.map((name) => full[name] ?? "");
};
const quoted = (text: string) => (text === "NULL" || text === "" ? text : `"${text.replaceAll('"', '""')}"`);
const csv = (rows: Row[], header = HEADER) =>
  [header.join(","), ...rows.map((row) => line(row).map(quoted).join(","))].join("\n");

/** Sends a file and lets the worker's job read it. */
async function send(content: string | Uint8Array, input: Partial<z.input<typeof billInput>> = {}) {
  const view = await receiveBill(
    as(admin),
    { source: newId(), importNow: true, ...input },
    Readable.from([Buffer.from(content)]),
  );
  await readBill(as(admin), view.id, 3);
  return getImport(as(admin), view.id);
}
const amounts = async (importId: string) =>
  database.db
    .select({
      billed: costLines.billed,
      effective: costLines.effective,
      day: costLines.day,
      rest: costLines.rest,
    })
    .from(costLines)
    .where(eq(costLines.importId, importId))
    .orderBy(asc(costLines.row));
const dayTotal = async (source: string) => {
  const [row] = await database.db.execute<{ billed: string | null }>(
    sql`select trim_scale(sum(billed))::text as billed from cost_days where source = ${source}`,
  );
  return row!.billed;
};

describe("a bill", () => {
  it("is read exactly: text NULL, times without a zone, columns of one's own, credits, digits", async () => {
    const bill = await send(
      csv([
        { BilledCost: "0.00000080000", EffectiveCost: "0.00000000001", Tags: '{" org": "x", "n": 3}' },
        { BilledCost: "-2.6137", ChargeCategory: "Credit", x_Discount: "gold" },
        {
          BilledCost: "1e-7",
          ChargePeriodStart: "2026-03-31T23:30:00-02:00",
          ChargePeriodEnd: "2026-04-01T02:00:00Z",
        },
        { BilledCost: ".5", ChargeClass: "Correction" },
      ]),
    );
    expect(bill).toMatchObject({ status: "imported", format: "focus-csv", lines: 4 });
    expect(bill.report).toMatchObject({
      version: "FOCUS 1.0",
      rows: 4,
      refused: 0,
      months: ["2026-03", "2026-04"],
      unknownColumns: ["Id", "x_Discount"],
      providers: [{ provider: "AWS", currency: "EUR", billed: "-2.1136991", lines: 4 }],
      // 0.0000008 - 2.6137 + 0.0000001 + 0.5
      sums: [{ currency: "EUR", billed: "-2.1136991", lines: 4 }],
    });
    const rows = await amounts(bill.id);
    expect(rows.map(({ day }) => day)).toEqual(["2026-03-05", "2026-03-05", "2026-04-01", "2026-03-05"]);
    expect(Number(rows[0]!.effective)).toBe(1e-11);
    expect(rows[0]!.rest).toEqual({ Id: "7" });
    expect(rows[1]!.rest).toEqual({ Id: "7", x_Discount: "gold" });
    const [key] = await database.db
      .select({ tags: costKeys.tags })
      .from(costKeys)
      .where(sql`${costKeys.tags} ? 'org'`);
    expect(key!.tags).toEqual({ org: "x", n: "3" });
    expect(await dayTotal(bill.source)).toBe("-2.1136991");
    await expect(stat(fileOf(bill.id))).rejects.toThrow(/ENOENT/);
  });

  it("takes decimals alone, and each of them exactly", async () => {
    const good = ["0", "-0", "-0.10", "5.", "+5", "1e2", "-9.9", "123456789012345", "12345678901234567.5e-3"];
    const bad = [
      "0x10",
      "-0x1F",
      "1_000",
      "NaN",
      "-Infinity",
      "1e400",
      "0b1",
      "1 2",
      "--1",
      "5.5.5",
      "1,5",
      "\u0661",
    ];
    const bill = await send(csv([...good, ...bad].map((BilledCost) => ({ BilledCost, EffectiveCost: "1" }))));
    expect(bill.report!.firstRefused.map(({ value }) => value)).toEqual(bad);
    await confirmImport(as(admin), bill.id, { skipRefused: true });
    await readBill(as(admin), bill.id, 1);
    const billed = (await amounts(bill.id)).map((row) => row.billed);
    expect(billed.slice(0, -1).map(Number)).toEqual([0, 0, -0.1, 5, 5, 100, -9.9, 123456789012345]);
    expect(billed.at(-1)).toBe("12345678901234.5675");
  });

  it("is kept whole or not at all, and says row by row what cannot be read", async () => {
    const content = csv([
      {},
      { BilledCost: "twelve", EffectiveCost: "1" },
      { BillingCurrency: "eur" },
      { ChargePeriodStart: "2026-02-30 00:00:00" },
      { ChargePeriodEnd: "2026-03-05 21:00:00" },
      { ChargeCategory: "Gift" },
      { BilledCost: "NULL", EffectiveCost: "1" },
      { BilledCost: "1e99", EffectiveCost: "1" },
    ]);
    const bill = await send(content);
    expect(bill).toMatchObject({ status: "checked", lines: 0 });
    expect(bill.report).toMatchObject({ rows: 8, refused: 7 });
    expect(bill.report!.firstRefused.map(({ row, column, value }) => [row, column, value])).toEqual([
      [2, "BilledCost", "twelve"],
      [3, "BillingCurrency", "eur"],
      [4, "ChargePeriodStart", "2026-02-30 00:00:00"],
      [5, "ChargePeriodEnd", "2026-03-05 21:00:00"],
      [6, "ChargeCategory", "Gift"],
      [7, "BilledCost", null],
      [8, "BilledCost", "1e99"],
    ]);
    await expect(confirmImport(as(admin), bill.id)).rejects.toThrow(Conflict);

    await confirmImport(as(admin), bill.id, { skipRefused: true });
    await readBill(as(admin), bill.id, 1);
    expect(await getImport(as(admin), bill.id)).toMatchObject({ status: "imported", lines: 1 });
    expect(await dayTotal(bill.source)).toBe("1");
  });

  it("takes the place of what the same source said of the same accounts and months; the same file changes nothing", async () => {
    const source = newId();
    const march = csv([{ BilledCost: "10" }, { BilledCost: "5", BillingAccountId: "200" }]);
    const first = await send(march, { source });
    const again = await send(march, { source });
    expect(again.report!.warnings.join()).toContain("imported before");
    expect(await getImport(as(admin), first.id)).toMatchObject({ lines: 2 });
    expect(await dayTotal(source)).toBe("15");

    const later = await send(csv([{ BilledCost: "12" }]), { source });
    expect(later.report).toMatchObject({ replaces: 1 });
    expect(await dayTotal(source)).toBe("17");
    const april = await send(csv([{ BilledCost: "3", BillingPeriodStart: "2026-04-01" }]), { source });
    expect(await dayTotal(source)).toBe("20");
    await removeImport(as(admin), april.id);
    expect(await dayTotal(source)).toBe("17");
    expect(await getImport(as(admin), april.id)).toMatchObject({ status: "removed", lines: 0 });
  });

  it("is checked without a trace before it counts", async () => {
    const bill = await send(csv([{ BilledCost: "10" }]), { importNow: false });
    expect(bill).toMatchObject({ status: "checked", lines: 0, report: { rows: 1, refused: 0 } });
    expect(await dayTotal(bill.source)).toBeNull();
    // Another one waits for a week in vain.
    const forgotten = await send(csv([{ BilledCost: "11" }]), { importNow: false });
    await database.db
      .update(costImports)
      .set({ updatedAt: sql`now() - interval '8 days'` })
      .where(eq(costImports.id, forgotten.id));
    // The portal died while the first of these was sent, and may be receiving the other.
    const [torn, coming] = [newId(), newId()];
    for (const id of [torn, coming]) await writeFile(fileOf(id), "BilledC");
    for (const id of [torn, bill.id]) await utimes(fileOf(id), 0, 0);
    await sweepBills(as(admin));
    await expect(readFile(fileOf(torn))).rejects.toThrow(/ENOENT/);
    expect(await readFile(fileOf(coming), "utf8")).toBe("BilledC");
    expect(await getImport(as(admin), forgotten.id)).toMatchObject({ status: "removed" });
    await expect(readFile(fileOf(forgotten.id))).rejects.toThrow(/ENOENT/);
    expect(await getImport(as(admin), bill.id)).toMatchObject({ status: "checked" });
    await removeImport(as(admin), bill.id);
    await expect(readFile(fileOf(bill.id))).rejects.toThrow(/ENOENT/);
    await expect(confirmImport(as(admin), bill.id)).rejects.toThrow(Conflict);
  });

  it("may be packed, have semicolons and other spellings, and newer columns", async () => {
    const header = HEADER.map((name) =>
      name === "ProviderName"
        ? "ServiceProviderName"
        : name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase(),
    );
    const text = `\uFEFF${[header.join(";"), line({ BilledCost: "4.20" }).join(";")].join("\r\n")}\r\n`;
    const bill = await send(gzipSync(text));
    expect(bill).toMatchObject({
      status: "imported",
      report: { version: "FOCUS 1.3", sums: [{ billed: "4.2" }] },
    });
  });

  it("may be Parquet, with exact decimals and maps", async () => {
    const column = (
      name: string,
      data: unknown[],
      type: "STRING" | "DOUBLE" | "TIMESTAMP" | "JSON" = "STRING",
    ) => ({
      name,
      data: data as never,
      type,
    });
    const buffer = parquetWriteBuffer({
      columnData: [
        column("BilledCost", [0.1, 0.2], "DOUBLE"),
        column("EffectiveCost", [0.1, 0.2], "DOUBLE"),
        column("BillingCurrency", ["EUR", "EUR"]),
        column("BillingAccountId", ["1", "1"]),
        column("BillingPeriodStart", [new Date("2026-03-01"), new Date("2026-03-01")], "TIMESTAMP"),
        column("ChargePeriodStart", [new Date("2026-03-01"), new Date("2026-03-02")], "TIMESTAMP"),
        column("ChargePeriodEnd", [new Date("2026-03-02"), new Date("2026-03-03")], "TIMESTAMP"),
        column("ChargeCategory", ["Usage", "Tax"]),
        column("ProviderName", ["GCP", "GCP"]),
        column("Tags", [{ team: "search" }, null], "JSON"),
      ],
    });
    const bill = await send(new Uint8Array(buffer));
    expect(bill).toMatchObject({ status: "imported", format: "focus-parquet" });
    expect(bill.report!.sums).toMatchObject([{ billed: "0.3", lines: 2, unallocated: "0.2" }]);
  });

  it("is refused where Parquet was cut off, at its end or in between", async () => {
    const data = Array.from({ length: 400 }, (_, n) => `a text that takes room, number ${n}`);
    const whole = new Uint8Array(
      parquetWriteBuffer({
        columnData: HEADER.map((name) => ({ name, data: data as never, type: "STRING" as const })),
      }),
    );
    const inside = whole.slice();
    inside.fill(0xee, 100, Math.floor(inside.length / 2));
    for (const file of [whole.slice(0, -40), inside]) {
      const bill = await send(file);
      expect(bill).toMatchObject({ status: "refused", lines: 0 });
      expect(bill.message).toContain("cut off");
    }
  });

  it("keeps currencies apart, and lets what is ahead count on its day", async () => {
    const soon = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
    const late = new Date(Date.now() + 500 * 86_400_000).toISOString().slice(0, 10);
    const plain = `date,cost,currency\n2026-03-01,1,AUD\n2026-03-01,2,CAD\n${soon},4,AUD\n`;
    const bill = await send(plain);
    expect(bill.report).toMatchObject({
      sums: [
        { currency: "AUD", billed: "5" },
        { currency: "CAD", billed: "2" },
      ],
    });
    expect(bill.report!.warnings).toEqual([
      expect.stringContaining("2 currencies"),
      "1 row begins on a day that is still to come, and counts from then on.",
    ]);
    expect((await costCoverage(as(admin))).filter(({ currency }) => currency === "AUD")).toMatchObject([
      { to: "2026-03-01" },
    ]);
    const refused = await send(`date,cost,currency\n${late},1,AUD\n`);
    expect(refused).toMatchObject({ status: "checked", report: { refused: 1 } });
    expect(refused.report!.firstRefused).toMatchObject([
      { column: "ChargePeriodStart", reason: "Is more than a year ahead." },
    ]);
  });

  it("may be a plain file, or what OpenCost says", async () => {
    const plain = await send(
      "Date,Cost,Currency,Team,Note\n2026-03-01,12.5,EUR,payments,x\n2026-03-02,1,EUR,,\n",
    );
    expect(plain).toMatchObject({
      status: "imported",
      format: "csv",
      report: { rows: 2, unknownColumns: ["Note"] },
    });
    expect(plain.report!.sums).toMatchObject([{ billed: "13.5", unallocated: "1" }]);

    const answer = JSON.stringify({
      code: 200,
      data: [
        {
          checkout: {
            properties: { cluster: "one", namespace: "checkout", labels: { team: "payments" } },
            start: "2026-03-01T00:00:00Z",
            end: "2026-03-02T00:00:00Z",
            cpuCost: 1.25,
            ramCost: 0.5,
            totalCost: 1.75,
          },
          __idle__: {
            properties: null,
            start: "2026-03-01T00:00:00Z",
            end: "2026-03-02T00:00:00Z",
            cpuCost: 2,
            totalCost: 2,
          },
        },
      ],
    }).replace('"ramCost":0.5', '"ramCost":0.5,"gpuCost":NaN');
    const opencost = await send(answer, { currency: "USD" });
    expect(opencost).toMatchObject({
      status: "imported",
      format: "opencost",
      report: { version: "OpenCost", rows: 3 },
    });
    expect(opencost.report!.sums).toMatchObject([{ currency: "USD", billed: "3.75", unallocated: "2" }]);
  });

  it.each([
    ["", "empty"],
    ["a,b\n1,2\n", "neither the columns of FOCUS"],
    ["BilledCost,EffectiveCost\n1,1\n", "missing"],
    ["{]", "no answer of OpenCost"],
    [Buffer.from([0x50, 0x41, 0x52, 0x31, 1, 2, 3]), "Parquet"],
    ["date|cost|currency\n2026-03-01|1|EUR\n", "separated by |"],
    [csv([{}]) + "\n1,2,3", "Row 2"],
    [Buffer.from([0x1f, 0x8b, 8, 0, 0, 1, 2, 3]), "unpacked"],
    [Buffer.concat([Buffer.from(`${HEADER.join(",")}\n`), Buffer.from([0xff, 0xfe, 0x0a])]), "Row 1"],
  ])("that cannot be read is refused with the reason: %#", async (content, reason) => {
    if (content.length === 0) {
      await expect(send(content)).rejects.toThrow(Invalid);
      return;
    }
    const bill = await send(content, { currency: "EUR" });
    expect(bill.status).toBe("refused");
    expect(bill.message).toContain(reason);
    expect(bill.lines).toBe(0);
  });

  it("is an administrator's to send, see and remove", async () => {
    const stranger = as(member);
    await expect(receiveBill(stranger, { source: "x" }, Readable.from(["x"]))).rejects.toThrow(Forbidden);
    await expect(listImports(stranger)).rejects.toThrow(Forbidden);
    await expect(removeImport(stranger, newId())).rejects.toThrow(Forbidden);
    expect((await listImports(as(admin))).length).toBeGreaterThan(0);
  });
});

describe("its costs", () => {
  it("go to budgets, anew with each file and each change of the allocation", async () => {
    const budget = await createBudget(as(admin), {
      title: "Payments",
      amount: "500",
      currency: "EUR",
      owners: { users: [], teams: [] },
      scope: { team: "payments", costCentre: null, environment: null },
    });
    const actual = async () => {
      const [row] = await database.db
        .select({ sum: sql<string>`trim_scale(coalesce(sum(${costLedger.actual}), 0))::text` })
        .from(costLedger)
        .where(eq(costLedger.budgetId, budget.id));
      return row!.sum;
    };
    const source = newId();
    const tagged = (cost: string, team: string): Row => ({
      BilledCost: cost,
      Tags: JSON.stringify({ Team: team }),
    });
    await send(csv([tagged("10", "Team payments"), tagged("2", "unheard of")]), { source });
    expect(await actual()).toBe("10");
    await send(csv([tagged("12", "PAYMENTS"), tagged("2", "unheard of")]), { source });
    expect(await actual()).toBe("12");

    const { revision } = await getAllocation(as(admin));
    await setAllocation(as(admin), { revision, settings: { teamAliases: { "unheard of": "payments" } } });
    await expect(setAllocation(as(admin), { revision, settings: {} })).rejects.toThrow(Conflict);
    await allocateAll(as(admin));
    expect(await actual()).toBe("14");

    const [last] = await database.db
      .select()
      .from(costImports)
      .where(eq(costImports.source, source))
      .orderBy(sql`created_at desc`)
      .limit(1);
    await removeImport(as(admin), last!.id);
    expect(await actual()).toBe("0");
    await database.db.update(budgets).set({ archivedAt: sql`now()` });
  });
});
