import type { EventSet } from "./core/events";

/** Adds look-ups, tickets of those who looked something up, and actions with and without a baseline. */
export function addSignals(events: EventSet, random: () => number, at: () => Date): void {
  const of = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const day = () => at().toISOString().slice(0, 10);
  for (const { id } of events.people)
    for (const on of new Set([day(), day()]))
      if (random() < 0.8) events.lookups.push({ personId: id, day: on });
  if (events.people.length)
    for (const ticket of events.tickets) if (random() < 0.6) ticket.openedById = of(events.people).id;
  for (const { personId, day: on } of events.lookups)
    if (random() < 0.3 && events.tickets.length)
      Object.assign(of(events.tickets), { openedById: personId, openedAt: new Date(`${on}T10:00:00Z`) });
  events.actions.push(
    { identifier: "create-service", manualMinutes: of([45, 200]) },
    { identifier: "create-bucket", manualMinutes: random() < 0.5 ? 30 : null },
  );
}
