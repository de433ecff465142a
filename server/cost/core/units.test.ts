import { describe, expect, it } from "vitest";
import { savingOf } from "./savings";
import { perUnit, unitCountsSchema, unitInputSchema } from "./units";

describe("what one of a unit costs", () => {
  it.each([
    ["100", "8", "12.5"],
    ["1", "3", "0.3333"],
    ["-10", "4", "-2.5"],
    ["0", "4", "0"],
    ["10", "0", null],
    [null, "3", null],
    ["3", null, null],
    ["10", "2.5", "4"],
  ])("%s for %s is %s", (amount, units, one) => {
    expect(perUnit(amount, units)).toBe(one);
  });

  it("is of a unit that the portal does not count already", () => {
    expect(unitInputSchema.safeParse({ identifier: "runs", title: "Runs" }).success).toBe(false);
    expect(unitInputSchema.safeParse({ identifier: "active-users", title: "Active users" }).success).toBe(
      true,
    );
  });

  it("takes each month and team once, and no negative count", () => {
    const valid = (...counts: unknown[]) => unitCountsSchema.safeParse(counts).success;
    expect(valid({ month: "2026-01", count: 5 }, { month: "2026-01", count: "5.5", team: "a" })).toBe(true);
    expect(valid({ month: "2026-01", count: 5 }, { month: "2026-01", count: 6 })).toBe(false);
    expect(valid({ month: "2026-01", count: -1 })).toBe(false);
    expect(valid({ month: "2026-13", count: 1 })).toBe(false);
  });
});

describe("what a destruction saved", () => {
  const thing = {
    runId: "r",
    blueprint: "environment",
    entity: "pr-7",
    title: null,
    team: "a",
    by: "lifetime" as const,
    monthly: "300",
    currency: "EUR",
  };

  it("is the rest of its month, and nothing beyond", () => {
    // The 21st of a month of 30 days begins: ten days of thirty are left.
    expect(savingOf({ ...thing, endedAt: new Date("2026-06-21T00:00:00Z") })).toMatchObject({
      hours: 240,
      saved: "100",
    });
    expect(savingOf({ ...thing, endedAt: new Date("2026-02-28T23:59:00Z") })).toMatchObject({
      saved: "0.0074",
    });
    expect(savingOf({ ...thing, endedAt: new Date("2026-12-01T00:00:00Z") })).toMatchObject({
      hours: 744,
      saved: "300",
    });
  });

  it("is not claimed where no monthly cost, or no one currency, is known", () => {
    const endedAt = new Date("2026-06-21T00:00:00Z");
    expect(savingOf({ ...thing, monthly: null, endedAt }).saved).toBeNull();
    expect(savingOf({ ...thing, currency: null, endedAt }).saved).toBeNull();
  });
});
