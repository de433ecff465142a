import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import { budgetLook } from "@/components/cost/amounts";
import { Badge } from "@/components/ui/badge";
import { formatMoney } from "@/components/ui/format";
import type { AppRouter } from "@/server/api/root";

export type BudgetOutlook = inferRouterOutputs<AppRouter>["costs"]["budgets"][number];

/** What a budget stands at: what is billed, or what was committed where that is more, since a bill comes later. */
function standing({ actual, committed, reserved }: BudgetOutlook): { value: number; word: string } {
  const [billed, promised] = [Number(actual), Number(committed) + Number(reserved)];
  return promised > billed ? { value: promised, word: "committed" } : { value: billed, word: "billed" };
}

/** Budgets with what is billed or committed of each, and whether that is within; at most `most`. */
export function BudgetLines({ budgets, most = 10 }: { budgets: readonly BudgetOutlook[]; most?: number }) {
  if (!budgets.length)
    return <p className="text-muted-foreground text-xs">There is no budget that you may see.</p>;
  return (
    <ul className="grid gap-1.5">
      {budgets.slice(0, most).map((budget) => {
        const { id, title, amount, exceptions, currency, forecast } = budget;
        const whole = Number(amount) + Number(exceptions);
        const { value, word } = standing(budget);
        const look = budgetLook(budget, forecast?.amount ?? null);
        return (
          <li
            key={id}
            className="flex min-w-0 flex-wrap items-baseline justify-between gap-x-2 text-xs print:flex-nowrap"
          >
            <Link href={`/settings/budgets/${id}`} className="max-w-full min-w-0 truncate hover:underline">
              {title}
            </Link>
            <span className="tabular ml-auto flex flex-wrap items-baseline justify-end gap-x-1.5 print:shrink-0 print:flex-nowrap">
              {formatMoney(value, currency)} {word} of {formatMoney(whole, currency)}
              <Badge tone={look.tone}>{look.label}</Badge>
            </span>
          </li>
        );
      })}
      {budgets.length > most && (
        <li className="text-muted-foreground text-xs">and {budgets.length - most} more</li>
      )}
    </ul>
  );
}
