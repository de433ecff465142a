"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { amountWords } from "@/components/cost/amounts";
import { entityHref } from "@/components/catalog/catalog-types";
import { useShell } from "@/components/shell/shell-context";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { formatCount } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Commitment } from "./adjust-dialog";
import type { BudgetDetail } from "./budget-types";

const AdjustDialog = dynamic(() => import("./adjust-dialog").then((module) => module.AdjustDialog), {
  ssr: false,
});

/** What takes something from a budget each month, and for administrators the way to put it right. */
export function CommitmentsCard({
  budget,
  onChanged,
}: {
  budget: BudgetDetail;
  onChanged: () => Promise<unknown>;
}) {
  const { viewer } = useShell();
  const [open, setOpen] = useState<Commitment | "other" | null>(null);
  const { items, count } = budget.commitments;
  return (
    <SectionCard
      title="Committed"
      description="What was made under it, each with its estimate a month."
      padded={false}
      actions={
        viewer.isAdmin && (
          <Button size="sm" aria-haspopup="dialog" onClick={() => setOpen("other")}>
            Put another right
          </Button>
        )
      }
    >
      {items.length === 0 ? (
        <p className="text-muted-foreground px-4 py-3">Nothing takes from this budget.</p>
      ) : (
        <ul aria-label="Committed" className="divide-y">
          {items.map((thing) => (
            <li
              key={`${thing.blueprint} ${thing.entity}`}
              className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2"
            >
              <span className="min-w-0 flex-1 basis-48 break-words">
                <Link
                  href={entityHref(thing.blueprint, thing.entity)}
                  className="font-medium underline-offset-4 hover:underline"
                >
                  {thing.entity}
                </Link>{" "}
                <span className="text-muted-foreground text-xs">
                  <span className="font-mono">{thing.blueprint}</span> ·{" "}
                  <RelativeTime value={thing.updatedAt} />
                </span>
              </span>
              <span className="tabular">{amountWords(thing.amount, budget.currency)}</span>
              {viewer.isAdmin && (
                <Button
                  size="sm"
                  variant="ghost"
                  aria-haspopup="dialog"
                  aria-label={`Put right what ${thing.entity} takes`}
                  onClick={() => setOpen(thing)}
                >
                  Put right
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {count > items.length && (
        <p className="text-muted-foreground border-t px-4 py-2 text-xs">
          The dearest {formatCount(items.length)} of {formatCount(count)}.
        </p>
      )}
      {open && (
        <AdjustDialog
          budget={budget}
          thing={open === "other" ? null : open}
          onClose={() => setOpen(null)}
          onAdjusted={onChanged}
        />
      )}
    </SectionCard>
  );
}
