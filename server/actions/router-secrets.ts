import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { secretName, setSecretInput, changeSecretInput } from "@/server/pipelines/core/secret-name";
import { revealInputKey, rotateInputKey } from "@/server/pipelines/input-key";
import { changeSecret, createSecret, deleteSecret, setSecret } from "@/server/pipelines/secrets";
import { secretsWithUses } from "./service/secret-uses";

/** Secrets of the organisation, with the actions that need them. */
export const secretsRouter = router({
  list: procedure("secrets.manage").query(({ ctx }) => secretsWithUses(ctx)),
  /** Makes one, or replaces its value. */
  set: procedure("secrets.manage")
    .input(setSecretInput)
    .mutation(({ ctx, input }) => setSecret(ctx, input)),
  /** Throws Conflict when there is one of that name. */
  create: procedure("secrets.manage")
    .input(setSecretInput)
    .mutation(({ ctx, input }) => createSecret(ctx, input)),
  /** Changes what is given: the value, the description, or both. */
  change: procedure("secrets.manage")
    .input(changeSecretInput)
    .mutation(({ ctx, input }) => changeSecret(ctx, input)),
  delete: procedure("secrets.manage")
    .input(z.strictObject({ name: secretName }))
    .mutation(({ ctx, input }) => deleteSecret(ctx, input.name)),
  /** The key of encrypted inputs. Mutations, since they are audited and their answers must never be cached. */
  inputKey: router({
    reveal: procedure("secrets.manage").mutation(({ ctx }) => revealInputKey(ctx)),
    rotate: procedure("secrets.manage").mutation(({ ctx }) => rotateInputKey(ctx)),
  }),
});
