import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import {
  createClientInput,
  createTeamInput,
  createUserInput,
  membershipInput,
  moderatedInput,
  teamIdentifier,
  userInput,
  userRoleInput,
} from "./schema";
import { createApiClient, disableApiClient, listApiClients, rotateApiClient } from "./service/clients";
import { addPerson, disableUser, enableUser, listUsers, me, setModerated, setRole } from "./service/people";
import { listSessions, revokeSession } from "./service/sessions";
import { createTeam, getTeam, listTeams, setMembership } from "./service/teams";

const clientId = z.strictObject({ clientId: z.string().min(1).max(200) });

export const identityRouter = router({
  me: procedure("session").query(({ ctx }) => me(ctx)),
  users: router({
    list: procedure("identity.read").query(({ ctx }) => listUsers(ctx)),
    create: procedure("identity.manage")
      .input(createUserInput)
      .mutation(({ ctx, input }) => addPerson(ctx, input)),
    setRole: procedure("identity.manage")
      .input(userRoleInput)
      .mutation(({ ctx, input }) => setRole(ctx, input.userId, input.role)),
    disable: procedure("identity.manage")
      .input(userInput)
      .mutation(({ ctx, input }) => disableUser(ctx, input.userId)),
    enable: procedure("identity.manage")
      .input(userInput)
      .mutation(({ ctx, input }) => enableUser(ctx, input.userId)),
  }),
  teams: router({
    list: procedure("identity.read").query(({ ctx }) => listTeams(ctx)),
    get: procedure("identity.read")
      .input(z.strictObject({ identifier: teamIdentifier }))
      .query(({ ctx, input }) => getTeam(ctx, input.identifier)),
    create: procedure("identity.manage")
      .input(createTeamInput)
      .mutation(({ ctx, input }) => createTeam(ctx, input)),
    setMember: procedure("identity.manage")
      .input(membershipInput)
      .mutation(({ ctx, input }) => setMembership(ctx, input)),
  }),
  apiClients: router({
    list: procedure("identity.manage").query(({ ctx }) => listApiClients(ctx)),
    create: procedure("identity.manage")
      .input(createClientInput)
      .mutation(({ ctx, input }) => createApiClient(ctx, input)),
    rotate: procedure("identity.manage")
      .input(clientId)
      .mutation(({ ctx, input }) => rotateApiClient(ctx, input.clientId)),
    disable: procedure("identity.manage")
      .input(clientId)
      .mutation(({ ctx, input }) => disableApiClient(ctx, input.clientId)),
  }),
  setModerated: procedure("identity.manage")
    .input(moderatedInput)
    .mutation(({ ctx, input }) => setModerated(ctx, input.userId, input.blueprints)),
  sessions: router({
    list: procedure("session").query(({ ctx }) => listSessions(ctx)),
    revoke: procedure("session")
      .input(z.strictObject({ sessionId: z.uuid() }))
      .mutation(({ ctx, input }) => revokeSession(ctx, input.sessionId)),
  }),
});
