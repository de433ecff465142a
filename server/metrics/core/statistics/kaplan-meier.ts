/** Something that takes time: how long it took, or how long it has taken so far where it has not happened yet. */
export interface Waiting {
  /** At least 0, in any unit. */
  time: number;
  happened: boolean;
}

export interface Survival {
  /** When half of all had it, those counted that still wait; null where fewer than half have. */
  median: number | null;
  /** The share for which it has not happened. */
  waiting: number;
  n: number;
}

/**
 * The median of a product-limit estimate (E. L. Kaplan, P. Meier, "Nonparametric estimation from incomplete observations",
 * JASA 53, 1958). Leaving out what has not happened yet would make everything look quick.
 */
export function kaplanMeier(sample: readonly Waiting[]): Survival {
  // What happens at a time happens before those who wait as long are lost from sight.
  const sorted = [...sample].sort((a, b) => a.time - b.time);
  let atRisk = sorted.length;
  let survival = 1;
  let median: number | null = null;
  for (let i = 0; i < sorted.length;) {
    const { time } = sorted[i]!;
    let happened = 0;
    let gone = 0;
    for (; i < sorted.length && sorted[i]!.time === time; i += 1) {
      gone += 1;
      if (sorted[i]!.happened) happened += 1;
    }
    survival *= 1 - happened / atRisk;
    atRisk -= gone;
    // 1e-12: a product of fractions that is one half on paper.
    if (happened > 0 && survival <= 0.5 + 1e-12) {
      median = time;
      break;
    }
  }
  const waiting = sample.filter((one) => !one.happened).length;
  return { median, waiting: sample.length ? waiting / sample.length : 0, n: sample.length };
}
