import { z } from "zod";
import { ENTITY_IDENTIFIER, MAX_ENTITY_IDENTIFIER } from "@/server/properties/schema";
import { stamps, strict } from "./strict";

const identifier = z
  .string({ error: "An identifier must be text." })
  .max(MAX_ENTITY_IDENTIFIER, `An identifier has at most ${MAX_ENTITY_IDENTIFIER} characters.`)
  .refine((text) => ENTITY_IDENTIFIER.test(text), {
    error: "Use letters, digits and @ _ . + : \\ / = - only.",
  });
const title = z.string({ error: "A title must be text." });
const icon = z.string({ error: "An icon must be text." });
const team = z.union([z.string(), z.array(z.string())], {
  error: "Must be the identifier of a team, or a list of them.",
});
const properties = z.record(z.string(), z.unknown(), { error: "Must be an object of values by property." });
const relations = z.record(
  z.string(),
  z.union([identifier, z.array(identifier), z.null()], {
    error: "Must be the identifier of an entity, a list of identifiers, or null.",
  }),
  { error: "Must be an object of identifiers by relation." },
);

/** An entity to create. Keys that are not published are ignored, as published. */
export const entityCreateSchema = z.object({
  identifier: identifier.optional(),
  title: title.optional(),
  icon: icon.optional(),
  team: team.optional(),
  properties: properties.optional(),
  relations: relations.optional(),
});
/** An entity that replaces another; another identifier renames it. */
export const entityReplaceSchema = entityCreateSchema;
/** What is to change in an entity; null takes a title, icon or team away. Unknown keys are refused, as published. */
export const entityPatchSchema = strict({
  identifier: identifier.optional(),
  title: title.nullish(),
  icon: icon.nullish(),
  team: team.nullish(),
  properties: properties.optional(),
  relations: relations.optional(),
});
export type EntityInput = z.infer<typeof entityCreateSchema>;
export type EntityPatch = z.infer<typeof entityPatchSchema>;

/** An entity as it is given out. */
export const entitySchema = z.object({
  identifier: z.string(),
  title: z.string().nullable(),
  icon: z.string().nullable(),
  blueprint: z.string(),
  team: z.array(z.string()),
  properties: z.record(z.string(), z.unknown()),
  relations: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])),
  ...stamps,
});
