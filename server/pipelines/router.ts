import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { HOOK_BACKENDS, setHookInput } from "./core/inbound/hook-input";
import { deleteHook, listHooks, setHook } from "./inbound";
import { testConnection } from "./connection-test";
import { checkModule } from "./module-check";
import { connectionIdentifier, connectionInput, moduleSourceSchema } from "./schema";
import { deleteConnection, listConnections, upsertConnection } from "./service";
import { variableSetInput } from "./core/variable-sets";
import { deleteVariableSet, listVariableSets, upsertVariableSet } from "./variable-sets";
import { getTemplate, listTemplates } from "./templates";

export const pipelinesRouter = router({
  connections: router({
    list: procedure("actions.manage").query(({ ctx }) => listConnections(ctx)),
    upsert: procedure("actions.manage")
      .input(connectionInput)
      .mutation(({ ctx, input }) => upsertConnection(ctx, input)),
    /** A mutation, since it asks another system and is audited. */
    test: procedure("actions.manage")
      .input(z.strictObject({ identifier: connectionIdentifier }))
      .mutation(({ ctx, input }) => testConnection(ctx, input.identifier)),
    delete: procedure("actions.manage")
      .input(z.strictObject({ identifier: connectionIdentifier }))
      .mutation(({ ctx, input }) => deleteConnection(ctx, input.identifier)),
  }),
  /** Variables shared by the modules of an organisation, a team or an environment. */
  variableSets: router({
    list: procedure("actions.manage").query(({ ctx }) => listVariableSets(ctx)),
    upsert: procedure("actions.manage")
      .input(variableSetInput)
      .mutation(({ ctx, input }) => upsertVariableSet(ctx, input)),
    delete: procedure("actions.manage")
      .input(z.strictObject({ identifier: connectionIdentifier }))
      .mutation(({ ctx, input }) => deleteVariableSet(ctx, input.identifier)),
  }),
  hooks: router({
    list: procedure("actions.manage").query(({ ctx }) => listHooks(ctx)),
    set: procedure("actions.manage")
      .input(setHookInput)
      .mutation(({ ctx, input }) => setHook(ctx, input)),
    delete: procedure("actions.manage")
      .input(z.strictObject({ backend: z.enum(HOOK_BACKENDS) }))
      .mutation(({ ctx, input }) => deleteHook(ctx, input.backend)),
  }),
  modules: router({
    /** A mutation, since it asks a git server, with the credentials of a connection. */
    check: procedure("actions.manage")
      .input(moduleSourceSchema)
      .mutation(({ ctx, input }) => checkModule(ctx, input)),
  }),
  templates: router({
    list: procedure("actions.read").query(() => listTemplates()),
    get: procedure("actions.read")
      .input(z.strictObject({ slug: z.string().max(63) }))
      .query(({ input }) => getTemplate(input.slug)),
  }),
});
