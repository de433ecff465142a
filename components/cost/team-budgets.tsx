"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/provider";
import { amountWords } from "./amounts";
import { BudgetBar } from "./budget-bar";

/** The budgets of a team on its card, as far as the reader may see them. Nothing where it has none. */
export function TeamBudgets({ team }: { team: string }) {
  const trpc = useTRPC();
  // One question for all cards of the page.
  const query = useQuery(trpc.budgets.list.queryOptions(undefined, { staleTime: 30_000 }));
  const own = (query.data ?? []).filter((budget) => budget.scope.team === team);
  if (own.length === 0) return null;
  return (
    <ul aria-label={`Budgets of ${team}`} className="grid gap-2 border-b px-4 py-2">
      {own.map((budget) => (
        <li key={budget.id} className="grid gap-1">
          <span className="flex flex-wrap justify-between gap-x-3">
            <Link href={`/settings/budgets/${budget.id}`} className="underline-offset-4 hover:underline">
              {budget.title}
            </Link>
            <span className="text-muted-foreground tabular text-xs">
              {amountWords(budget.left, budget.currency)} of{" "}
              {amountWords(String(Number(budget.amount) + Number(budget.exceptions)), budget.currency)} a
              month left
            </span>
          </span>
          <BudgetBar {...budget} />
        </li>
      ))}
    </ul>
  );
}
