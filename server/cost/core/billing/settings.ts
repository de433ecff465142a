import { z } from "zod";

const name = z.string().trim().min(1, "Must not be empty.").max(200);
const optional = name.nullable().default(null);

/** Whose cost something is; what is null is left to whatever says it next. */
export const assignmentSchema = z.strictObject({
  team: optional,
  environment: optional,
  costCentre: optional,
});
export type Assignment = z.infer<typeof assignmentSchema>;

export const CONDITION_FIELDS = [
  "provider",
  "billingAccountId",
  "subAccountId",
  "serviceCategory",
  "serviceName",
  "region",
  "resourceId",
  "resourceType",
] as const;

/** What a line has to be like. `tag:<key>` asks for a tag. */
export const conditionSchema = z.strictObject({
  field: z.union([
    z.enum(CONDITION_FIELDS),
    z.string().regex(/^tag:.{1,200}$/, "Use tag: and the key of a tag."),
  ]),
  operator: z.enum(["is", "startsWith", "contains", "exists"]),
  value: z.string().max(500).default(""),
});
export type Condition = z.infer<typeof conditionSchema>;

const when = z.array(conditionSchema).min(1, "Say for which costs it holds.").max(20);

/** How a pool is shared: by what each team costs anyway, in equal parts, or by weights. */
export const splitSchema = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("cost") }),
  z.strictObject({ by: z.literal("even") }),
  z.strictObject({
    by: z.literal("weights"),
    weights: z
      .record(name, z.number().positive().max(1_000_000))
      .refine((all) => Object.keys(all).length > 0, "Name at least one team."),
  }),
]);
export type Split = z.infer<typeof splitSchema>;

const unique = <T>(all: readonly T[], key: (one: T) => string): boolean =>
  new Set(all.map(key)).size === all.length;

/**
 * How costs find who causes them, each part by the first that knows it: tags, then the account, then the entity that has the
 * resource, then rules, then the team for everything else.
 */
export const allocationSchema = z.strictObject({
  /** The amount that pages and budgets go by: with what was paid in advance spread over its time, or as invoiced. */
  basis: z.enum(["effective", "billed"]).default("effective"),
  /** Keys of tags, the most telling first; case does not matter. */
  tags: z
    .strictObject({
      team: z.array(name).max(20).default(["team", "owner"]),
      environment: z.array(name).max(20).default(["environment", "env"]),
      costCentre: z.array(name).max(20).default(["cost_centre", "cost-center", "costcenter"]),
      /** Tags that name an entity of the catalog. */
      entity: z.array(name).max(20).default(["entity", "service", "application"]),
    })
    .prefault({}),
  /** What tags say → the team's identifier, where it is not the same. */
  teamAliases: z.record(name, name).default({}),
  accounts: z.record(name, assignmentSchema).default({}),
  /** Blueprints whose entities tags and resources are looked up among, and the properties that hold a provider's id of a resource. */
  blueprints: z.array(name).max(50).default(["service"]),
  resourceProperties: z.array(name).max(20).default(["arn", "resource_id", "cloud_id"]),
  rules: z
    .array(z.strictObject({ title: name, when, assign: assignmentSchema }))
    .max(200)
    .default([])
    .refine((all) => unique(all, (rule) => rule.title), "Two rules have the same title."),
  pools: z
    .array(z.strictObject({ title: name, when, split: splitSchema }))
    .max(50)
    .default([])
    .refine((all) => unique(all, (pool) => pool.title), "Two pools have the same title."),
  defaultTeam: optional,
});
export type AllocationSettings = z.infer<typeof allocationSchema>;
export type AllocationInput = z.input<typeof allocationSchema>;
