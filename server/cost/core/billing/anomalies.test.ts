import { describe, expect, it } from "vitest";
import { anomaliesOf } from "./anomalies";
import { addDays } from "./days";

const START = "2026-01-01";
const at = (n: number) => addDays(START, n);
const series = (amounts: readonly number[]) => [
  { group: "a", days: amounts.map((amount, n) => ({ day: at(n), amount })) },
];
/** Days of 98, 99, 100, 101, 102 and again: any 28 of them have a median of 100 and a median deviation of 1. */
const calm = (count: number, level = 100) => Array.from({ length: count }, (_, n) => level - 2 + (n % 5));
const odd = (amounts: readonly number[], { from = START, least = 1 } = {}) =>
  anomaliesOf(series(amounts), { from, least }).map(
    ({ kind, from, to, days, amount, expected, difference }) => ({
      kind,
      from,
      to,
      days,
      amount,
      expected,
      difference,
    }),
  );

describe("what is odd", () => {
  it("is the odd day and not the noise", () => {
    const amounts = [...calm(30), 180, ...calm(10)];
    expect(odd(amounts)).toEqual([
      { kind: "days", from: at(30), to: at(30), days: 1, amount: 180, expected: 100, difference: 80 },
    ]);
    // 0.6745 · 80 / 1.
    expect(anomaliesOf(series(amounts), { from: START, least: 1 })[0]!.score).toBeCloseTo(53.96);
  });

  it("begins at 3.5 deviations, counted as the score does", () => {
    // 0.6745 · 5 / 1 = 3.3725, 0.6745 · 6 / 1 = 4.047.
    expect(odd([...calm(30), 105])).toEqual([]);
    expect(odd([...calm(30), 106])).toHaveLength(1);
  });

  it("leaves alone what is too little, too early or too long ago", () => {
    const amounts = [...calm(30), 180, ...calm(10)];
    expect(odd(amounts, { least: 81 })).toEqual([]);
    expect(odd(amounts, { from: at(31) })).toEqual([]);
    expect(odd([...calm(13), 180])).toEqual([]);
    expect(odd([...calm(14), 180])).toHaveLength(1);
  });

  it("tells days that follow one another once, against what was usual before them", () => {
    // 150 + 160 + 170 + 140 = 620, which is 220 more than four days of 100.
    expect(odd([...calm(30), 150, 160, 170, 140, ...calm(10)])).toEqual([
      { kind: "days", from: at(30), to: at(33), days: 4, amount: 155, expected: 100, difference: 220 },
    ]);
  });

  it("goes on over two usual days, and not over three", () => {
    expect(odd([...calm(30), 150, 100, 100, 150, ...calm(10)])).toMatchObject([
      { from: at(30), to: at(33), days: 2, difference: 100 },
    ]);
    expect(odd([...calm(30), 150, 100, 100, 100, 150, ...calm(10)])).toHaveLength(2);
  });

  it("tells what is less than usual apart from what is more", () => {
    expect(odd([...calm(30), 150, 50, ...calm(10)])).toMatchObject([
      { from: at(31), to: at(31), amount: 50, difference: -50 },
      { from: at(30), to: at(30), amount: 150, difference: 50 },
    ]);
  });
});

describe("a new level", () => {
  it("is told once, with the day on which it begins, however long it lasts", () => {
    // Sixty days of 200 beside thirty of 100: 60 · 100 more.
    const amounts = [...calm(30), ...calm(60, 200)];
    expect(odd(amounts)).toEqual([
      { kind: "level", from: at(30), to: at(89), days: 60, amount: 200, expected: 100, difference: 6000 },
    ]);
    expect(odd(amounts, { from: at(31) })).toEqual([]);
  });

  it("is one from its seventh day on; until then it is a spell of odd days", () => {
    expect(odd([...calm(30), ...calm(6, 200)])).toMatchObject([{ kind: "days", days: 6 }]);
    expect(odd([...calm(30), ...calm(7, 200)])).toMatchObject([{ kind: "level", days: 7 }]);
  });

  it("has odd days of its own", () => {
    const amounts = [...calm(30), ...calm(20, 200), 290, ...calm(10, 200)];
    expect(odd(amounts)).toMatchObject([
      { kind: "days", from: at(50), to: at(50), expected: 200, difference: 90 },
      { kind: "level", from: at(30), days: 31, amount: 200 },
    ]);
  });

  it("ends with another: what comes back after weeks is a change too", () => {
    const amounts = [...calm(30), ...calm(20, 200), ...calm(30)];
    expect(odd(amounts)).toEqual([
      { kind: "level", from: at(50), to: at(79), days: 30, amount: 100, expected: 200, difference: -3000 },
      { kind: "level", from: at(30), to: at(49), days: 20, amount: 200, expected: 100, difference: 2000 },
    ]);
  });

  it("is taken to vary as what was before it until there is enough of it", () => {
    // Seven days alike, then one that differs by 5: 0.6745 · 5 / 1 is not odd, though the seven have no deviation at all.
    expect(odd([...calm(30), ...Array<number>(7).fill(200), 205])).toMatchObject([
      { kind: "level", days: 8 },
    ]);
  });

  it("is found at a cost that begins, and at one that ends", () => {
    const amounts = [
      ...Array<number>(20).fill(0),
      ...Array<number>(40).fill(10),
      ...Array<number>(10).fill(0),
    ];
    expect(odd(amounts)).toMatchObject([
      { kind: "level", from: at(60), amount: 0, expected: 10, difference: -100 },
      { kind: "level", from: at(20), amount: 10, expected: 0, difference: 400 },
    ]);
  });
});

describe("a week", () => {
  const weeks = (count: number, [workday, weekend]: [number, number]) =>
    Array.from({ length: count * 7 }, (_, n) => (n % 7 < 5 ? workday : weekend));

  it("may have days that cost less each time", () => {
    expect(odd(weeks(8, [100, 40]))).toEqual([]);
  });

  it("has an odd day where one is not as it is each week", () => {
    const amounts = weeks(8, [100, 40]);
    // A day of the sixth weekend is dear, which is 360 more than such a day has come to, and a workday of the seventh week costs nothing at all.
    amounts[5 * 7 + 6] = 400;
    amounts[6 * 7 + 4] = 0;
    expect(odd(amounts)).toMatchObject([
      { from: at(6 * 7 + 4), to: at(6 * 7 + 4), difference: -100 },
      { from: at(5 * 7 + 6), to: at(5 * 7 + 6), difference: 360 },
    ]);
  });

  it("moves to a new level as a whole", () => {
    expect(odd([...weeks(5, [100, 40]), ...weeks(5, [200, 80])])).toMatchObject([
      { kind: "level", from: at(35), days: 35, amount: 200, expected: 100 },
    ]);
  });
});
