import type { Calendar } from "./calendar";
import { developersOn } from "./people";
import { chanceOf } from "./random";
import { DEMO_SERVICES, ownerOn } from "./services";
import { uuidOf } from "./shas";
import { DEMO_TEAMS, hasAdopted } from "./teams";
import { type Release, RELEASES, tookOver } from "./template";

export interface DemoUpgrade {
  id: string;
  toVersion: string;
  createdAt: string;
  endedAt: string;
  items: {
    runId: string;
    service: string;
    team: string;
    email: string;
    fromVersion: string;
    workspaceId: string;
    startedAt: string;
    endedAt: string;
  }[];
}

/** How services came to stand on each release of the template, one upgrade for each release. */
export const upgrades = (calendar: Calendar): DemoUpgrade[] =>
  RELEASES.slice(1).map((release, n) => upgradeTo(calendar, release, RELEASES[n]!.version));

function upgradeTo(calendar: Calendar, release: Release, fromVersion: string): DemoUpgrade {
  const items = DEMO_SERVICES.flatMap((service) => {
    const day = tookOver(service, release);
    const team = day === null ? null : DEMO_TEAMS.find((one) => one.identifier === ownerOn(service, day))!;
    if (day === null || team === null || day >= 0 || !hasAdopted(team, day)) return [];
    const luck = chanceOf(`upgrade:${service.identifier}:${release.version}`);
    const minute = luck.between(560, 900);
    return [
      {
        runId: `demo_upgrade-${service.identifier}-${release.version}`,
        service: service.identifier,
        team: team.identifier,
        email: luck.pick(developersOn(team.identifier, day)).email,
        fromVersion,
        workspaceId: uuidOf(`workspace:${service.identifier}`),
        startedAt: calendar.at(day, minute),
        endedAt: calendar.at(day, minute + luck.between(4, 14)),
      },
    ];
  });
  return {
    id: uuidOf(`upgrade:${release.version}`),
    toVersion: release.version,
    createdAt: calendar.at(release.on, 600),
    endedAt:
      items
        .map(({ endedAt }) => endedAt)
        .sort()
        .at(-1) ?? calendar.at(release.on, 600),
    items,
  };
}
