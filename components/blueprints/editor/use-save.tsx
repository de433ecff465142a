"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { ReactNode } from "react";
import { readFailure } from "@/components/states/domain-error";
import { useTRPC } from "@/components/trpc/provider";
import { toast } from "@/components/ui/toast";
import type { BlueprintDefinition, BlueprintRecord } from "@/server/catalog/schema";
import { editBlueprintHref } from "../blueprint-paths";
import type { DefinitionPath } from "@/components/definition-editor/path";
import type { DefinitionDraft } from "@/components/definition-editor/use-definition";
import { basisOf } from "./basis";
import type { Issues } from "@/components/definition-editor/use-issues";

const SaveDialog = dynamic(() => import("../report/save-dialog").then((module) => module.SaveDialog), {
  ssr: false,
});

interface SaveOptions {
  /** Null for a new blueprint. */
  identifier: string | null;
  draft: DefinitionDraft<BlueprintDefinition>;
  issues: Issues;
  goToIssue: (path: DefinitionPath) => void;
}

export interface Save {
  start: () => Promise<void>;
  pending: boolean;
  /** Whether the page is on its way elsewhere after a save. */
  leaving: boolean;
  failure: unknown;
  reload: () => Promise<void>;
  dialog: ReactNode;
}

/** Saving: checks first, shows what the change does, and brings what is refused to its control. */
export function useSave({ identifier, draft, issues, goToIssue }: SaveOptions): Save {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [failure, setFailure] = useState<unknown>(null);
  const [leaving, setLeaving] = useState(false);
  const [checking, setChecking] = useState(false);
  const create = useMutation(trpc.catalog.blueprints.create.mutationOptions());
  const [reviewing, setReviewing] = useState(false);
  const { definition, basis } = draft;

  const refuse = (error: unknown) => {
    const found = readFailure(error).issues;
    issues.refuse(found);
    if (found[0]) goToIssue(found[0].path);
    else setFailure(error);
  };
  const stored = async (record: BlueprintRecord) => {
    draft.rebase(basisOf(record));
    issues.reset();
    setReviewing(false);
    toast.success(`${record.title} was saved`);
    await queryClient.invalidateQueries(trpc.catalog.pathFilter());
  };
  const createNew = async () => {
    try {
      const record = await create.mutateAsync({ definition });
      await stored(record);
      draft.forget();
      setLeaving(true);
      router.replace(editBlueprintHref(record.identifier));
    } catch (error) {
      refuse(error);
    }
  };
  const start = async () => {
    if (checking || create.isPending) return;
    setFailure(null);
    setChecking(true);
    try {
      const found = await issues.checkNow();
      if (found[0]) goToIssue(found[0].path);
      else if (identifier === null) await createNew();
      else if (draft.dirty) setReviewing(true);
      else toast.info("There is nothing to save");
    } finally {
      setChecking(false);
    }
  };
  return {
    start,
    pending: checking,
    leaving,
    failure,
    reload: async () => {
      if (identifier === null) return;
      const fresh = await queryClient.fetchQuery({
        ...trpc.catalog.blueprints.get.queryOptions({ identifier }),
        staleTime: 0,
      });
      draft.rebase(basisOf(fresh));
      issues.reset();
      await queryClient.invalidateQueries(trpc.catalog.pathFilter());
    },
    dialog: reviewing && identifier !== null && (
      <SaveDialog
        identifier={identifier}
        definition={definition}
        basis={basis}
        onClose={() => setReviewing(false)}
        onSaved={(record) => void stored(record)}
        onRefused={(error) => {
          setReviewing(false);
          refuse(error);
        }}
        onMerged={(fresh, merged) => {
          setReviewing(false);
          draft.rebase(fresh, merged);
          toast.info("Both changes are together now", { description: "Look them over, then save." });
        }}
      />
    ),
  };
}
