import { z } from "zod";
import { ENTITY_IDENTIFIER, MAX_ENTITY_IDENTIFIER } from "@/server/properties/schema";
import { orLookup, type Lookup } from "./lookup-schema";
import { stamps, strict } from "./strict";

const identifier = z
  .string({ error: "An identifier must be text." })
  .max(MAX_ENTITY_IDENTIFIER, `An identifier has at most ${MAX_ENTITY_IDENTIFIER} characters.`)
  .refine((text) => ENTITY_IDENTIFIER.test(text), {
    error: "Use letters, digits and @ _ . + : \\ / = - only.",
  });
const title = z.string({ error: "A title must be text." });
const icon = z.string({ error: "An icon must be text." });
const texts = z.array(z.string());
const teams = orLookup(
  z.union([z.string(), texts]),
  [z.string(), texts],
  "Must be the identifier of a team, a list of them, or a search for teams.",
);
const properties = z.record(z.string(), z.unknown(), { error: "Must be an object of values by property." });
const relations = z.record(
  z.string(),
  orLookup(
    z.union([identifier, z.array(identifier), z.null()], {
      error: "Must be the identifier of an entity, a list of identifiers, or null.",
    }),
    [z.string(), texts, z.null()],
    "Must be the identifier of an entity, a list of identifiers, a search, or null.",
  ),
  { error: "Must be an object of identifiers by relation." },
);

/** An entity to create. Keys that are not published are ignored, as published. */
export const entityCreateSchema = z.object({
  identifier: orLookup(
    identifier,
    [z.string()],
    "An identifier must be text, or a search for one.",
  ).optional(),
  title: title.optional(),
  icon: icon.optional(),
  team: teams.optional(),
  properties: properties.optional(),
  relations: relations.optional(),
});
/** An entity that replaces another; another identifier renames it. */
export const entityReplaceSchema = entityCreateSchema.extend({ identifier: identifier.optional() });
/** What is to change in an entity; null takes a title, icon or team away. Unknown keys are refused, as published. */
export const entityPatchSchema = strict({
  identifier: identifier.optional(),
  title: title.nullish(),
  icon: icon.nullish(),
  team: teams.nullish(),
  properties: properties.optional(),
  relations: relations.optional(),
});
/** What is given of an entity, searches among it. */
export type EntityGiven = Omit<z.infer<typeof entityPatchSchema>, "identifier"> & {
  identifier?: string | Lookup;
};
type Plain<T> = Exclude<T, Lookup>;
/** The same with what the searches found. */
export interface EntityPatch {
  identifier?: string;
  title?: string | null;
  icon?: string | null;
  team?: string | string[] | null;
  properties?: Record<string, unknown>;
  relations?: Record<string, Plain<NonNullable<EntityGiven["relations"]>[string]>>;
}

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
