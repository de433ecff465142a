import { z } from "zod";
import { currencySchema, QUOTA_SUBJECTS, words } from "../schema";

/** A price of one unit: as amounts, with up to ten digits after the point. */
export const priceSchema = z
  .string()
  .trim()
  .regex(
    /^\d{1,12}(\.\d{1,10})?$/,
    "Use a number of up to twelve digits, and up to ten after the point, as in 84 or 0.0116.",
  );

/** A factor: a decimal of up to 1,000,000. */
export const factorSchema = z
  .string()
  .trim()
  .regex(/^\d{1,6}(\.\d{1,10})?$/, "Use a number such as 1 or 0.5.");

const inputKey = z.string().min(1, "Choose an input.").max(100);

/** One part of the price of what an action makes. */
export const rateLineSchema = z.discriminatedUnion("type", [
  /** Always the same. */
  z.strictObject({ type: z.literal("base"), label: words(100), monthly: priceSchema }),
  /** By the value of an input. */
  z.strictObject({
    type: z.literal("choice"),
    label: words(100),
    input: inputKey,
    prices: z
      .array(
        z.strictObject({ value: z.string().min(1, "Must not be empty.").max(200), monthly: priceSchema }),
      )
      .min(1, "Give at least one price.")
      .max(200),
  }),
  /** A number that is filled in, times a price. */
  z.strictObject({
    type: z.literal("quantity"),
    label: words(100),
    input: inputKey,
    unitPrice: priceSchema,
    unit: words(50).optional(),
  }),
]);
export type RateLine = z.infer<typeof rateLineSchema>;

/** How the inputs of an action become a price a month, without code. */
export const rateCardSchema = z
  .strictObject({
    currency: currencySchema,
    lines: z.array(rateLineSchema).min(1, "Give at least one price.").max(50),
    /** The sum is multiplied by the factor of the environment; one that is not named here has 1. */
    environmentFactors: z
      .array(
        z.strictObject({
          environment: z.string().min(1, "Must not be empty.").max(100),
          factor: factorSchema,
        }),
      )
      .max(50)
      .default([]),
    /** Said with every figure: what it leaves out. */
    notCovered: z.array(words(200)).max(20).default([]),
  })
  .superRefine((card, ctx) => {
    card.lines.forEach((line, n) => {
      if (line.type !== "choice") return;
      const seen = new Set<string>();
      line.prices.forEach(({ value }, m) => {
        if (seen.has(value))
          ctx.addIssue({
            code: "custom",
            path: ["lines", n, "prices", m, "value"],
            message: "Has a price already.",
          });
        seen.add(value);
      });
    });
  });
export type RateCard = z.infer<typeof rateCardSchema>;

const sharedSchema = z.strictObject({ shared: z.string().min(1, "Choose a rate card.").max(63) });

/** The key `rateCard` of an action: its own card, or one that actions share. */
export const actionRateCardSchema = z
  .unknown()
  .superRefine((value, ctx) => {
    // Asked by its kind, so that each fault has the path of its place and not of the whole.
    const isShared = typeof value === "object" && value !== null && "shared" in value;
    const { error } = (isShared ? sharedSchema : rateCardSchema).safeParse(value);
    for (const { path, message } of error?.issues ?? []) ctx.addIssue({ code: "custom", path, message });
  })
  .pipe(z.union([sharedSchema, rateCardSchema]));
export type ActionRateCard = z.output<typeof actionRateCardSchema>;

export const rateCardIdentifier = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    "Use up to 63 lowercase letters, digits and dashes, and begin with a letter or digit.",
  );

export const sharedRateCardSchema = z.strictObject({
  identifier: rateCardIdentifier,
  title: words(100),
  card: rateCardSchema,
  /** The revision that was looked at; left out for a new card. */
  revision: z.number().int().min(1).optional(),
});
export type SharedRateCardInput = z.input<typeof sharedRateCardSchema>;

export const resourcePriceSchema = z
  .strictObject({
    resourceType: z
      .string()
      .trim()
      .regex(/^[a-z][a-z0-9_]{0,99}$/, "Use the type as plans name it, as in aws_instance."),
    attribute: z.string().trim().min(1).max(100).nullable().default(null),
    value: z.string().trim().min(1).max(200).nullable().default(null),
    monthly: priceSchema,
    perAttribute: z.string().trim().min(1).max(100).nullable().default(null),
    currency: currencySchema,
    note: words(200).nullable().default(null),
  })
  .superRefine((price, ctx) => {
    if ((price.attribute === null) !== (price.value === null))
      ctx.addIssue({ code: "custom", path: ["value"], message: "An attribute and its value go together." });
  });
export type ResourcePriceInput = z.input<typeof resourcePriceSchema>;

export const quotaInputSchema = z.strictObject({
  title: words(100),
  blueprint: z.string().min(1, "Choose a blueprint.").max(100),
  per: z.enum(QUOTA_SUBJECTS),
  subject: z.string().trim().min(1).max(254).nullable().default(null),
  most: z
    .number("Use a whole number.")
    .int("Use a whole number.")
    .min(0, "Must not be less than none.")
    .max(100_000, "At most 100,000."),
});
export type QuotaInput = z.input<typeof quotaInputSchema>;
