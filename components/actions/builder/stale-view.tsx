"use client";

import { useQuery } from "@tanstack/react-query";
import { MergeView } from "@/components/definition-editor/merge-view";
import type { Basis } from "@/components/definition-editor/use-definition";
import { useTRPC } from "@/components/trpc/provider";
import type { ActionDraft } from "./action-draft";
import { meanwhile } from "./basis";

interface StaleViewProps {
  identifier: string;
  basis: Basis<ActionDraft>;
  definition: ActionDraft;
  onMerged: (basis: Basis<ActionDraft>, definition: ActionDraft) => void;
  onClose: () => void;
}

const fetched = { staleTime: 0, refetchOnMount: "always" } as const;

/** Somebody else saved the action or its draft meanwhile: the two changes are brought together. */
export function StaleView({ identifier, basis, definition, onMerged, onClose }: StaleViewProps) {
  const trpc = useTRPC();
  const current = useQuery(trpc.actions.get.queryOptions({ identifier }, fetched));
  const revisions = useQuery(trpc.actions.revisions.queryOptions({ identifier }, fetched));
  const waiting = [current, revisions].find((query) => query.error) ?? current;
  const change =
    current.data && revisions.data && !current.isFetching && !revisions.isFetching
      ? meanwhile(basis, current.data, revisions.data)
      : undefined;
  return (
    <MergeView
      noun="action"
      base={change?.before ?? basis.definition}
      definition={definition}
      current={{ ...waiting, data: change?.after }}
      onMerged={onMerged}
      onClose={onClose}
    />
  );
}
