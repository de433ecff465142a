import { lineOf, releaseGroups } from "./release";

/** How many of a group were asked, and how many of them have answered. */
export interface Response {
  team: string;
  invited: number;
  respondents: number;
}

/**
 * The response of each team that may be shown, with those below it: where neither the people who were asked nor those who answered
 * are fewer than the floor, but for none, nor would be by subtraction from what is shown beside.
 */
export function responseByTeam(
  groups: readonly Response[],
  parents: Readonly<Record<string, string | null>>,
  floor: number,
): Response[] {
  const label = releaseGroups(
    groups.map(({ team, invited, respondents }) => ({ team, counts: [invited, respondents] })),
    parents,
    floor,
  );
  if (!label) return [];
  const teams = new Map<string, Response>();
  for (const { team: own, invited, respondents } of groups)
    for (const team of lineOf(label.get(own) ?? "", parents)) {
      const known = teams.get(team) ?? { team, invited: 0, respondents: 0 };
      teams.set(team, {
        team,
        invited: known.invited + invited,
        respondents: known.respondents + respondents,
      });
    }
  return [...teams.values()];
}
