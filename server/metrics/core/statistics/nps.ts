export interface NetPromoters {
  /** From -100 to 100. */
  score: number;
  /** 95 %. */
  interval: [number, number];
  promoters: number;
  detractors: number;
  n: number;
}

/**
 * Share of 9 and 10 less share of 0 to 6, times 100, with the normal interval of a difference of two shares of one sample:
 * 1.96 · √((p + d − (p − d)²) / n). Answers that are no whole number from 0 to 10 do not count. Null of nothing.
 */
export function netPromoters(answers: readonly number[]): NetPromoters | null {
  const valid = answers.filter((a) => Number.isInteger(a) && a >= 0 && a <= 10);
  const n = valid.length;
  if (n === 0) return null;
  const promoters = valid.filter((a) => a >= 9).length;
  const detractors = valid.filter((a) => a <= 6).length;
  return { ...promotersOf(promoters, detractors, n), promoters, detractors, n };
}

/** The same of counts; `n` is at least 1. */
export function promotersOf(
  promoters: number,
  detractors: number,
  n: number,
): Pick<NetPromoters, "score" | "interval"> {
  const p = promoters / n;
  const d = detractors / n;
  const spread = 196 * Math.sqrt(Math.max(0, p + d - (p - d) ** 2) / n);
  const score = (100 * (promoters - detractors)) / n;
  return { score, interval: [Math.max(-100, score - spread), Math.min(100, score + spread)] };
}
