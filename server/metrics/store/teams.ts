import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";

/**
 * A team among those with the same parent, each with the teams below it; the parent's own members stand beside them as one.
 * Teams that only memberships name have no parent. `isTop`: this one has none either.
 */
export async function siblingsOf(
  db: Executor,
  team: string,
): Promise<{ groups: { team: string; teams: string[] }[]; isTop: boolean }> {
  const rows = await db.execute<{ root: string; team: string }>(sql`
    with recursive parent as (select (select parent from insight_teams where team = ${team}) as team),
    roots as (
      select t.team from (select team, parent from insight_teams union all
        select told.team, null from (select identifier as team from teams
          union select team from insight_memberships) told
        where told.team not in (select team from insight_teams)) t, parent p
      where t.parent is not distinct from p.team
    ),
    below as (
      select team as root, team from roots
      union
      select b.root, t.team from insight_teams t join below b on t.parent = b.team
    )
    select root, team from below
    union all
    select '', team from parent where team is not null
    order by root, team`);
  const groups = new Map<string, string[]>();
  for (const { root, team: below } of rows) groups.set(root, [...(groups.get(root) ?? []), below]);
  if (!groups.has(team)) groups.set(team, [team]);
  return { groups: [...groups].map(([root, teams]) => ({ team: root, teams })), isTop: !groups.has("") };
}
