"use client";

import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/provider";
import { SectionCard } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { StatusBadge } from "@/components/ui/status-badge";
import type { AppRouter } from "@/server/api/root";
import { amountWords, budgetLook } from "./amounts";
import { BudgetBar } from "./budget-bar";

type Budget = inferRouterOutputs<AppRouter>["budgets"]["list"][number];

function useTeamBudgets(team: string) {
  const trpc = useTRPC();
  // One question for all teams of a page.
  const query = useQuery(trpc.budgets.list.queryOptions(undefined, { staleTime: 30_000 }));
  return (query.data ?? []).filter((budget) => budget.scope.team === team);
}

/** The budgets of a team on its card, as far as the reader may see them. Nothing where it has none. */
export function TeamBudgets({ team }: { team: string }) {
  const own = useTeamBudgets(team);
  if (own.length === 0) return null;
  return <BudgetLines team={team} budgets={own} className="border-b px-4 py-2" />;
}

/** The same as a card of its own, for the page of a team in the catalog. */
export function TeamBudgetsCard({ team }: { team: string }) {
  const own = useTeamBudgets(team);
  if (own.length === 0) return null;
  return (
    <SectionCard title={own.length === 1 ? "Budget" : "Budgets"}>
      <BudgetLines team={team} budgets={own} />
    </SectionCard>
  );
}

function BudgetLines({ team, budgets, className }: { team: string; budgets: Budget[]; className?: string }) {
  return (
    <ul aria-label={`Budgets of ${team}`} className={cn("grid gap-2", className)}>
      {budgets.map((budget) => (
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
          {budgetLook(budget).tone !== "success" && (
            <span>
              <StatusBadge tone={budgetLook(budget).tone} icon={budgetLook(budget).icon}>
                {budgetLook(budget).label}
              </StatusBadge>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
