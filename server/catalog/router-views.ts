import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { deleteView, listViews, saveView } from "./service/views";

const name = z.string().min(1).max(1000);

/** Saved views of tables of entities. Whoever may read may keep views; the verbs say which ones. */
export const viewsRouter = router({
  list: procedure("catalog.read")
    .input(z.strictObject({ blueprint: name }))
    .query(({ ctx, input }) => listViews(ctx, input.blueprint)),
  /** The verb reads it, so that each fault has its path in the view itself. */
  save: procedure("catalog.read")
    .input(z.record(z.string(), z.unknown()))
    .mutation(({ ctx, input }) => saveView(ctx, input)),
  delete: procedure("catalog.read")
    .input(z.strictObject({ id: z.string().max(100) }))
    .mutation(({ ctx, input }) => deleteView(ctx, input.id)),
});
