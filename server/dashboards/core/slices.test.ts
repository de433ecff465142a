import { describe, expect, it } from "vitest";
import { bucketsOf, endOf } from "./buckets";
import { blueprintOf, both, restOf } from "./slices";

const of = (...rules: never[]) => ({ combinator: "and" as const, rules });

describe("queries of slices", () => {
  it("find the blueprint that they are about", () => {
    const service = { property: "$blueprint", operator: "=", value: "service" } as never;
    expect(blueprintOf(of(service))).toBe("service");
    expect(blueprintOf(of(of(service) as never))).toBe("service");
    expect(blueprintOf({ combinator: "or", rules: [service, service] })).toBeNull();
    expect(blueprintOf(of())).toBeNull();
  });

  it("are joined without empty parts", () => {
    const one = of({ property: "a", operator: "isEmpty" } as never);
    expect(both(one, of(), null)).toEqual(one);
    expect(both(one, one).rules).toHaveLength(2);
    expect(both()).toEqual(of());
  });

  it("leave out what other parts show", () => {
    expect(restOf({ property: "a" }, ["x", null]).rules).toEqual([
      { property: "a", operator: "notIn", value: ["x"] },
      { property: "a", operator: "isNotEmpty" },
    ]);
  });
});

describe("units of time", () => {
  it("end where the next begins, also when clocks change", () => {
    const at = (text: string) => Date.parse(text);
    expect(endOf(at("2026-03-28T23:00:00Z"), "day", "Europe/Berlin")).toBe(at("2026-03-29T22:00:00Z"));
    expect(endOf(at("2026-10-24T22:00:00Z"), "day", "Europe/Berlin")).toBe(at("2026-10-25T23:00:00Z"));
    expect(endOf(at("2026-03-22T23:00:00Z"), "isoWeek", "Europe/Berlin")).toBe(at("2026-03-29T22:00:00Z"));
    expect(endOf(at("2026-01-01T00:00:00Z"), "quarter", "UTC")).toBe(at("2026-04-01T00:00:00Z"));
  });

  it("are partial where the span cuts them, and hours show the clock of the zone", () => {
    const starts = [0, 1, 2].map((n) => Date.parse("2026-07-01T10:00:00Z") + n * 3_600_000);
    const buckets = bucketsOf(starts, { from: starts[0]! + 1, to: starts[2]! + 5 }, "hour", "Asia/Kolkata");
    expect(buckets.map(({ partial }) => partial)).toEqual([true, false, true]);
    expect(buckets[0]!.from).toBe("2026-07-01T15:30:00+05:30");
    expect(Date.parse(buckets[0]!.from)).toBe(starts[0]);
  });
});
