import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fullWeeks, resolveRange, spanInWords, spanUntil, weeksIn, widened } from "./range";
import { INTERVALS } from "./zone";

const ZONE = "Europe/Berlin";
/** A Wednesday. */
const NOW = new Date("2026-04-15T10:00:00Z");
const shown = ({ from, to }: { from: Date; to: Date }) => [from.toISOString(), to.toISOString()];

describe("a range", () => {
  it("of weeks is the whole ISO weeks that are over, and the one under way is partial", () => {
    const range = resolveRange({ last: "12w" }, ZONE, NOW);
    expect(shown(range.window)).toEqual(["2026-01-18T23:00:00.000Z", "2026-04-12T22:00:00.000Z"]);
    expect(shown(range.previous)).toEqual(["2025-10-26T23:00:00.000Z", "2026-01-18T23:00:00.000Z"]);
    expect(range.interval).toBe("week");
    expect(range.buckets).toHaveLength(13);
    expect(range.buckets.map((b) => b.partial)).toEqual([...Array<boolean>(12).fill(false), true]);
    expect(weeksIn(range.window, ZONE)).toBe(12);
    expect(weeksIn(range.previous, ZONE)).toBe(12);
  });

  it("of days, months and quarters alike", () => {
    expect(shown(resolveRange({ last: "28d" }, ZONE, NOW).window)).toEqual([
      "2026-03-17T23:00:00.000Z",
      "2026-04-14T22:00:00.000Z",
    ]);
    expect(shown(resolveRange({ last: "3m" }, ZONE, NOW).window)).toEqual([
      "2025-12-31T23:00:00.000Z",
      "2026-03-31T22:00:00.000Z",
    ]);
    expect(shown(resolveRange({ last: "1q" }, ZONE, NOW).window)).toEqual([
      "2025-12-31T23:00:00.000Z",
      "2026-03-31T22:00:00.000Z",
    ]);
  });

  it("of one's own begins and ends with the days that are named, the last excluded", () => {
    const range = resolveRange({ from: "2026-03-01", to: "2026-04-01" }, ZONE, NOW);
    expect(shown(range.window)).toEqual(["2026-02-28T23:00:00.000Z", "2026-03-31T22:00:00.000Z"]);
    expect(shown(range.previous)).toEqual(["2026-01-28T23:00:00.000Z", "2026-02-28T23:00:00.000Z"]);
    expect(range.buckets).toHaveLength(31);
    expect(weeksIn(range.window, ZONE)).toBeCloseTo(31 / 7, 10);
  });

  it("ends now where its end is to come, and says that the bucket is not over", () => {
    const range = resolveRange({ from: "2026-04-13", to: "2026-04-20" }, ZONE, NOW);
    expect(range.window.to).toEqual(NOW);
    expect(range.buckets.map((b) => b.partial)).toEqual([false, false, true]);
  });

  it("that cuts a week says so", () => {
    const range = resolveRange({ from: "2026-03-04", to: "2026-03-16" }, ZONE, NOW, "week");
    expect(range.buckets.map((b) => [...shown(b), b.partial])).toEqual([
      ["2026-03-03T23:00:00.000Z", "2026-03-08T23:00:00.000Z", true],
      ["2026-03-08T23:00:00.000Z", "2026-03-15T23:00:00.000Z", false],
    ]);
  });

  it("of instants is compared with one as long", () => {
    const range = resolveRange({ from: "2026-03-04T10:00:00Z", to: "2026-03-04T13:00:00+01:00" }, ZONE, NOW);
    expect(shown(range.window)).toEqual(["2026-03-04T10:00:00.000Z", "2026-03-04T12:00:00.000Z"]);
    expect(shown(range.previous)).toEqual(["2026-03-04T08:00:00.000Z", "2026-03-04T10:00:00.000Z"]);
  });

  it.each([
    [{ last: "twelve weeks" }, /not a span/],
    [{ last: "0w" }, /not a span/],
    [{ from: "2026-03-01", to: "2026-03-01" }, /empty/],
    [{ from: "2026-03-01", to: "2026-02-30" }, /neither a date/],
    [{ from: "2026-03-01T10:00:00", to: "2026-03-02" }, /neither a date/],
    [{ from: "2027-03-01", to: "2027-03-02" }, /future/],
    [{ last: "9999d" }, /more than 400/],
  ])("that cannot be read is refused: %j", (range, why) => {
    expect(() => resolveRange(range, ZONE, NOW, "day")).toThrow(why);
  });

  it("has buckets without gap or overlap that fill its window", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom("d", "w", "m"),
        fc.constantFrom(...INTERVALS),
        fc.constantFrom("Europe/Berlin", "America/Sao_Paulo", "UTC", "Australia/Lord_Howe"),
        (count, unit, interval, zone) => {
          fc.pre(!(unit === "m" && interval === "day" && count > 12));
          const { window, buckets, previous } = resolveRange(
            { last: `${count}${unit}` },
            zone,
            NOW,
            interval,
          );
          expect(buckets[0]!.from).toEqual(window.from);
          buckets.slice(1).forEach((b, n) => expect(b.from).toEqual(buckets[n]!.to));
          expect(buckets.at(-1)!.to >= window.to).toBe(true);
          expect(previous.to).toEqual(window.from);
        },
      ),
    );
  });
});

describe("whole weeks", () => {
  it("are those that begin and end within", () => {
    const window = { from: new Date("2026-03-04T00:00:00Z"), to: new Date("2026-03-22T23:00:00Z") };
    expect(fullWeeks(window, ZONE).map(shown)).toEqual([
      ["2026-03-08T23:00:00.000Z", "2026-03-15T23:00:00.000Z"],
      ["2026-03-15T23:00:00.000Z", "2026-03-22T23:00:00.000Z"],
    ]);
  });

  it("count as one though an hour is missing or doubled", () => {
    const spring = { from: new Date("2026-03-22T23:00:00Z"), to: new Date("2026-03-29T22:00:00Z") };
    const autumn = { from: new Date("2026-10-18T22:00:00Z"), to: new Date("2026-10-25T23:00:00Z") };
    expect([weeksIn(spring, ZONE), weeksIn(autumn, ZONE)]).toEqual([1, 1]);
  });
});

describe("a window as long as a metric needs", () => {
  const range = (from: string, to: string) => resolveRange({ from, to }, ZONE, NOW);

  it("of weeks counts back from the end of the range, over a change of clocks", () => {
    const found = widened(range("2026-03-09", "2026-04-06"), "26w")!;
    expect(shown(found.window)).toEqual(["2025-10-05T22:00:00.000Z", "2026-04-05T22:00:00.000Z"]);
    expect(weeksIn(found.window, ZONE)).toBe(26);
    expect(found.previous.to).toEqual(found.window.from);
    expect(weeksIn(found.previous, ZONE)).toBe(26);
  });

  it("of months and quarters is whole ones, with the one that the range ends in", () => {
    const months = (to: string) => shown(spanUntil(range("2026-01-01", to).window.to, "3m", ZONE).window)[0];
    expect(months("2026-04-01")).toBe("2025-12-31T23:00:00.000Z");
    expect(months("2026-04-13")).toBe("2025-12-31T23:00:00.000Z");
    expect(shown(spanUntil(range("2026-01-01", "2026-02-10").window.to, "2q", ZONE).window)).toEqual([
      "2025-06-30T22:00:00.000Z",
      "2026-02-09T23:00:00.000Z",
    ]);
  });

  it("is none where the range is as long", () => {
    expect(widened(range("2025-10-06", "2026-04-06"), "26w")).toBeNull();
    expect(widened(resolveRange({ last: "12m" }, ZONE, NOW), "12m")).toBeNull();
  });

  it("is told in words", () => {
    expect(["26w", "1m", "2q"].map(spanInWords)).toEqual(["26 weeks", "1 month", "2 quarters"]);
    expect(() => spanInWords("x")).toThrow(/no span|not a span/);
  });
});
