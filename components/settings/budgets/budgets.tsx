"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Wallet } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { amountWords, budgetLook } from "@/components/cost/amounts";
import { BudgetBar } from "@/components/cost/budget-bar";
import type { DataTableColumn } from "@/components/data-table/columns";
import { DataTable } from "@/components/data-table/data-table";
import { RowLink } from "@/components/data-table/row-link";
import { ListPage } from "@/components/shell/page";
import { useShell } from "@/components/shell/shell-context";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { StatusBadge } from "@/components/ui/status-badge";
import { toast } from "@/components/ui/toast";
import { type Budget, scopeLabel } from "./budget-types";

const BudgetSheet = dynamic(() => import("./budget-sheet").then((module) => module.BudgetSheet), {
  ssr: false,
});

const RecordActualDialog = dynamic(
  () => import("./record-actual-dialog").then((module) => module.RecordActualDialog),
  { ssr: false },
);
const VerifyLedgers = dynamic(() => import("./verify-ledgers").then((module) => module.VerifyLedgers), {
  ssr: false,
});

const amountOf = (budget: Budget): string => String(Number(budget.amount) + Number(budget.exceptions));

const columns: DataTableColumn<Budget>[] = [
  {
    id: "title",
    header: "Budget",
    priority: 1,
    cell: (budget) => (
      <span className="grid">
        <RowLink href={`/settings/budgets/${budget.id}`}>{budget.title}</RowLink>
        <span className="text-muted-foreground text-xs">{scopeLabel(budget.scope)}</span>
      </span>
    ),
  },
  {
    id: "state",
    header: "State",
    priority: 2,
    cell: (budget) => {
      const look = budgetLook(budget);
      return (
        <StatusBadge tone={look.tone} icon={look.icon}>
          {look.label}
        </StatusBadge>
      );
    },
  },
  {
    id: "used",
    header: "Used",
    width: "w-40",
    cell: (budget) => <BudgetBar {...budget} />,
  },
  ...(
    [
      ["committed", "Committed"],
      ["reserved", "Held"],
      ["actual", "Billed this month"],
      ["left", "Left"],
    ] as const
  ).map(([id, header]): DataTableColumn<Budget> => ({
    id,
    header,
    align: "right",
    priority: id === "left" ? 2 : 3,
    cell: (budget) => <span className="tabular">{amountWords(budget[id], budget.currency)}</span>,
  })),
  {
    id: "amount",
    header: "A month",
    align: "right",
    cell: (budget) => <span className="tabular">{amountWords(amountOf(budget), budget.currency)}</span>,
  },
];

/** What may be spent a month, with what counts against it. Administrators make budgets; others see theirs. */
export function Budgets() {
  const trpc = useTRPC();
  const { viewer } = useShell();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.budgets.list.queryOptions());
  const [open, setOpen] = useState<"new" | "record" | "verify" | null>(null);
  const close = () => setOpen(null);
  const create = viewer.isAdmin && (
    <Button variant="primary" onClick={() => setOpen("new")}>
      <Plus aria-hidden /> New budget
    </Button>
  );
  return (
    <ListPage
      title="Budgets"
      description="What teams, cost centres and environments may spend a month. A request is estimated and held against them before it runs."
      breadcrumbs={[{ label: "Settings" }, { label: "Budgets" }]}
      action={query.data && query.data.length > 0 ? create : undefined}
      secondaryActions={
        viewer.isAdmin && (
          <>
            <Button aria-haspopup="dialog" onClick={() => setOpen("verify")}>
              Check ledgers
            </Button>
            <Button aria-haspopup="dialog" onClick={() => setOpen("record")}>
              Record cost
            </Button>
          </>
        )
      }
    >
      <DataTable
        label="budgets"
        columns={columns}
        rows={query.data}
        rowId={(budget) => budget.id}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={
          <EmptyState icon={Wallet} title="No budgets yet" action={create || undefined}>
            {viewer.isAdmin
              ? "Without one, requests are estimated and nothing is held or blocked."
              : "There is none for your teams. An administrator can make one."}
          </EmptyState>
        }
      />
      {open === "record" && <RecordActualDialog onClose={close} />}
      {open === "verify" && <VerifyLedgers onClose={close} />}
      {open === "new" && (
        <BudgetSheet
          budget={null}
          onClose={close}
          onSaved={async (title) => {
            close();
            await queryClient.invalidateQueries(trpc.budgets.pathFilter());
            toast.success(`The budget "${title}" was created`);
          }}
        />
      )}
    </ListPage>
  );
}
