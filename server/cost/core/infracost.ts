import { z } from "zod";
import { currencySchema, type CostEstimate } from "../schema";
import { readMoney, type Money } from "./money";
import { estimateOf, type PricedLine } from "./priced";

/** A decimal as the format writes it: a text. Null: it depends on use, and nobody knows. */
const decimal = z
  .string()
  .max(60)
  .nullish()
  .transform((text, ctx): Money | null => {
    if (text === null || text === undefined) return null;
    const money = readMoney(text);
    if (money !== null) return money;
    ctx.addIssue({ code: "custom", message: `"${text}" is not a decimal number.` });
    return z.NEVER;
  });

const breakdown = z
  .object({
    resources: z
      .array(
        z.object({
          name: z.string().max(1000),
          resourceType: z.string().max(200).nullish(),
          monthlyCost: decimal,
        }),
      )
      .max(10_000)
      .nullish(),
    totalMonthlyCost: decimal,
  })
  .nullish();

/** What the portal reads of an Infracost JSON of version 0.2; the rest of it is left aside. */
const infracostSchema = z.object({
  version: z.literal("0.2", "Only version 0.2 of the format is understood."),
  currency: currencySchema,
  projects: z
    .array(z.object({ breakdown, diff: breakdown, pastBreakdown: breakdown }))
    .min(1)
    .max(100),
  summary: z
    .object({ unsupportedResourceCounts: z.record(z.string(), z.number().int().min(0)).nullish() })
    .nullish(),
});

/** Reads an Infracost JSON into an estimate of the change. Throws ZodError with the path of what is wrong. */
export function readInfracost(json: unknown): CostEstimate {
  const { currency, projects, summary } = infracostSchema.parse(json);
  const notCovered: string[] = [];
  const lines: PricedLine[] = [];
  for (const project of projects) {
    const change = project.diff?.resources ? project.diff : project.breakdown;
    for (const { name, resourceType, monthlyCost } of change?.resources ?? []) {
      if (monthlyCost === null) notCovered.push(`${name}: depends on how much it is used`);
      else lines.push({ label: name, monthly: monthlyCost, basis: resourceType ?? "Infracost" });
    }
  }
  for (const [type, count] of Object.entries(summary?.unsupportedResourceCounts ?? {}))
    if (count > 0) notCovered.push(`${type}: Infracost has no price for it (${count})`);
  return estimateOf("infracost", currency, { lines, notCovered });
}
