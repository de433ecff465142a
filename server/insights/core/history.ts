/** From when until when somebody belonged to a team, or a team owned something; half-open, `endsAt` null: still. */
export interface Period {
  team: string;
  startsAt: Date;
  endsAt: Date | null;
}

/**
 * The team at a moment. Of several, the one that is preferred, else the one since the longest time, else the first by name, so
 * that the answer is always the same. Null: none.
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
  const [since, other] = [a.startsAt.getTime(), b.startsAt.getTime()];
  return since === other ? a.team < b.team : since < other;
}
