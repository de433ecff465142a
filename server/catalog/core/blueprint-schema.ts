import { z } from "zod";
import { checkDefinitions } from "@/server/properties/check";
import { COLOURS, identifierSchema, PROPERTY_KEY, PROPERTY_TYPES } from "@/server/properties/schema";
import { stamps, strict } from "./strict";

const key = z
  .string()
  .regex(PROPERTY_KEY, "A key has 1 to 100 letters, digits or the characters @ _ = \\ and -.");
const title = z.string().max(100, "A title has at most 100 characters.");
const words = { title: title.optional(), description: z.string().optional(), icon: z.string().optional() };
const specs = z.enum(["open-api", "embedded-url", "async-api"]);
const COMPUTED_FORMATS = [
  "date-time",
  "url",
  "email",
  "idn-email",
  "ipv4",
  "ipv6",
  "markdown",
  "yaml",
  "user",
  "team",
  "proto",
  "labeled-url",
] as const;

/** Definitions of properties, checked by the property language itself. */
const properties = z.record(z.string(), z.unknown()).superRefine((value, ctx) => {
  for (const { path, message } of checkDefinitions(value, "property"))
    ctx.addIssue({ code: "custom", path, message });
});

const relation = strict({
  title: title.optional(),
  description: z.string().optional(),
  target: identifierSchema(100),
  required: z.boolean(),
  many: z.boolean(),
  type: z.string().optional(),
}).refine((r) => !(r.many && r.required), {
  path: ["required"],
  error: "A relation to many entities cannot be required. Set one of the two to false.",
});

/** `relation.relation.property`: at least one relation, then a property or meta property. */
const path = z
  .string()
  .max(1000)
  .refine(
    (p) => p.split(".").length > 1 && p.split(".").every((part) => /^[A-Za-z0-9@_=\\$-]+$/.test(part)),
    {
      error:
        "Write the relations to follow and then the property, with dots between, such as service.owner or service.$title.",
    },
  );
const mirror = strict({ title: title.optional(), path });

const calculation = strict({
  ...words,
  calculation: z.string().min(1),
  type: z.enum(PROPERTY_TYPES),
  format: z.enum(COMPUTED_FORMATS).optional(),
  spec: specs.optional(),
  specAuthentication: z.record(z.string(), z.unknown()).optional(),
  colorized: z.boolean().optional(),
  colors: z.record(z.string(), z.enum(COLOURS)).optional(),
  items: z.record(z.string(), z.unknown()).optional(),
});

const averageOf = z.enum(["hour", "day", "week", "month", "total"]);
const measureTimeBy = z.string().optional();
const calculationSpec = z.union(
  [
    strict({ calculationBy: z.literal("entities"), func: z.literal("count") }),
    strict({ calculationBy: z.literal("entities"), func: z.literal("average"), averageOf, measureTimeBy }),
    strict({
      calculationBy: z.literal("property"),
      func: z.enum(["sum", "min", "max", "median"]),
      property: z.string(),
    }),
    strict({
      calculationBy: z.literal("property"),
      func: z.literal("average"),
      averageOf,
      measureTimeBy,
      property: z.string(),
    }),
  ],
  { error: "Must count or average entities, or sum, average, or take min, max or median of a property." },
);
const hops = z.number().int().min(1, "At least one hop.").max(15, "At most 15 hops.");
/** A relation; one of a blueprint to itself may be followed several times. */
const pathStep = z.union([z.string(), strict({ relation: z.string(), maxHops: hops.optional() })], {
  error: 'Must be a relation, or { "relation": "…", "maxHops": 1 to 15 }.',
});
const aggregation = strict({
  ...words,
  title,
  type: z.literal("number").optional(),
  target: z.string().min(1),
  calculationSpec,
  query: z.record(z.string(), z.unknown()).optional(),
  pathFilter: z
    .array(
      strict({
        path: z.array(pathStep).min(1),
        fromBlueprint: z.string().optional(),
      }),
    )
    .max(1)
    .optional(),
});

const ownership = z.union(
  [
    strict({ type: z.literal("Direct"), title: title.optional() }),
    strict({ type: z.literal("Inherited"), path: z.string().min(1), title: title.optional() }),
  ],
  { error: 'Must be { "type": "Direct" }, or { "type": "Inherited", "path": "relation.relation" }.' },
);
const changelogDestination = z.union(
  [
    strict({ type: z.literal("WEBHOOK"), url: z.string().min(1), agent: z.boolean().optional() }),
    strict({ type: z.literal("KAFKA") }),
  ],
  { error: 'Must be { "type": "WEBHOOK", "url": "https://…" } or { "type": "KAFKA" }.' },
);

const identifier = identifierSchema(100);
const optional = {
  description: z.string().max(200, "A description has at most 200 characters.").optional(),
  icon: z.string().optional(),
  relations: z.record(key, relation).optional(),
  mirrorProperties: z.record(key, mirror).optional(),
  calculationProperties: z.record(key, calculation).optional(),
  aggregationProperties: z.record(key, aggregation).optional(),
  ownership: ownership.optional(),
  changelogDestination: changelogDestination.optional(),
};
const required = {
  title: title.min(1, "A title has at least one character."),
  schema: strict({ properties, required: z.array(z.string()).optional() }),
};

/** A blueprint to create. Keys that are not published are kept as they are. */
export const blueprintCreateSchema = z.looseObject({ identifier, ...required, ...optional });
/** A blueprint that replaces another; the identifier may be left out. */
export const blueprintReplaceSchema = z.looseObject({
  identifier: identifier.optional(),
  ...required,
  ...optional,
});
/** What is to change in a blueprint. */
export const blueprintPatchSchema = z.looseObject({
  identifier: identifier.optional(),
  title: required.title.optional(),
  schema: required.schema.optional(),
  ...optional,
});

/** A blueprint as it is given out. */
export const stampedBlueprintSchema = blueprintCreateSchema.extend(stamps);
