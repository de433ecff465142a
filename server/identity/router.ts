import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { createClientInput, teamIdentifier } from "./schema";
import { createApiClient, disableApiClient, listApiClients, rotateApiClient } from "./service/clients";
import { listUsers, me } from "./service/people";
import { listSessions, revokeSession } from "./service/sessions";
import { getTeam, listTeams } from "./service/teams";

const clientId = z.strictObject({ clientId: z.string().min(1).max(200) });

export const identityRouter = router({
  me: procedure("session").query(({ ctx }) => me(ctx)),
  users: router({
    list: procedure("identity.read").query(({ ctx }) => listUsers(ctx)),
  }),
  teams: router({
    list: procedure("identity.read").query(({ ctx }) => listTeams(ctx)),
    get: procedure("identity.read")
      .input(z.strictObject({ identifier: teamIdentifier }))
      .query(({ ctx, input }) => getTeam(ctx, input.identifier)),
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
  sessions: router({
    list: procedure("session").query(({ ctx }) => listSessions(ctx)),
    revoke: procedure("session")
      .input(z.strictObject({ sessionId: z.uuid() }))
      .mutation(({ ctx, input }) => revokeSession(ctx, input.sessionId)),
  }),
});
