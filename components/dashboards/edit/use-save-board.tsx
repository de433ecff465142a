"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { ReactNode } from "react";
import type { DefinitionIssue } from "@/components/definition-editor/issues";
import type { Basis, DefinitionDraft } from "@/components/definition-editor/use-definition";
import { readFailure } from "@/components/states/domain-error";
import { useTRPC } from "@/components/trpc/provider";
import { toast } from "@/components/ui/toast";
import { repaired } from "../layout/layout";
import type { PageView } from "../pages/page-types";
import { useRefreshPages } from "../pages/use-refresh-pages";
import { documentOf, draftOf } from "./board-draft";
import type { BoardDraft } from "./board-draft";

const MergeView = dynamic(
  () => import("@/components/definition-editor/merge-view").then((one) => one.MergeView<BoardDraft>),
  { ssr: false },
);

export const basisOf = (page: PageView): Basis<BoardDraft> => ({
  definition: draftOf(page),
  revision: page.revision,
});

export interface SaveBoard {
  save: () => Promise<void>;
  pending: boolean;
  failure: unknown;
  /** What the server refused, by the path in the document that was sent. */
  refused: readonly DefinitionIssue[];
  dialog: ReactNode;
}

/** Saves a page as one change. When somebody else saved meanwhile, both are brought together before anything is stored. */
export function useSaveBoard(identifier: string, draft: DefinitionDraft<BoardDraft>): SaveBoard {
  const trpc = useTRPC();
  const refresh = useRefreshPages();
  const [failure, setFailure] = useState<unknown>(null);
  const [refused, setRefused] = useState<readonly DefinitionIssue[]>([]);
  const [merging, setMerging] = useState(false);
  const update = useMutation(trpc.dashboards.update.mutationOptions());
  const current = useQuery({
    ...trpc.dashboards.get.queryOptions({ identifier }),
    enabled: merging,
    staleTime: 0,
  });
  const newest =
    current.data && current.data.revision !== draft.basis.revision ? basisOf(current.data) : undefined;

  const save = async () => {
    if (update.isPending) return;
    if (!draft.dirty) return toast.info("There is nothing to save");
    setFailure(null);
    setRefused([]);
    const { title, icon, description, definition } = documentOf(draft.definition);
    try {
      const saved = await update.mutateAsync({
        identifier,
        ...(draft.basis.revision !== null && { expectedRevision: draft.basis.revision }),
        title,
        icon: icon ?? null,
        description: description ?? null,
        definition,
      });
      draft.rebase(basisOf(saved));
      toast.success(`${saved.title} was saved`);
      await refresh();
    } catch (error) {
      const { code, issues } = readFailure(error);
      if (code === "conflict") setMerging(true);
      else if (issues.length > 0) setRefused(issues);
      else setFailure(error);
    }
  };
  return {
    save,
    pending: update.isPending,
    failure,
    refused,
    dialog: merging && (
      <MergeView
        noun="dashboard"
        base={draft.basis.definition}
        definition={draft.definition}
        current={{ ...current, data: newest }}
        onClose={() => setMerging(false)}
        onMerged={(fresh, merged) => {
          setMerging(false);
          // A widget that only one side has keeps a place, whoever’s arrangement stays.
          const layout = repaired(merged.layout, Object.keys(merged.widgets));
          draft.rebase(fresh, { ...merged, layout });
          toast.info("Both changes are together now", { description: "Look them over, then save." });
        }}
      />
    ),
  };
}
