import type { EventSet } from "./events";
import type { PlainAsk } from "./facts";
import type { Window } from "./result";
import { dayNamed, startOfDay } from "./zone";

/** The developers of a scope in a window. */
export interface Developers {
  /** Who was there at any time. */
  people: number;
  /** How many there were on average, and of what they work. */
  headcount: number;
  fte: number;
}

export const NOBODY: Developers = { people: 0, headcount: 0, fte: 0 };

/** When a person was employed: from the begin of the first day to the end of the last one. */
export function employment(
  { hiredOn, leftOn }: { hiredOn: string | null; leftOn: string | null },
  zone: string,
): { from: number; to: number } {
  return {
    from: hiredOn === null ? -Infinity : startOfDay(dayNamed(hiredOn)!, zone).getTime(),
    to: leftOn === null ? Infinity : startOfDay(dayNamed(leftOn)! + 1, zone).getTime(),
  };
}

/** Length of what intervals cover together, each cut to the bounds, in ms. */
export function covered(intervals: readonly (readonly [number, number])[], from: number, to: number): number {
  let sum = 0;
  let reached = from;
  for (const [a, b] of [...intervals].sort((x, y) => x[0] - y[0])) {
    const begin = Math.max(a, reached);
    const end = Math.min(b, to);
    if (end > begin) {
      sum += end - begin;
      reached = end;
    }
  }
  return sum;
}

/** Developers of the teams by membership at each moment; of the organisation, whoever is employed. A bot is none. */
export function developersOf(
  events: EventSet,
  { teams, zone }: Pick<PlainAsk, "teams" | "zone">,
  window: Window,
): Developers {
  const length = window.to.getTime() - window.from.getTime();
  const found = { ...NOBODY };
  for (const person of events.people) {
    if (!person.isDeveloper || person.isBot) continue;
    const { from, to } = employment(person, zone);
    const spans =
      teams === null
        ? [[-Infinity, Infinity] as const]
        : events.memberships
            .filter((m) => m.personId === person.id && teams.includes(m.team))
            .map((m) => [m.startsAt.getTime(), m.endsAt?.getTime() ?? Infinity] as const);
    const there = covered(spans, Math.max(from, window.from.getTime()), Math.min(to, window.to.getTime()));
    if (there <= 0) continue;
    found.people += 1;
    found.headcount += there / length;
    found.fte += (person.fte * there) / length;
  }
  return found;
}
