import { type Calendar } from "./calendar";
import { DEMO_PEOPLE, developersOn, teamOn } from "./people";
import { chanceOf } from "./random";
import { DEMO_TEAMS, hasAdopted, isBad } from "./teams";

export interface Visit {
  day: string;
  email: string;
}
export interface ToolUse extends Visit {
  tool: string;
}
export interface TimeEntry {
  team: string;
  /** The Monday. */
  week: string;
  category: string;
  share: number;
  fte: number;
}

const teamNamed = (identifier: string) => DEMO_TEAMS.find((one) => one.identifier === identifier)!;

/** Days on which people opened the portal. */
export function visits(calendar: Calendar): Visit[] {
  const all: Visit[] = [];
  for (let offset = calendar.first; offset < 0; offset++) {
    if (!calendar.isWorkday(offset)) continue;
    for (const person of DEMO_PEOPLE) {
      const team = teamOn(person, offset);
      if (person.isAccount || team === null) continue;
      const often = team === "platform" ? 0.7 : hasAdopted(teamNamed(team), offset) ? 0.28 : 0.015;
      if (chanceOf(`visit:${person.email}:${offset}`).chance(often))
        all.push({ day: calendar.date(offset), email: person.email });
    }
  }
  return all;
}

const BEFORE = [
  "chat",
  "code",
  "tracker",
  "pipelines",
  "cloud-console",
  "wiki",
  "vault",
  "tickets",
  "monitoring",
];
const AFTER = ["chat", "code", "tracker", "portal", "monitoring", "wiki", "tickets"];

/** Tools that people used in a week, each on one day of it: with the platform there are fewer places to go to. */
export function toolUses(calendar: Calendar): ToolUse[] {
  const all: ToolUse[] = [];
  for (let offset = calendar.first; offset < 0; offset++) {
    if (calendar.weekday(offset) !== 2) continue;
    for (const person of DEMO_PEOPLE) {
      const team = teamOn(person, offset);
      if (person.isAccount || team === null) continue;
      const luck = chanceOf(`tools:${person.email}:${offset}`);
      for (const tool of hasAdopted(teamNamed(team), offset) ? AFTER : BEFORE)
        if (luck.chance(0.55)) all.push({ day: calendar.date(offset), email: person.email, tool });
    }
  }
  return all;
}

/** What teams spent their weeks on, as they wrote down; in the bad quarter more went into repairs. */
export function timeEntries(calendar: Calendar): TimeEntry[] {
  const all: TimeEntry[] = [];
  for (let offset = calendar.first; offset + 7 <= 0; offset++) {
    if (calendar.weekday(offset) !== 1) continue;
    for (const team of DEMO_TEAMS) {
      const fte = developersOn(team.identifier, offset).length;
      const luck = chanceOf(`time:${team.identifier}:${offset}`);
      const fresh =
        (hasAdopted(team, offset) ? 0.6 : 0.5) -
        (isBad(offset) ? (team.hit ? 0.22 : 0.06) : 0) +
        luck.between(-0.05, 0.05);
      const unplanned = (1 - fresh) * luck.between(0.35, 0.5);
      const shares = { new: fresh, unplanned, upkeep: 1 - fresh - unplanned };
      for (const [category, share] of Object.entries(shares))
        all.push({ team: team.identifier, week: calendar.date(offset), category, share, fte });
    }
  }
  return all;
}
