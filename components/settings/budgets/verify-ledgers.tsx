"use client";

import { useQuery } from "@tanstack/react-query";
import { ShieldAlert, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { amountWords } from "@/components/cost/amounts";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { formatCount } from "@/components/ui/format";
import type { LedgerProof } from "./budget-types";
import { differencesOf } from "./ledger-differences";

/** Adds up every ledger, and says in words whether each comes to what is held and committed now, and where not. */
export function VerifyLedgers({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.budgets.verifyLedger.queryOptions(undefined, { staleTime: 0, gcTime: 0 }));
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title="Do the ledgers add up?"
        description="The entries of each budget, ended ones too, are added up and compared with what is held and committed now."
        footer={<Button onClick={onClose}>Close</Button>}
      >
        <QueryState
          query={query}
          what="the check"
          size="inline"
          skeleton={<p className="text-muted-foreground">Adding up every ledger…</p>}
        >
          {(proof) => (proof.holds ? <Holds count={proof.budgets.length} /> : <Broken proof={proof} />)}
        </QueryState>
      </DialogContent>
    </Dialog>
  );
}

function Holds({ count }: { count: number }) {
  return (
    <div role="status" className="text-success flex items-start gap-2">
      <ShieldCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p>
        {count === 0 ? (
          "There is no ledger yet."
        ) : (
          <>
            <strong className="font-semibold">
              {count === 1 ? "The ledger adds up." : "All ledgers add up."}
            </strong>{" "}
            The entries of {formatCount(count)} {count === 1 ? "budget come" : "budgets come"} to what is held
            and committed.
          </>
        )}
      </p>
    </div>
  );
}

function Broken({ proof }: { proof: LedgerProof }) {
  const broken = proof.budgets.filter(({ holds }) => !holds);
  return (
    <div role="alert" className="grid gap-3">
      <div className="text-danger flex items-start gap-2">
        <ShieldAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        <p>
          <strong className="font-semibold">
            {formatCount(broken.length)} of {formatCount(proof.budgets.length)} ledgers{" "}
            {broken.length === 1 ? "does" : "do"} not add up.
          </strong>{" "}
          The figures were changed around the portal. Compare them with a back-up, and find out who could
          write to the database.
        </p>
      </div>
      <ul className="divide-y rounded-md border">
        {broken.map((budget) => (
          <li key={budget.budgetId} className="grid gap-0.5 px-3 py-2">
            <Link
              href={`/settings/budgets/${budget.budgetId}`}
              className="font-medium underline-offset-4 hover:underline"
            >
              {budget.title}
            </Link>
            {differencesOf(budget).map(({ part, ledger, now }) => (
              <span key={part} className="tabular text-xs">
                {part === "reserved" ? "Held" : "Committed"}: {amountWords(now, budget.currency)} now,{" "}
                {amountWords(ledger, budget.currency)} by its entries
              </span>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}
