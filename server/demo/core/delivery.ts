import type { z } from "zod";
import type { changeEvent, deploymentEvent, incidentEvent } from "@/server/insights/schema";
import type { Calendar } from "./calendar";
import { type DemoPerson, developersOn } from "./people";
import { chanceOf, type Chance } from "./random";
import { DEMO_SERVICES, type DemoService, ownerOn } from "./services";
import { Track } from "./track";
import { DEMO_TEAMS, type DemoTeam, hasAdopted, isBad } from "./teams";

export interface Delivery {
  changes: z.input<typeof changeEvent>[];
  deployments: z.input<typeof deploymentEvent>[];
  incidents: z.input<typeof incidentEvent>[];
}

/** Changes that a developer gets merged in a week. */
const PER_WEEK = 2.2;
/** Days until somebody new is as fast as the others. */
const RAMP = 28;

/** What a team is like on a day: how fast it gets things through, how often they break, how long repairs take. */
export interface Pace {
  adopted: boolean;
  /** Hours from the first commit to the merge (median). */
  hoursToMerge: number;
  failRate: number;
  minutesToRecover: number;
}

export function paceOf(team: DemoTeam, offset: number): Pace {
  const adopted = hasAdopted(team, offset);
  const bad = isBad(offset);
  const hit = bad && team.hit;
  return {
    adopted,
    hoursToMerge: (adopted ? 19 : 38) * (hit ? 1.7 : 1),
    failRate: (adopted ? 0.05 : 0.085) * (hit ? 3.6 : bad ? 1.2 : 1),
    minutesToRecover: (adopted ? 42 : 105) * (hit ? 5 : 1),
  };
}

const weightOf = ({ tier }: DemoService): number => ({ "1": 3, "2": 2, "3": 1 })[tier];

/** Everything that was merged, deployed and broken, day by day. */
export function deliver(calendar: Calendar): Delivery {
  const out: Delivery = { changes: [], deployments: [], incidents: [] };
  const tracks = new Map(DEMO_SERVICES.map((one) => [one.identifier, new Track(one, calendar, out)]));
  for (let offset = calendar.first; offset < 0; offset++) {
    if (!calendar.isWorkday(offset)) {
      weekend(calendar, offset, tracks);
      continue;
    }
    for (const team of DEMO_TEAMS) workday(calendar, team, offset, tracks);
  }
  return out;
}

function workday(
  calendar: Calendar,
  team: DemoTeam,
  offset: number,
  tracks: ReadonlyMap<string, Track>,
): void {
  const luck = chanceOf(`day:${team.identifier}:${offset}`);
  const services = DEMO_SERVICES.filter((one) => ownerOn(one, offset) === team.identifier);
  const pace = paceOf(team, offset);
  const merges = developersOn(team.identifier, offset)
    .flatMap((person) => mergesOf(person, offset, pace, luck).map((minute) => ({ person, minute })))
    .sort((a, b) => a.minute - b.minute);
  for (const { person, minute } of merges)
    tracks.get(luck.weighted(services, weightOf).identifier)!.merge({ offset, minute, pace, luck, person });
  for (const { identifier } of services) {
    const track = tracks.get(identifier)!;
    if (pace.adopted) track.deployContinuously(offset, pace, luck);
    else if ([2, 4].includes(calendar.weekday(offset)) && luck.chance(0.85))
      track.deploy(offset, luck.between(830, 940), pace, luck);
  }
}

/** Minutes of the day at which somebody's changes are merged. */
function mergesOf(person: DemoPerson, offset: number, pace: Pace, luck: Chance): number[] {
  const since = person.hiredOn === null ? RAMP : offset - person.hiredOn;
  const ramp = since >= RAMP ? 1 : 0.2 + (0.8 * since) / RAMP;
  const often = (PER_WEEK / 5) * person.fte * ramp * (pace.adopted ? 1.1 : 0.95);
  const first = luck.chance(often) ? [luck.between(570, 960)] : [];
  return luck.chance(often / 6) ? [...first, luck.between(570, 960)] : first;
}

/** Now and then something breaks that nobody deployed. */
function weekend(calendar: Calendar, offset: number, tracks: ReadonlyMap<string, Track>): void {
  const luck = chanceOf(`weekend:${offset}`);
  if (calendar.weekday(offset) === 7 && luck.chance(0.35))
    tracks.get(luck.pick(DEMO_SERVICES).identifier)!.breakByItself(offset, luck);
}
