import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocate, type CostBearers, type CostOrigin } from "./allocate";
import { addMonths, bucketsOf, daysBetween, nextMonth, spanBefore } from "./days";
import { readHeader, UnreadableHeader } from "./header";
import { forecastMonth } from "./outlook";
import { groupsOf, sharePools, split } from "./series";
import { allocationSchema } from "./settings";
import { readInstant, readTags } from "./values";

const FOCUS =
  "BilledCost,EffectiveCost,BillingCurrency,BillingPeriodStart,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,BillingAccountId,ProviderName".split(
    ",",
  );

describe("a header", () => {
  it.each([
    [[], "FOCUS 1.0"],
    [["SkuMeter"], "FOCUS 1.1"],
    [["SkuMeter", "InvoiceId"], "FOCUS 1.2"],
    [["HostProviderName"], "FOCUS 1.3"],
    [["x_InvoiceId"], "FOCUS 1.0"],
  ])("tells the version: %j", (more, version) => {
    expect(readHeader([...FOCUS, ...more]).version).toBe(version);
  });

  it("knows other spellings and older names, and prefers today's", () => {
    const names = FOCUS.map((name) => (name === "EffectiveCost" ? "amortized_cost" : name.toUpperCase()));
    expect(readHeader(names).at.EffectiveCost).toBe(1);
    expect(readHeader([...names, "EffectiveCost"]).at.EffectiveCost).toBe(names.length);
    expect(
      readHeader(["ProviderName", "Provider", ...FOCUS.filter((one) => one !== "ProviderName")]).at
        .ProviderName,
    ).toBe(0);
  });

  it("keeps what it does not know, and says so", () => {
    const header = readHeader([...FOCUS, "Id", "x_Own", "PricingUnit"]);
    expect(header.unknownColumns).toEqual(["Id", "x_Own"]);
    expect(header.rest.map((index) => header.names[index])).toEqual(["Id", "x_Own", "PricingUnit"]);
  });

  it("names what is missing or there twice", () => {
    expect(() => readHeader(FOCUS.filter((name) => name !== "ProviderName"))).toThrow(
      "ProviderName or ServiceProviderName",
    );
    expect(() => readHeader([...FOCUS, "BilledCost"])).toThrow("twice");
    expect(() => readHeader(["date", "x"])).toThrow("cost");
    expect(() => readHeader(["a"])).toThrow(UnreadableHeader);
  });
});

describe("values", () => {
  it.each([
    ["2024-09-18 23:00:00", "2024-09-18T23:00:00.000Z"],
    ["2024-09-18T23:00:00Z", "2024-09-18T23:00:00.000Z"],
    ["2024-09-18T23:00", "2024-09-18T23:00:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
    ["2024-09-18T23:00:00.1234567+02:00", "2024-09-18T21:00:00.123Z"],
    ["2024-09-18 23:00:00 UTC", "2024-09-18T23:00:00.000Z"],
  ])("%s is an instant", (text, instant) => {
    expect(new Date(readInstant(text)!).toISOString()).toBe(instant);
  });

  it.each([
    "2023-02-29",
    "2024-13-01",
    "2024-01-01T25:00",
    "18/09/2024",
    "",
    "2024-01-01T00:00:00+15:00",
    "0001-01-01",
  ])("%j is none", (text) => {
    expect(readInstant(text)).toBeNull();
  });

  it("reads tags of objects and of lists of pairs, and trims their keys", () => {
    expect(readTags('{" org": "x ", "n": 1, "o": {"a": 1}, "e": null}')).toEqual({
      org: "x",
      n: "1",
      o: '{"a":1}',
    });
    expect(readTags('[{"key":"team","value":"a"}]')).toEqual({ team: "a" });
    expect(readTags("NULL")).toBeNull();
    expect(readTags("{}")).toBeNull();
    expect(readTags("team=a")).toBeUndefined();
    expect(readTags("[1]")).toBeUndefined();
    expect(readTags('"text"')).toBeUndefined();
    expect(readTags('{"a\\u0000": "\\ud800"}')).toEqual({ "a\u2400": "\ufffd" });
    expect(readTags(`{"a": ${"[".repeat(100_000)}${"]".repeat(100_000)}}`)).toBeUndefined();
  });
});

describe("allocation", () => {
  const origin = (over: Partial<CostOrigin> = {}): CostOrigin => ({
    provider: "AWS",
    billingAccountId: "1",
    subAccountId: "2",
    serviceCategory: null,
    serviceName: "Queue",
    region: null,
    resourceId: null,
    resourceType: null,
    tags: null,
    ...over,
  });
  const checkout = { blueprint: "service", entity: "checkout", team: "search", environment: "production" };
  const bearers: CostBearers = {
    teams: new Map([
      ["payments", "payments"],
      ["team payments", "payments"],
      ["search", "search"],
    ]),
    byName: new Map([["checkout", checkout]]),
    byResource: new Map([["arn:1", checkout]]),
  };
  const settings = (over: Record<string, unknown> = {}) => allocationSchema.parse(over);

  it("takes each part from the first that says it", () => {
    const rules = {
      accounts: { "2": { team: "payments", costCentre: "cc-1" } },
      rules: [
        {
          title: "Queues",
          when: [{ field: "serviceName", operator: "is", value: "queue" }],
          assign: { team: "search", environment: "test" },
        },
      ],
      defaultTeam: "search",
    };
    const all = settings(rules);
    expect(allocate(origin({ tags: { TEAM: "Team Payments", env: "dev" } }), all, bearers)).toMatchObject({
      team: "payments",
      environment: "dev",
      costCentre: "cc-1",
      allocatedBy: "tag team",
    });
    expect(allocate(origin(), all, bearers)).toMatchObject({
      team: "payments",
      environment: "test",
      allocatedBy: "account 2",
    });
    expect(allocate(origin({ subAccountId: null, resourceId: "ARN:1" }), all, bearers)).toMatchObject({
      team: "search",
      entity: "checkout",
      environment: "production",
      allocatedBy: "entity checkout",
    });
    expect(allocate(origin({ subAccountId: null }), all, bearers)).toMatchObject({
      allocatedBy: "rule Queues",
    });
    expect(allocate(origin({ subAccountId: null, serviceName: "Disk" }), all, bearers)).toMatchObject({
      team: "search",
      allocatedBy: "default",
    });
  });

  it("takes no team that nobody knows, and says that nothing said whose it is", () => {
    expect(allocate(origin({ tags: { team: "ghosts" } }), settings(), bearers)).toMatchObject({
      team: null,
      allocatedBy: null,
    });
    expect(
      allocate(
        origin({ tags: { team: "ghosts" } }),
        settings({ teamAliases: { GHOSTS: "search" } }),
        bearers,
      ),
    ).toMatchObject({ team: "search" });
  });

  it("puts what is shared into a pool, whatever its tags say of a team", () => {
    const pools = [
      { title: "Platform", when: [{ field: "tag:shared", operator: "exists" }], split: { by: "cost" } },
    ];
    expect(
      allocate(origin({ tags: { shared: "yes", team: "search", env: "dev" } }), settings({ pools }), bearers),
    ).toMatchObject({ team: null, pool: "Platform", environment: "dev", allocatedBy: "pool Platform" });
  });
});

describe("pools", () => {
  const cell = (bucket: string, group: string | null, amount: string, pool: string | null = null) => ({
    bucket,
    group,
    amount,
    pool,
  });

  it("split to the last digit", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: 1, maxLength: 20 }),
        (amount, parts) => {
          const pieces = split(amount, parts);
          const whole = parts.reduce((a, b) => a + b, 0n);
          expect(pieces.reduce((a, b) => a + b, 0n)).toBe(whole === 0n ? 0n : amount);
          pieces.forEach((piece, n) => {
            if (whole === 0n) return;
            const exact = amount * parts[n]!;
            const off = piece * whole - exact;
            expect(off < whole && -off < whole).toBe(true);
          });
        },
      ),
    );
  });

  it("are shared by cost, in equal parts and by weights, bucket by bucket", () => {
    const cells = [
      cell("m1", "a", "30"),
      cell("m1", "b", "10"),
      cell("m1", null, "8", "P"),
      cell("m2", "b", "5"),
      cell("m2", null, "3", "P"),
    ];
    const of = (how: Parameters<typeof sharePools>[1][number]["split"]) => {
      const { cells: out, shared } = sharePools(cells, [{ title: "P", split: how }]);
      return {
        groups: groupsOf(["m1", "m2"], out, [], shared).map(({ id, total, shared: part }) => [
          id,
          total,
          part,
        ]),
      };
    };
    // 8 as 30 to 10, and 3 to b alone.
    expect(of({ by: "cost" }).groups).toEqual([
      ["a", "36", "6"],
      ["b", "20", "5"],
    ]);
    expect(of({ by: "even" }).groups).toEqual([
      ["a", "34", "4"],
      ["b", "22", "7"],
    ]);
    expect(of({ by: "weights", weights: { c: 1, b: 1 } }).groups).toEqual([
      ["a", "30", "0"],
      ["b", "20.5", "5.5"],
      ["c", "5.5", "5.5"],
    ]);
  });

  it("that nobody shares keep standing", () => {
    const { cells } = sharePools([cell("m1", null, "8", "P")], []);
    expect(groupsOf(["m1"], cells, [])).toMatchObject([{ id: "(P)", total: "8" }]);
  });
});

describe("series", () => {
  it("add up the small ones, let nobody's stand by itself, and have gaps where nothing is billed", () => {
    const cells = Array.from({ length: 12 }, (_, n) => ({
      bucket: "m1",
      group: `g${n}`,
      pool: null,
      amount: String(12 - n),
    }));
    const groups = groupsOf(
      ["m1", "m2"],
      [...cells, { bucket: "m1", group: null, pool: null, amount: "100" }],
      [],
    );
    expect(groups.map(({ id }) => id)).toEqual([
      "g0",
      "g1",
      "g2",
      "g3",
      "g4",
      "g5",
      "g6",
      "g7",
      "(others)",
      "(unallocated)",
    ]);
    expect(groups.at(-2)).toMatchObject({ count: 4, total: "10", values: ["10", null], previous: null });
  });
});

describe("days", () => {
  it("cut spans into weeks and months", () => {
    expect(bucketsOf("2026-01-30", "2026-03-02", "month").map(({ from, to }) => [from, to])).toEqual([
      ["2026-01-30", "2026-02-01"],
      ["2026-02-01", "2026-03-01"],
      ["2026-03-01", "2026-03-02"],
    ]);
    // 2026-01-30 is a Friday.
    expect(bucketsOf("2026-01-30", "2026-02-10", "week").map(({ key }) => key)).toEqual([
      "2026-01-26",
      "2026-02-02",
      "2026-02-09",
    ]);
    expect(nextMonth("2026-12-31")).toBe("2027-01-01");
    expect(daysBetween("2026-03-28", "2026-03-30")).toBe(2);
  });

  it("are held against as many months before, or days, and of what is billed in part the same part", () => {
    expect(addMonths("2026-03-31", -1)).toBe("2026-03-01");
    expect(addMonths("2024-01-30", 1)).toBe("2024-03-01");
    expect(addMonths("2026-01-15", -13)).toBe("2024-12-15");
    const before = (from: string, to: string, billed: string | null) =>
      Object.values(spanBefore(from, to, billed));
    // A month that is over against all of the last one, however long either is.
    expect(before("2026-03-01", "2026-04-01", "2026-05-09")).toEqual(["2026-02-01", "2026-03-01"]);
    // November until the 25th against October until the 25th.
    expect(before("2026-11-01", "2026-12-01", "2026-11-25")).toEqual(["2026-10-01", "2026-10-26"]);
    expect(before("2026-09-01", "2026-12-01", "2026-11-25")).toEqual(["2026-06-01", "2026-08-26"]);
    // March until the 30th has no such day in February.
    expect(before("2026-03-01", "2026-04-01", "2026-03-30")).toEqual(["2026-02-01", "2026-03-01"]);
    // Ten days against ten, and their first four against four.
    expect(before("2026-03-11", "2026-03-21", null)).toEqual(["2026-03-01", "2026-03-11"]);
    expect(before("2026-03-11", "2026-03-21", "2026-03-14")).toEqual(["2026-03-01", "2026-03-05"]);
    // Nothing of it is billed.
    expect(before("2026-03-01", "2026-04-01", "2026-01-31")).toEqual(["2026-02-01", "2026-03-01"]);
  });
});

describe("an outlook", () => {
  it("adds the days that are missing at what days cost lately", () => {
    // Ten days at 10 of a month of thirty, and ten before it.
    const forecast = forecastMonth(Array<number>(20).fill(10), 10, 30);
    expect(forecast).toMatchObject({ soFar: 100, amount: 300, interval: [300, 300], insufficient: null });
    const uneven = forecastMonth([...Array<number>(14).keys()], 4, 30);
    // Mean of 0…13 is 6.5; 10 + 11 + 12 + 13 = 46; 26 days are missing.
    expect(uneven.amount).toBeCloseTo(46 + 26 * 6.5);
    // Variance 17.5: 1.96 · √(17.5 · (26 + 26²/14)).
    expect(uneven.interval![1] - uneven.amount!).toBeCloseTo(1.96 * Math.sqrt(17.5 * (26 + 676 / 14)));
  });

  it("says nothing of too few days, and the sum of a month that is over", () => {
    expect(forecastMonth([1, 2, 3], 3, 30)).toMatchObject({
      amount: null,
      insufficient: { have: 3, need: 7 },
    });
    expect(forecastMonth([1, 2], 2, 2)).toMatchObject({ amount: 3 });
  });
});
