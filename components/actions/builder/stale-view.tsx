"use client";

import { useQuery } from "@tanstack/react-query";
import { MergeView } from "@/components/definition-editor/merge-view";
import type { Basis } from "@/components/definition-editor/use-definition";
import { useTRPC } from "@/components/trpc/provider";
import type { ActionDraft } from "./action-draft";
import { basisOf } from "./basis";

interface StaleViewProps {
  identifier: string;
  base: ActionDraft;
  definition: ActionDraft;
  onMerged: (basis: Basis<ActionDraft>, definition: ActionDraft) => void;
  onClose: () => void;
}

/** Somebody else saved the action meanwhile: the two changes are brought together. */
export function StaleView({ identifier, base, definition, onMerged, onClose }: StaleViewProps) {
  const trpc = useTRPC();
  const current = useQuery(
    trpc.actions.get.queryOptions({ identifier }, { staleTime: 0, refetchOnMount: "always" }),
  );
  const fresh = current.data && !current.isFetching ? basisOf(current.data) : undefined;
  return (
    <MergeView
      noun="action"
      base={base}
      definition={definition}
      current={{ ...current, data: fresh }}
      onMerged={onMerged}
      onClose={onClose}
    />
  );
}
