/** Whoever is compared: what was measured before and after a date, on a scale on which differences mean something. */
export interface Unit {
  treated: boolean;
  before: number;
  after: number;
}

export interface Difference {
  estimate: number;
  /** 95 %, by percentiles of the bootstrap. */
  interval: [number, number];
  treated: number;
  others: number;
}

const DRAWS = 2_000;

/** Numbers from 0 to 1 that follow from the seed alone (mulberry32), so that the same events give the same interval. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

/**
 * How much more those changed who did something than those who did not: (after − before) of one less that of the other, with a
 * bootstrap interval over units (B. Efron, "Bootstrap methods", Annals of Statistics 7, 1979). It is an association: who begins
 * early may differ in other ways. Null where either side is empty.
 */
export function differenceInDifferences(units: readonly Unit[], seed = 1): Difference | null {
  const change = (side: boolean) => units.filter((u) => u.treated === side).map((u) => u.after - u.before);
  const [treated, others] = [change(true), change(false)];
  if (treated.length === 0 || others.length === 0) return null;
  const random = seeded(seed);
  const drawn = (from: number[]) => {
    let sum = 0;
    for (let i = 0; i < from.length; i += 1) sum += from[Math.floor(random() * from.length)]!;
    return sum / from.length;
  };
  const draws = Array.from({ length: DRAWS }, () => drawn(treated) - drawn(others)).sort((a, b) => a - b);
  return {
    estimate: mean(treated) - mean(others),
    interval: [draws[Math.floor(0.025 * DRAWS)]!, draws[Math.ceil(0.975 * DRAWS) - 1]!],
    treated: treated.length,
    others: others.length,
  };
}
