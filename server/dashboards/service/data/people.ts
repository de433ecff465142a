import { getUserByEmail, listUsers } from "@/server/identity/service/people";
import { getTeam, listTeams } from "@/server/identity/service/teams";
import type { WidgetData } from "../../core/data";
import type { Leaf } from "../../core/widgets/union";
import type { Ask } from "./ask";
import { factsOf, rowsOf } from "./lists";
import { isLeft, narrowed } from "./narrow";

type Of<T extends Leaf["type"]> = Extract<Leaf, { type: T }>;

const MOST_ROWS = 500;
const PEOPLE_FACTS = ["$identifier", "$title", "$team"] as const;
const ROLES = { admin: "Administrator", member: "Member" };

/** People who can sign in; of one team where it is named. */
export async function usersData(ask: Ask, widget: Of<"users-table">): Promise<WidgetData> {
  const team = widget.query?.team;
  const { facts, notes } = narrowed(ask, "people", PEOPLE_FACTS, "_user");
  const users = (await listUsers(ask.ctx)).filter((user) => {
    const teams = user.teams.map((of) => of.team);
    if (user.status !== "active" || (team !== undefined && !teams.includes(team))) return false;
    return isLeft(facts, { $identifier: [user.email], $title: [user.name], $team: teams });
  });
  return rowsOf(
    widget.title ?? "People",
    [
      ["name", "Name"],
      ["email", "E-mail"],
      ["role", "Role"],
      ["teams", "Teams"],
    ],
    users.slice(0, MOST_ROWS).map(({ id, name, email, role, teams }) => ({
      id,
      cells: { name, email, role: ROLES[role], teams: teams.map((of) => of.team).join(", ") || null },
    })),
    {
      emptyText: team === undefined ? "There is nobody yet." : `Nobody is in the team "${team}".`,
      more: Math.max(0, users.length - MOST_ROWS),
      notes,
    },
  );
}

/** Teams; of one person where they are named. */
export async function teamsData(ask: Ask, widget: Of<"teams-table">): Promise<WidgetData> {
  const user = widget.query?.user?.toLowerCase();
  const { facts, notes } = narrowed(ask, "teams", PEOPLE_FACTS, "_team");
  const teams = (await listTeams(ask.ctx)).filter(
    ({ identifier, title, members }) =>
      (user === undefined || members.some((member) => member.email === user)) &&
      isLeft(facts, { $identifier: [identifier], $title: [title], $team: [identifier] }),
  );
  return rowsOf(
    widget.title ?? "Teams",
    [
      ["title", "Team"],
      ["members", "Members", "number"],
      ["leads", "Leads"],
    ],
    teams.slice(0, MOST_ROWS).map(({ id, identifier, title, members }) => ({
      id,
      href: `/insights/team/${encodeURIComponent(identifier)}`,
      cells: {
        title,
        members: members.length,
        leads: members.flatMap(({ role, name }) => (role === "lead" ? [name] : [])).join(", ") || null,
      },
    })),
    { emptyText: "There are no such teams yet.", more: Math.max(0, teams.length - MOST_ROWS), notes },
  );
}

/** One person. Throws NotFound. */
export async function userData(ask: Ask, widget: Of<"user-info">): Promise<WidgetData> {
  const { name, email, role, status, teams } = await getUserByEmail(ask.ctx, widget.user_email);
  return factsOf(widget.title ?? name, [
    ["Name", name],
    ["E-mail", email],
    ["Role", ROLES[role]],
    ["Status", status === "active" ? "Active" : "Disabled"],
    ["Teams", teams.map(({ team }) => team).join(", ") || null],
  ]);
}

/** One team. Throws NotFound. */
export async function teamData(ask: Ask, widget: Of<"team-info">): Promise<WidgetData> {
  const { identifier, title, members } = await getTeam(ask.ctx, widget.team_name);
  const named = (role: "lead" | "member") =>
    members.flatMap((member) => (member.role === role ? [member.name] : [])).join(", ") || null;
  return factsOf(
    widget.title ?? title,
    [
      ["Team", title],
      ["Identifier", identifier],
      ["Leads", named("lead")],
      ["Members", named("member")],
    ],
    `/insights/team/${encodeURIComponent(identifier)}`,
  );
}
