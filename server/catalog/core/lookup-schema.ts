import { z } from "zod";
import { strict } from "./strict";

/** How a property of an entity is compared when it is looked up. */
export interface LookupRule {
  property: string;
  operator: "=" | "in" | "contains" | "containsAny";
  value: string | number | null | string[];
}

/** Stands for identifiers of entities: those to which it applies. The rules are those of the query language. */
export interface Lookup {
  combinator: "and" | "or";
  rules: (LookupRule | Lookup)[];
}

/** So deep and so many, as more would be no lookup. */
const MAX_RULES = 100;

const property = z.string({ error: "Name a property." }).min(1, "Name a property.").max(100);
const texts = z.array(z.string(), { error: "Give a list of texts." }).max(1000);
const rule = z.discriminatedUnion(
  "operator",
  [
    strict({
      property,
      operator: z.literal("="),
      value: z.union([z.string(), z.number(), z.null()], { error: "Give a text, a number or null." }),
    }),
    strict({ property, operator: z.enum(["in", "containsAny"]), value: texts }),
    strict({
      property,
      operator: z.literal("contains"),
      value: z.union([z.string(), z.array(z.string()), z.null()], {
        error: "Give a text or a list of texts.",
      }),
    }),
  ],
  { error: "The operator must be one of =, in, contains, containsAny." },
);

/** A search that stands where an identifier would. */
export const lookupSchema: z.ZodType<Lookup> = strict({
  combinator: z.enum(["and", "or"], { error: 'The combinator must be "and" or "or".' }),
  rules: z
    .array(z.unknown(), { error: "Give a list of rules." })
    .min(1, "Give at least one rule.")
    .max(MAX_RULES, `Give at most ${MAX_RULES} rules.`),
}).transform((value, ctx) => {
  const rules = value.rules.flatMap((member, i): (LookupRule | Lookup)[] => {
    const schema: z.ZodType<LookupRule | Lookup> =
      typeof member === "object" && member !== null && "combinator" in member ? lookupSchema : rule;
    const parsed = schema.safeParse(member);
    if (parsed.success) return [parsed.data];
    for (const issue of parsed.error.issues)
      ctx.addIssue({ code: "custom", message: issue.message, path: ["rules", i, ...issue.path] });
    return [];
  });
  return { combinator: value.combinator, rules };
}) as unknown as z.ZodType<Lookup>;

const isObject = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isLookup = (value: unknown): value is Lookup => isObject(value);

/** What `schema` takes, or a search in its place; faults are those of the one that it looks like. */
export function orLookup<T extends z.ZodType>(
  schema: T,
  shapes: readonly [z.ZodType, ...z.ZodType[]],
  error: string,
) {
  const search = z.record(z.string(), z.unknown()).meta({ description: "A search, as for entities." });
  return z.union([...shapes, search], { error }).transform((value, ctx): z.output<T> | Lookup => {
    const parsed = (isObject(value) ? lookupSchema : schema).safeParse(value);
    if (parsed.success) return parsed.data as z.output<T> | Lookup;
    for (const issue of parsed.error.issues)
      ctx.addIssue({ code: "custom", message: issue.message, path: [...issue.path] });
    return z.NEVER;
  });
}
