import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addIntervals,
  dateOf,
  type Day,
  dayNamed,
  dayOf,
  INTERVALS,
  isZone,
  startOf,
  startOfDay,
} from "./zone";

const day = (date: string): Day => dayNamed(date)!;
const hours = (date: string, zone: string) =>
  (startOfDay(day(date) + 1, zone).getTime() - startOfDay(day(date), zone).getTime()) / 3_600_000;

describe("days of a zone", () => {
  it("have 23 and 25 hours where clocks change", () => {
    expect(hours("2026-03-28", "Europe/Berlin")).toBe(24);
    expect(hours("2026-03-29", "Europe/Berlin")).toBe(23);
    expect(hours("2026-10-25", "Europe/Berlin")).toBe(25);
    expect(startOfDay(day("2026-03-29"), "Europe/Berlin").toISOString()).toBe("2026-03-28T23:00:00.000Z");
    expect(startOfDay(day("2026-03-30"), "Europe/Berlin").toISOString()).toBe("2026-03-29T22:00:00.000Z");
  });

  it("begin at their first instant where midnight is skipped or comes twice", () => {
    expect(startOfDay(day("2018-11-04"), "America/Sao_Paulo").toISOString()).toBe("2018-11-04T03:00:00.000Z");
    expect(hours("2018-11-04", "America/Sao_Paulo")).toBe(23);
    expect(startOfDay(day("2024-10-27"), "Atlantic/Azores").toISOString()).toBe("2024-10-27T00:00:00.000Z");
    expect(hours("2024-10-27", "Atlantic/Azores")).toBe(25);
  });

  it("are empty where a zone crossed the date line", () => {
    expect(hours("2011-12-30", "Pacific/Apia")).toBe(0);
    expect(hours("2011-12-31", "Pacific/Apia")).toBe(24);
  });

  it("know zones", () => {
    expect(isZone("Asia/Kolkata")).toBe(true);
    expect(isZone("Middle/Earth")).toBe(false);
  });

  it("hold each instant once", () => {
    const zones = ["UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Chatham"];
    fc.assert(
      fc.property(
        fc.integer({ min: Date.parse("2015-01-01"), max: Date.parse("2035-01-01") }),
        fc.constantFrom(...zones),
        (ms, zone) => {
          const at = new Date(ms);
          const of = dayOf(at, zone);
          return startOfDay(of, zone) <= at && at < startOfDay(of + 1, zone);
        },
      ),
    );
  });
});

describe("intervals", () => {
  it("begin on Monday, the first of the month and of the quarter", () => {
    expect(INTERVALS.map((i) => dateOf(startOf(i, day("2026-03-01"))))).toEqual([
      "2026-03-01",
      "2026-02-23",
      "2026-03-01",
      "2026-01-01",
    ]);
    expect(dateOf(startOf("week", day("1969-12-31")))).toBe("1969-12-29");
    expect(dateOf(startOf("quarter", day("2026-12-31")))).toBe("2026-10-01");
  });

  it("are added across years", () => {
    expect(dateOf(addIntervals("month", day("2025-11-01"), 3))).toBe("2026-02-01");
    expect(dateOf(addIntervals("quarter", day("2026-01-01"), -1))).toBe("2025-10-01");
    expect(dateOf(addIntervals("week", day("2025-12-29"), 1))).toBe("2026-01-05");
  });

  it("are read from dates alone that there are", () => {
    expect(dayNamed("2026-02-29")).toBeNull();
    expect(dayNamed("2028-02-29")).not.toBeNull();
    expect(dayNamed("2026-1-1")).toBeNull();
  });
});
