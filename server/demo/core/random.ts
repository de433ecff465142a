/** Numbers that look like chance and are the same each time: one stream for each name. */
export interface Chance {
  /** From 0 to 1, without 1. */
  next(): number;
  /** True so often. */
  chance(probability: number): boolean;
  /** Whole, both ends included. */
  whole(from: number, to: number): number;
  between(from: number, to: number): number;
  pick<T>(of: readonly T[]): T;
  /** One of them, as often as its weight says. */
  weighted<T>(of: readonly T[], weight: (one: T) => number): T;
  /** Around a median, never negative, with a long tail; `spread` of 0.5 has one in six at more than 1.6 times the median. */
  around(median: number, spread: number): number;
}

/** The stream of a name. */
export function chanceOf(name: string): Chance {
  // FNV-1a gives the seed, mulberry32 the numbers.
  let state = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) state = Math.imul(state ^ name.charCodeAt(at), 0x01000193);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (from: number, to: number) => from + next() * (to - from);
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: (of) => of[Math.floor(next() * of.length)]!,
    weighted(of, weight) {
      let left = next() * of.reduce((all, one) => all + weight(one), 0);
      return of.find((one) => (left -= weight(one)) < 0) ?? of[of.length - 1]!;
    },
    // Box and Muller.
    around: (median, spread) =>
      median * Math.exp(spread * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())),
  };
}
