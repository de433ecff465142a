import { z } from "zod";
import { procedure } from "@/server/api/trpc";
import { galleryOf, setFavourite } from "./service/gallery";
import { makersFor } from "./service/makers";

/** What people choose from, and what they keep at hand. */
export const galleryProcedures = {
  gallery: procedure("actions.read").query(({ ctx }) => galleryOf(ctx)),
  makers: procedure("actions.read")
    .input(z.strictObject({ blueprint: z.string().min(1).max(100), entity: z.string().min(1).max(1000) }))
    .query(({ ctx, input }) => makersFor(ctx, input)),
  setFavourite: procedure("actions.read")
    .input(z.strictObject({ identifier: z.string().min(1).max(100), favourite: z.boolean() }))
    .mutation(({ ctx, input }) => setFavourite(ctx, input.identifier, input.favourite)),
};
