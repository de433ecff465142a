"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import dynamic from "next/dynamic";
import { OpenButton, RemoveButton, useOpenItem } from "@/components/settings/frame/item-controls";
import { SectionList } from "@/components/settings/frame/section-list";
import { useTRPC } from "@/components/trpc/provider";
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
  const { open, setOpen, close, saved } = useOpenItem<SharedCard | "new">(refresh);
  return (
    <>
      <SectionList
        title="Shared rate cards"
        description="Actions name one under Cost; a change here changes what they are estimated at from then on."
        what="rate cards"
        query={query}
        itemId={(card) => card.identifier}
        create="New rate card"
        onCreate={() => setOpen("new")}
        empty="None yet. An action can also have a card of its own."
      >
        {(card) => (
          <>
            <div className="min-w-0 flex-1 basis-64 break-words">
              <OpenButton onClick={() => setOpen(card)}>{card.title}</OpenButton>
              <p className="text-muted-foreground text-xs">
                <span className="font-mono">{card.identifier}</span> · {card.card.lines.length}{" "}
                {card.card.lines.length === 1 ? "price" : "prices"} in {card.card.currency}
              </p>
            </div>
            <RemoveButton
              name={card.title}
              noun="rate card"
              description="Actions that name it have no estimate from then on, and say so."
              onConfirm={() => remove.mutateAsync({ identifier: card.identifier })}
            />
          </>
        )}
      </SectionList>
      {open && (
        <RateCardSheet
          card={open === "new" ? null : open}
          onClose={close}
          onSaved={(title) => saved(title, `The rate card "${title}" was saved`)}
        />
      )}
    </>
  );
}
