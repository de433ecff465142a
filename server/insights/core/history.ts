/** From when until when somebody belonged to a team, or a team owned something; half-open, `endsAt` null: still. */
export interface Period {
  team: string;
  startsAt: Date;
  endsAt: Date | null;
  /** By the API or a file, and not assumed from the catalog. */
  told: boolean;
}

/**
 * The team at a moment. Of several, the one that is preferred; else what was told, the newest first, as who tells of a move names
 * its beginning and often forgets the end of what was before; else the one that the catalog has had for the longest time; else
 * the first by name, so that the answer is always the same. Null: none.
 */
export function teamAt(periods: readonly Period[], at: Date, preferred: string | null = null): string | null {
  let best: Period | null = null;
  for (const period of periods) {
    if (period.startsAt > at || (period.endsAt !== null && period.endsAt <= at)) continue;
    if (best === null || isBefore(period, best, preferred)) best = period;
  }
  return best?.team ?? null;
}

function isBefore(a: Period, b: Period, preferred: string | null): boolean {
  if ((a.team === preferred) !== (b.team === preferred)) return a.team === preferred;
  if (a.told !== b.told) return a.told;
  const [since, other] = [a.startsAt.getTime(), b.startsAt.getTime()];
  if (since === other) return a.team < b.team;
  return a.told ? since > other : since < other;
}
