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
  /** Of teams: the fewest at once, while there was anybody. */
  fewest?: number;
}

export const NOBODY: Developers = { people: 0, headcount: 0, fte: 0 };

/** The fewest of these intervals that hold at once, where any does. */
export function fewestOf(intervals: readonly (readonly [number, number])[]): number {
  const turns = new Map<number, number>();
  for (const [from, to] of intervals) {
    turns.set(from, (turns.get(from) ?? 0) + 1);
    turns.set(to, (turns.get(to) ?? 0) - 1);
  }
  let there = 0;
  let fewest = Infinity;
  for (const [, change] of [...turns].sort(([a], [b]) => a - b)) {
    there += change;
    if (there > 0) fewest = Math.min(fewest, there);
  }
  return fewest === Infinity ? 0 : fewest;
}

/** The same intervals, those that touch or overlap as one. */
function joined(intervals: readonly (readonly [number, number])[]): [number, number][] {
  const whole: [number, number][] = [];
  for (const [from, to] of [...intervals].sort((x, y) => x[0] - y[0])) {
    const last = whole.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else if (to > from) whole.push([from, to]);
  }
  return whole;
}

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
  const present: (readonly [number, number])[] = [];
  for (const person of events.people) {
    if (!person.isDeveloper || person.isBot) continue;
    const { from, to } = employment(person, zone);
    const spans =
      teams === null
        ? [[-Infinity, Infinity] as const]
        : events.memberships
            .filter((m) => m.personId === person.id && teams.includes(m.team))
            .map((m) => [m.startsAt.getTime(), m.endsAt?.getTime() ?? Infinity] as const);
    const [begin, end] = [Math.max(from, window.from.getTime()), Math.min(to, window.to.getTime())];
    const there = covered(spans, begin, end);
    if (there <= 0) continue;
    present.push(...joined(spans.map(([a, b]): [number, number] => [Math.max(a, begin), Math.min(b, end)])));
    found.people += 1;
    found.headcount += there / length;
    found.fte += (person.fte * there) / length;
  }
  return teams === null ? found : { ...found, fewest: fewestOf(present) };
}
