"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import dynamic from "next/dynamic";
import { useState } from "react";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { toast } from "@/components/ui/toast";
import type { AppRouter } from "@/server/api/root";

export type SharedCard = inferRouterOutputs<AppRouter>["cost"]["rateCards"]["list"][number];

const RateCardSheet = dynamic(() => import("./rate-card-sheet").then((module) => module.RateCardSheet), {
  ssr: false,
});

/** Rate cards that several actions share. */
export function RateCardList() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.cost.rateCards.list.queryOptions());
  const refresh = () => queryClient.invalidateQueries(trpc.cost.rateCards.pathFilter());
  const remove = useMutation(trpc.cost.rateCards.delete.mutationOptions({ onSuccess: refresh }));
  const [open, setOpen] = useState<SharedCard | "new" | null>(null);
  return (
    <SectionCard
      title="Shared rate cards"
      description="Actions name one under Cost; a change here changes what they are estimated at from then on."
      padded={false}
      actions={
        <Button size="sm" aria-haspopup="dialog" onClick={() => setOpen("new")}>
          New rate card
        </Button>
      }
    >
      <QueryState
        query={query}
        what="rate cards"
        isEmpty={(cards) => cards.length === 0}
        empty={
          <p className="text-muted-foreground px-4 py-3">
            None yet. An action can also have a card of its own.
          </p>
        }
      >
        {(cards) => (
          <ul className="divide-y">
            {cards.map((card) => (
              <li
                key={card.identifier}
                className="flex flex-wrap items-center justify-between gap-2 px-4 py-2"
              >
                <button
                  type="button"
                  onClick={() => setOpen(card)}
                  className="rounded-xs text-left font-medium underline-offset-4 hover:underline"
                >
                  {card.title}{" "}
                  <span className="text-muted-foreground font-mono text-xs font-normal">
                    {card.identifier}
                  </span>
                </button>
                <span className="text-muted-foreground text-xs">
                  {card.card.lines.length} {card.card.lines.length === 1 ? "price" : "prices"} in{" "}
                  {card.card.currency}
                </span>
                <ConfirmDialog
                  title={`Delete ${card.title}?`}
                  description="Actions that name it have no estimate from then on, and say so."
                  confirmLabel="Delete rate card"
                  trigger={
                    <Button size="sm" variant="destructive-outline" aria-label={`Delete ${card.title}`}>
                      Delete
                    </Button>
                  }
                  onConfirm={() => remove.mutateAsync({ identifier: card.identifier })}
                />
              </li>
            ))}
          </ul>
        )}
      </QueryState>
      {open && (
        <RateCardSheet
          card={open === "new" ? null : open}
          onClose={() => setOpen(null)}
          onSaved={async (title) => {
            setOpen(null);
            await refresh();
            toast.success(`The rate card "${title}" was saved`);
          }}
        />
      )}
    </SectionCard>
  );
}
