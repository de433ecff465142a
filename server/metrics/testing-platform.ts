import { type EventSet, noEvents, type Person } from "./core/events";
import type { PlainAsk } from "./core/facts";

/** What tests of metrics of the platform are asked: four weeks of a March. */
export const ask: PlainAsk = {
  window: { from: new Date("2026-03-02T00:00:00Z"), to: new Date("2026-03-30T00:00:00Z") },
  teams: null,
  service: null,
  zone: "UTC",
  asOf: new Date("2026-04-01T00:00:00Z"),
};
export const DAY = 86_400;
export const at = (text: string) => new Date(`2026-03-${text}Z`);
export const set = (of: Partial<EventSet>): EventSet => ({ ...noEvents(), ...of });
export const person = (id: number, of: Partial<Person> = {}): Person => ({
  id,
  isDeveloper: true,
  isBot: false,
  fte: 1,
  hiredOn: null,
  leftOn: null,
  ...of,
});
export const people = [1, 2, 3, 4, 5].map((id) => person(id));
export const ticket = (id: number, of: object = {}) => ({
  id,
  service: null,
  team: "amber",
  openedAt: at("04T10:00:00"),
  isPlatform: true,
  automatic: false,
  actionIdentifier: null,
  handlingSeconds: null,
  runId: null,
  ...of,
});
