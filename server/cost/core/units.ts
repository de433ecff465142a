import { z } from "zod";
import { type Money, moneyText, readMoney } from "./money";

/** Units that the portal counts by itself. */
export const BUILT_IN_UNITS = [
  {
    identifier: "services",
    title: "Services",
    description: "Different entities of the catalog that had costs in the month.",
  },
  { identifier: "runs", title: "Runs", description: "Runs of actions that succeeded in the month." },
  {
    identifier: "deployments",
    title: "Deployments",
    description: "Successful deployments to production in the month, each counted once.",
  },
] as const;

export const isBuiltIn = (identifier: string): boolean =>
  BUILT_IN_UNITS.some((unit) => unit.identifier === identifier);

const words = (most: number) => z.string().trim().min(1, "Must not be empty.").max(most);

export const unitIdentifier = z
  .string()
  .trim()
  .regex(
    /^[a-z][a-z0-9-]{0,49}$/,
    "Use up to 50 lower-case letters, digits and dashes, beginning with a letter, as in active-users.",
  );

export const unitInputSchema = z.strictObject({
  identifier: unitIdentifier.refine(
    (identifier) => !isBuiltIn(identifier),
    "The portal counts this one by itself. Use another name.",
  ),
  title: words(100),
  description: z.string().trim().max(500).nullable().default(null),
});
export type UnitInput = z.input<typeof unitInputSchema>;

export const monthText = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "Use a month, as in 2026-01.");

export const unitCountSchema = z.strictObject({
  month: monthText,
  team: words(100).nullable().default(null),
  /** A decimal text, or a whole number. */
  count: z
    .union([z.string().trim(), z.number().nonnegative().transform(String)])
    .refine((text) => /^\d{1,15}(\.\d{1,6})?$/.test(text), "Use a number that is not negative, as in 1200."),
});
export type UnitCount = z.output<typeof unitCountSchema>;

/** As many as a file may bring at once. */
export const MOST_COUNTS = 5_000;

export const unitCountsSchema = z
  .array(unitCountSchema)
  .min(1, "Give at least one count.")
  .max(MOST_COUNTS)
  .superRefine((all, ctx) => {
    const seen = new Set<string>();
    all.forEach(({ month, team }, n) => {
      const key = `${month} ${team ?? ""}`;
      if (seen.has(key))
        ctx.addIssue({ code: "custom", path: [n], message: `${month} is counted twice. Keep one of them.` });
      seen.add(key);
    });
  });

export const baselineInputSchema = z
  .strictObject({
    /** Of the baseline that is changed; 0 when there was none. */
    revision: z.number().int().min(0),
    unit: unitIdentifier,
    currency: z.string().regex(/^[A-Z]{3}$/, "Use the three capital letters of the currency, as in EUR."),
    fromMonth: monthText,
    /** The last month that is in it. */
    untilMonth: monthText,
    initiative: words(200),
  })
  .refine(({ fromMonth, untilMonth }) => fromMonth <= untilMonth, {
    path: ["untilMonth"],
    message: "The last month is before the first.",
  });
export type BaselineInput = z.input<typeof baselineInputSchema>;

/** What one of a unit cost: exact to four digits; null without any. */
export function perUnit(amount: string | null, units: string | null): string | null {
  const [money, count] = [readMoney(amount), readMoney(units)];
  if (money === null || count === null || count <= 0n) return null;
  return moneyText(divide(money, count), 4);
}

const ONE = 10_000_000_000n;
const divide = (money: Money, by: Money): Money => {
  const sign = money < 0n ? -1n : 1n;
  return sign * ((money * sign * ONE + by / 2n) / by);
};
