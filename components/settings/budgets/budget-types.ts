import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/api/root";
import type { CostScope } from "@/server/cost/schema";

type Outputs = inferRouterOutputs<AppRouter>["budgets"];
export type Budget = Outputs["list"][number];
export type BudgetDetail = Outputs["get"];
export type LedgerProof = Outputs["verifyLedger"];
export type LedgerEntry = Outputs["ledger"]["entries"][number];

/** What a budget takes in, for its row: "Team payments, environment production". */
export function scopeLabel({ team, costCentre, environment }: CostScope): string {
  const parts = [
    team === null ? null : `team ${team}`,
    costCentre === null ? null : `cost centre ${costCentre}`,
    environment === null ? null : `environment ${environment}`,
  ].filter((part) => part !== null);
  return parts.length === 0
    ? "Whole organisation"
    : parts.join(", ").replace(/^./, (first) => first.toUpperCase());
}

/** From when to when a budget judges, both days included. */
export function validityWords({ validFrom, validUntil }: Pick<Budget, "validFrom" | "validUntil">): string {
  if (validFrom && validUntil) return `${validFrom} to ${validUntil}`;
  if (validFrom) return `From ${validFrom} on`;
  return validUntil ? `Until ${validUntil}` : "Always";
}

/** Text with commas or line breaks between its parts, as a list. */
export const listOf = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
