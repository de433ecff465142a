"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { amountWords, budgetLook } from "@/components/cost/amounts";
import { BudgetBar } from "@/components/cost/budget-bar";
import { ListPage } from "@/components/shell/page";
import { useShell } from "@/components/shell/shell-context";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { toast } from "@/components/ui/toast";
import { type BudgetDetail, scopeLabel, validityWords } from "./budget-types";
import { CommitmentsCard } from "./commitments-card";
import { ExceptionsCard } from "./exceptions-card";
import { LedgerCard } from "./ledger-card";

const BudgetSheet = dynamic(() => import("./budget-sheet").then((module) => module.BudgetSheet), {
  ssr: false,
});

const RecordActualDialog = dynamic(
  () => import("./record-actual-dialog").then((module) => module.RecordActualDialog),
  { ssr: false },
);

const peopleWords = ({ users, teams }: BudgetDetail["owners"], nobody: string): string =>
  [...users, ...teams.map((team) => `team ${team}`)].join(", ") || nobody;
const percentWords = (percent: number | null): string => (percent === null ? "Never" : `Above ${percent}%`);

/** One budget: its figures, exceptions, what approved runs hold, and its ledger. */
export function BudgetPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { viewer } = useShell();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.budgets.get.queryOptions({ id }));
  const refresh = () => queryClient.invalidateQueries(trpc.budgets.pathFilter());
  const archive = useMutation(trpc.budgets.archive.mutationOptions());
  const [editing, setEditing] = useState(false);
  const [recording, setRecording] = useState(false);
  const budget = query.data;
  return (
    <ListPage
      title={budget?.title ?? "Budget"}
      description={budget && scopeLabel(budget.scope)}
      breadcrumbs={[
        { label: "Settings" },
        { label: "Budgets", href: "/settings/budgets" },
        { label: budget?.title ?? id },
      ]}
      action={
        budget?.canManage && (
          <Button variant="primary" onClick={() => setEditing(true)}>
            Edit budget
          </Button>
        )
      }
      secondaryActions={
        budget &&
        viewer.isAdmin && (
          <>
            <ConfirmDialog
              title={`End the budget "${budget.title}"?`}
              description="It judges no more requests. Its ledger stays in the database."
              confirmLabel="End budget"
              trigger={<Button variant="destructive-outline">End budget</Button>}
              onConfirm={async () => {
                await archive.mutateAsync({ id });
                await refresh();
                router.push("/settings/budgets");
              }}
            />
            <Button aria-haspopup="dialog" onClick={() => setRecording(true)}>
              Record cost
            </Button>
          </>
        )
      }
    >
      <QueryState query={query} what="the budget">
        {(data) => (
          <div className="grid gap-6">
            <Figures budget={data} />
            <ExceptionsCard budget={data} onChanged={refresh} />
            <Reservations budget={data} />
            <CommitmentsCard budget={data} onChanged={refresh} />
            <LedgerCard id={id} title={data.title} currency={data.currency} />
            {recording && (
              <RecordActualDialog
                scope={data.scope}
                currency={data.currency}
                onClose={() => setRecording(false)}
              />
            )}
            {editing && (
              <BudgetSheet
                budget={data}
                onClose={() => setEditing(false)}
                onSaved={async (title) => {
                  setEditing(false);
                  await refresh();
                  toast.success(`The budget "${title}" was saved`);
                }}
              />
            )}
          </div>
        )}
      </QueryState>
    </ListPage>
  );
}

function Figures({ budget }: { budget: BudgetDetail }) {
  const { currency } = budget;
  const look = budgetLook(budget);
  const money = (text: string) => <span className="tabular">{amountWords(text, currency)}</span>;
  return (
    <SectionCard
      title="This month"
      actions={
        <StatusBadge tone={look.tone} icon={look.icon}>
          {look.label}
        </StatusBadge>
      }
    >
      <div className="grid gap-4">
        <BudgetBar {...budget} />
        <DescriptionList
          columns={2}
          items={[
            { term: "Amount a month", value: money(budget.amount) },
            { term: "Exceptions", value: money(budget.exceptions) },
            { term: "Committed", value: money(budget.committed) },
            { term: "Held by approved runs", value: money(budget.reserved) },
            { term: "Billed this month", value: money(budget.actual) },
            { term: "Left", value: money(budget.left) },
            { term: "Warns", value: percentWords(budget.warnAt) },
            { term: "Asks for an extra approval", value: percentWords(budget.extraApprovalAt) },
            { term: "Blocks", value: percentWords(budget.blockAt) },
            { term: "Owners", value: peopleWords(budget.owners, "Administrators") },
            {
              term: "Extra approvers",
              value: peopleWords(budget.approvers, "Its owners, or administrators"),
            },
            {
              term: "In force",
              value: validityWords(budget),
            },
          ]}
        />
      </div>
    </SectionCard>
  );
}

function Reservations({ budget }: { budget: BudgetDetail }) {
  if (budget.reservations.length === 0) return null;
  return (
    <SectionCard title="Held by approved runs" padded={false}>
      <ul className="divide-y">
        {budget.reservations.map(({ runId, amount, createdAt }) => (
          <li key={runId} className="flex flex-wrap items-center justify-between gap-x-3 px-4 py-2">
            <Link href={`/runs/${runId}`} className="font-mono text-xs underline-offset-4 hover:underline">
              {runId}
            </Link>
            <span className="text-muted-foreground text-xs">
              <RelativeTime value={createdAt} />
            </span>
            <span className="tabular">{amountWords(amount, budget.currency)}</span>
          </li>
        ))}
      </ul>
    </SectionCard>
  );
}
