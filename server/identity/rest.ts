import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { senderAddress } from "@/server/kernel/peer";
import { clientCredentials } from "./schema";
import { issueAccessToken } from "./service/clients";
import { getUserByEmail, listUsers, type UserWithTeams } from "./service/people";
import { getTeam, listTeams, type TeamWithMembers } from "./service/teams";

const user = z
  .object({
    id: z.string(),
    email: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    status: z.enum(["Active", "Disabled"]),
    createdAt: z.string(),
    updatedAt: z.string(),
    teams: z.array(z.string()),
    /** Admin or Member, and a moderator's role for each blueprint that they look after. */
    roles: z.array(z.object({ name: z.string() })),
  })
  .openapi("User");
const team = z
  .object({
    id: z.string(),
    name: z.string(),
    title: z.string(),
    description: z.string().optional(),
    createdAt: z.string(),
    updatedAt: z.string(),
    users: z.array(
      z.object({
        email: z.string(),
        firstName: z.string(),
        lastName: z.string(),
        status: z.string(),
        role: z.enum(["lead", "member"]),
      }),
    ),
  })
  .openapi("Team");
const ok = z.literal(true);

export const identityRest = restRouter();

identityRest.openapi(
  route({
    permission: "public",
    method: "post",
    path: "/auth/access_token",
    summary: "Exchange a client id and secret for an access token",
    request: { body: { required: true, content: { "application/json": { schema: clientCredentials } } } },
    answers: {
      200: {
        description: "A bearer token, and for how many seconds it holds",
        schema: z.object({
          ok,
          accessToken: z.string(),
          expiresIn: z.number(),
          tokenType: z.literal("Bearer"),
        }),
      },
    },
  }),
  async (c) =>
    c.json(
      await issueAccessToken(c.get("context"), c.req.valid("json"), senderAddress(c.req.raw.headers)),
      200,
    ),
);

identityRest.openapi(
  route({
    permission: "identity.read",
    method: "get",
    path: "/users",
    summary: "All users",
    answers: { 200: { description: "The users, by name", schema: z.object({ ok, users: z.array(user) }) } },
  }),
  async (c) =>
    c.json({ ok: true as const, users: (await listUsers(c.get("context"))).map(publishedUser) }, 200),
);

identityRest.openapi(
  route({
    permission: "identity.read",
    method: "get",
    path: "/users/{email}",
    summary: "One user",
    request: { params: z.object({ email: z.string() }) },
    answers: { 200: { description: "The user", schema: z.object({ ok, user }) } },
  }),
  async (c) =>
    c.json(
      {
        ok: true as const,
        user: publishedUser(await getUserByEmail(c.get("context"), c.req.valid("param").email)),
      },
      200,
    ),
);

identityRest.openapi(
  route({
    permission: "identity.read",
    method: "get",
    path: "/teams",
    summary: "All teams with their members",
    answers: { 200: { description: "The teams, by name", schema: z.object({ ok, teams: z.array(team) }) } },
  }),
  async (c) =>
    c.json({ ok: true as const, teams: (await listTeams(c.get("context"))).map(publishedTeam) }, 200),
);

identityRest.openapi(
  route({
    permission: "identity.read",
    method: "get",
    path: "/teams/{name}",
    summary: "One team with its members",
    request: { params: z.object({ name: z.string() }) },
    answers: { 200: { description: "The team", schema: z.object({ ok, team }) } },
  }),
  async (c) =>
    c.json(
      { ok: true as const, team: publishedTeam(await getTeam(c.get("context"), c.req.valid("param").name)) },
      200,
    ),
);

const names = (name: string) => {
  const [firstName = "", ...rest] = name.split(" ");
  return { firstName, lastName: rest.join(" ") };
};

function publishedUser(row: UserWithTeams): z.infer<typeof user> {
  return {
    id: row.id,
    email: row.email,
    ...names(row.name),
    status: row.status === "active" ? "Active" : "Disabled",
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    teams: row.teams.map((membership) => membership.team),
    roles: [
      { name: row.role === "admin" ? "Admin" : "Member" },
      ...row.moderatedBlueprints.map((blueprint) => ({ name: `${blueprint}-moderator` })),
    ],
  };
}

function publishedTeam(row: TeamWithMembers): z.infer<typeof team> {
  return {
    id: row.id,
    name: row.identifier,
    title: row.title,
    ...(row.description ? { description: row.description } : {}),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    users: row.members.map((m) => ({
      email: m.email,
      ...names(m.name),
      status: m.active ? "Active" : "Disabled",
      role: m.role,
    })),
  };
}
