import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differenceInDifferences } from "./difference";
import { kaplanMeier } from "./kaplan-meier";
import { netPromoters } from "./nps";
import { percentileDisc, quantilesOf } from "./percentile";
import { theilSen } from "./theil-sen";
import { wilson } from "./wilson";

describe("percentiles", () => {
  it("are values of the sample", () => {
    expect(percentileDisc([4, 1, 3, 2], 0.5)).toBe(2);
    expect(percentileDisc([5, 1, 3], 0.5)).toBe(3);
    expect(percentileDisc([7], 0.9)).toBe(7);
    expect(percentileDisc([], 0.5)).toBeNull();
    expect(quantilesOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toEqual({ p50: 5, p75: 8, p90: 9 });
  });

  it("have at least their share at or below, and less without them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (sample, fraction) => {
          const value = percentileDisc(sample, fraction)!;
          expect(sample).toContain(value);
          expect(sample.filter((v) => v <= value).length / sample.length).toBeGreaterThanOrEqual(
            fraction - 1e-12,
          );
          expect(sample.filter((v) => v < value).length / sample.length).toBeLessThan(fraction);
        },
      ),
    );
  });
});

describe("Wilson's interval", () => {
  it("is what the formula gives by hand", () => {
    // p = 0.1, n = 50: centre (0.1 + 3.8416/100) / 1.076832, spread 1.96·√(0.09/50 + 3.8416/10000) / 1.076832.
    const [low, high] = wilson(5, 50)!;
    expect(low).toBeCloseTo(0.04348, 4);
    expect(high).toBeCloseTo(0.21361, 4);
  });

  it("has an end at 0 and 1 where nothing or everything hit, and none of nothing", () => {
    expect(wilson(0, 10)![0]).toBe(0);
    expect(wilson(0, 10)![1]).toBeCloseTo(3.8416 / 13.8416, 10);
    expect(wilson(10, 10)![1]).toBe(1);
    expect(wilson(0, 0)).toBeUndefined();
  });

  it("holds the share, within 0 and 1, and narrows with more", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, share) => {
          const hits = Math.round(n * share);
          const [low, high] = wilson(hits, n)!;
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(low).toBeLessThanOrEqual(hits / n);
          expect(high).toBeGreaterThanOrEqual(hits / n);
          const [nearer, farther] = wilson(hits * 4, n * 4)!;
          expect(farther - nearer).toBeLessThan(high - low);
        },
      ),
    );
  });
});

describe("the median with those who wait", () => {
  const had = (time: number) => ({ time, happened: true });
  const waits = (time: number) => ({ time, happened: false });

  it("is the plain median where nobody waits", () => {
    expect(kaplanMeier([had(3), had(1), had(2)])).toEqual({ median: 2, waiting: 0, n: 3 });
  });

  it("counts those who wait as long as they are seen", () => {
    // S(2) = 4/5; 3 leaves; S(5) = 4/5·2/3 = 8/15; S(7) = 8/15·1/2 = 4/15.
    expect(kaplanMeier([had(2), waits(3), had(5), had(7), waits(9)])).toEqual({
      median: 7,
      waiting: 0.4,
      n: 5,
    });
  });

  it("is not reached where more than half still wait", () => {
    expect(kaplanMeier([had(1), waits(4), waits(4)]).median).toBeNull();
    expect(kaplanMeier([])).toEqual({ median: null, waiting: 0, n: 0 });
  });

  it("lets happen what happens before those leave who waited as long", () => {
    expect(kaplanMeier([had(4), waits(4)]).median).toBe(4);
  });

  it("is never before what would be the median were all waiting over", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ time: fc.integer({ min: 0, max: 40 }), happened: fc.boolean() }), {
          minLength: 1,
        }),
        (sample) => {
          const { median } = kaplanMeier(sample);
          const all = percentileDisc(
            sample.map((s) => s.time),
            0.5,
          )!;
          return median === null || median >= all;
        },
      ),
    );
  });
});

describe("Theil and Sen's slope", () => {
  it("is the median of the slopes between any two points", () => {
    expect(
      theilSen([
        [0, 1],
        [1, 3],
        [2, 5],
      ]),
    ).toBe(2);
    // Slopes 1, 1, 33, 1, 49, 97: one outlier makes no trend.
    expect(
      theilSen([
        [0, 0],
        [1, 1],
        [2, 2],
        [3, 99],
      ]),
    ).toBe((1 + 33) / 2);
    expect(theilSen([[0, 5]])).toBeNull();
    expect(theilSen([])).toBeNull();
  });

  it("finds a line", () => {
    fc.assert(
      fc.property(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 2, max: 20 }), (slope, n) => {
        expect(theilSen(Array.from({ length: n }, (_, x) => [x, 3 + slope * x]))).toBeCloseTo(slope, 10);
      }),
    );
  });
});

describe("promoters less detractors", () => {
  it("counts whole numbers from 0 to 10 alone", () => {
    const found = netPromoters([10, 9, 8, 7, 6, 0, 10, 10, 5, 8, 11, 7.5])!;
    expect(found).toMatchObject({ score: 10, promoters: 4, detractors: 3, n: 10 });
    // 196·√((0.4 + 0.3 − 0.01) / 10) = 51.48…
    expect(found.interval[0]).toBeCloseTo(10 - 51.4845, 3);
    expect(found.interval[1]).toBeCloseTo(10 + 51.4845, 3);
    expect(netPromoters([11, -1])).toBeNull();
  });

  it("is certain where all answer alike", () => {
    expect(netPromoters([10, 10, 9])).toMatchObject({ score: 100, interval: [100, 100] });
  });
});

describe("difference in differences", () => {
  const unit = (treated: boolean, before: number, after: number) => ({ treated, before, after });

  it("is what those changed more who did it", () => {
    const units = [unit(true, 1, 4), unit(true, 2, 5), unit(false, 1, 2), unit(false, 3, 4)];
    expect(differenceInDifferences(units)).toEqual({ estimate: 2, interval: [2, 2], treated: 2, others: 2 });
  });

  it("gives the same interval for the same events, around the estimate", () => {
    const units = [0, 1, 2, 3, 4, 5].map((n) => unit(n % 2 === 0, n, n * n));
    const first = differenceInDifferences(units, 7)!;
    expect(differenceInDifferences(units, 7)).toEqual(first);
    expect(first.interval[0]).toBeLessThanOrEqual(first.estimate);
    expect(first.interval[1]).toBeGreaterThanOrEqual(first.estimate);
  });

  it("is nothing without both sides", () => {
    expect(differenceInDifferences([unit(true, 1, 2)])).toBeNull();
  });
});
