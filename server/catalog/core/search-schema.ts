import { z } from "zod";
import { querySchema } from "./query/check";
import type { Query } from "./query/schema";
import { strict } from "./strict";

export const MAX_LISTED = 1000;
export const MAX_FACETS = 10;
/** Texts are what people type; longer ones are pasted by mistake. */
export const MAX_TEXT = 500;

const key = z.string().min(1).max(200);
export const sortSchema = strict({ by: key, direction: z.enum(["asc", "desc"]) });
const filter = {
  query: querySchema.optional(),
  /** Words that begin words of the entity, or a part of its name. */
  text: z.string().max(MAX_TEXT, `A text has at most ${MAX_TEXT} characters.`).optional(),
};

/** Asked of a table of entities; `by` is a meta property or a key of any property. */
export const listSchema = strict({
  ...filter,
  sort: z.union([sortSchema, z.array(sortSchema).min(1).max(5)]).optional(),
  limit: z.number().int().min(1).max(MAX_LISTED).optional(),
  /** Counts from 1. */
  page: z.number().int().min(1).max(1_000_000).optional(),
});
export type ListQuery = z.input<typeof listSchema>;

/** How many entities have each value; `relation:<key>` counts the entities at the other end of a relation. */
export const facetsSchema = strict({
  ...filter,
  by: z.array(key).min(1).max(MAX_FACETS, `At most ${MAX_FACETS} keys are counted at once.`),
  limit: z.number().int().min(1).max(MAX_LISTED).optional(),
});
export type FacetsQuery = z.input<typeof facetsSchema>;
export interface FacetValue {
  value: string | number | boolean | null;
  count: number;
}

const order = z.enum(["asc", "desc"]);
/** One entry of the published `sort`, or of our own. */
const published = z.union(
  [
    sortSchema,
    strict({ property: key, order }),
    strict({ relation: key, targetProperty: z.enum(["$title", "$identifier"]).optional(), order }),
  ],
  { error: 'Must be { "by": "…", "direction": "asc" } or { "property": "…", "order": "asc" }.' },
);
export type PublishedSort = z.infer<typeof published>;

const paths = z.array(z.string().min(1)).optional();
const searched = {
  query: querySchema.optional(),
  include: paths,
  exclude: paths,
  limit: z.number().int().min(1).max(MAX_LISTED).default(200),
  /** The `next` of the page before. */
  from: z.string().max(200).optional(),
};
/** Search in one blueprint, as published; `sort`, `text`, `page` and `total` are our own. */
export const searchSchema = strict({
  ...searched,
  ...filter,
  sort: z.union([published, z.array(published).min(1).max(5)]).optional(),
  page: z.number().int().min(1).max(1_000_000).optional(),
  total: z.boolean().optional(),
});
export type SearchBody = z.infer<typeof searchSchema>;

export const countSchema = strict({ ...filter });
export type CountBody = z.infer<typeof countSchema>;

const groupBy = z.union(
  [
    strict({ property: key }),
    strict({ relation: key, targetProperty: z.enum(["$title", "$identifier"]).optional() }),
  ],
  { error: 'Must be { "property": "…" } or { "relation": "…" }.' },
);
/** Search with groups instead of entities, or of named entities. */
export const topSearchSchema = strict({
  ...searched,
  ...filter,
  sort: z.union([published, z.array(published).min(1).max(5)]).optional(),
  identifiers: z.array(z.string()).max(MAX_LISTED).optional(),
  groupBy: groupBy.optional(),
  groupSort: strict({ by: z.enum(["count", "value"]), order }).optional(),
  countOnly: z.boolean().optional(),
});
export type TopSearchBody = z.infer<typeof topSearchSchema>;

/** Sorts as tables name them: a relation by `relation:<key>` or `relation:<key>.$title`. */
export function sortsOf(
  sort: PublishedSort | PublishedSort[] | undefined,
): { by: string; direction: "asc" | "desc" }[] {
  return [sort ?? []].flat().map((one) => {
    if ("by" in one) return one;
    if ("property" in one) return { by: one.property, direction: one.order };
    return { by: relationKey(one.relation, one.targetProperty), direction: one.order };
  });
}

export const RELATION_PREFIX = "relation:";
export const relationKey = (relation: string, target: "$title" | "$identifier" = "$identifier"): string =>
  `${RELATION_PREFIX}${relation}${target === "$title" ? ".$title" : ""}`;

/** The relation behind a key such as `relation:owner` or `relation:owner.$title`; null for other keys. */
export function relationOf(by: string): { relation: string; target: "$title" | "$identifier" } | null {
  if (!by.startsWith(RELATION_PREFIX)) return null;
  const rest = by.slice(RELATION_PREFIX.length);
  return rest.endsWith(".$title")
    ? { relation: rest.slice(0, -".$title".length), target: "$title" }
    : { relation: rest, target: "$identifier" };
}

/** The published search over all blueprints; `query` may also stand in a key of its own. */
export const globalSearchSchema = z.union([strict({ query: querySchema }), querySchema as z.ZodType<Query>]);
