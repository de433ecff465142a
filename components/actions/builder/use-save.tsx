"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { ReactNode } from "react";
import type { DefinitionPath } from "@/components/definition-editor/path";
import type { DefinitionDraft } from "@/components/definition-editor/use-definition";
import type { Issues } from "@/components/definition-editor/use-issues";
import { readFailure } from "@/components/states/domain-error";
import { useTRPC } from "@/components/trpc/provider";
import { toast } from "@/components/ui/toast";
import type { ActionDefinition } from "../action-types";
import type { ActionDraft } from "./action-draft";
import { editActionHref } from "./action-paths";
import { basisOf } from "./basis";

const StaleView = dynamic(() => import("./stale-view").then((module) => module.StaleView), { ssr: false });

interface SaveOptions {
  /** Null for a new action. */
  identifier: string | null;
  draft: DefinitionDraft<ActionDraft>;
  issues: Issues;
  goToIssue: (path: DefinitionPath) => void;
}

export interface Save {
  /** Makes it what people run. */
  publish: () => Promise<void>;
  /** Keeps it without showing it to anybody but administrators. */
  keep: () => Promise<void>;
  pending: "publish" | "keep" | null;
  /** Whether the page is on its way elsewhere after a save. */
  leaving: boolean;
  failure: unknown;
  reload: () => Promise<void>;
  dialog: ReactNode;
}

/** Saving: checks first, brings what is refused to its control, and a change by somebody else together with one's own. */
export function useSave({ identifier, draft, issues, goToIssue }: SaveOptions): Save {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [failure, setFailure] = useState<unknown>(null);
  const [leaving, setLeaving] = useState(false);
  const [pending, setPending] = useState<Save["pending"]>(null);
  const [stale, setStale] = useState(false);
  const create = useMutation(trpc.actions.create.mutationOptions());
  const update = useMutation(trpc.actions.update.mutationOptions());
  const { definition, basis } = draft;

  const refuse = (error: unknown) => {
    const failed = readFailure(error);
    if (failed.code === "conflict" && basis.revision !== null && isStale(error)) return setStale(true);
    const found =
      failed.code === "conflict" && failed.issues.length === 0
        ? [{ path: ["identifier"], message: failed.message }]
        : failed.issues;
    issues.refuse(found);
    if (found[0]) goToIssue(found[0].path);
    else setFailure(error);
  };
  const stored = async (record: ActionDefinition, message: string) => {
    draft.rebase(basisOf(record));
    issues.reset();
    toast.success(message);
    await queryClient.invalidateQueries(trpc.actions.pathFilter());
    if (record.identifier === identifier) return;
    draft.forget();
    setLeaving(true);
    router.replace(editActionHref(record.identifier));
  };
  const write = async (next: ActionDraft): Promise<ActionDefinition> =>
    identifier === null
      ? create.mutateAsync({ definition: next })
      : update.mutateAsync({
          identifier,
          definition: next,
          ...(basis.revision !== null && { revision: basis.revision }),
        });
  const save = async (how: "publish" | "keep") => {
    if (pending !== null) return;
    setFailure(null);
    setPending(how);
    try {
      const found = await issues.checkNow();
      if (found[0]) return goToIssue(found[0].path);
      const { publish: _publish, ...rest } = definition;
      const next = how === "publish" ? rest : { ...rest, publish: false };
      const record = await write(next as ActionDraft);
      await stored(record, `${nameOf(record)} was ${how === "publish" ? "published" : "kept as a draft"}`);
    } catch (error) {
      refuse(error);
    } finally {
      setPending(null);
    }
  };
  return {
    publish: () => save("publish"),
    keep: () => save("keep"),
    pending,
    leaving,
    failure,
    reload: async () => {
      if (identifier === null) return;
      const fresh = await queryClient.fetchQuery({
        ...trpc.actions.get.queryOptions({ identifier }),
        staleTime: 0,
      });
      draft.rebase(basisOf(fresh));
      issues.reset();
      await queryClient.invalidateQueries(trpc.actions.pathFilter());
    },
    dialog: stale && identifier !== null && (
      <StaleView
        identifier={identifier}
        definition={definition}
        base={basis.definition}
        onClose={() => setStale(false)}
        onMerged={(fresh, merged) => {
          setStale(false);
          draft.rebase(fresh, merged);
          toast.info("Both changes are together now", { description: "Look them over, then save." });
        }}
      />
    ),
  };
}

const nameOf = (record: ActionDefinition): string => record.title ?? record.identifier;

/** Whether a conflict says that the revision is not the edited one any more. */
function isStale(error: unknown): boolean {
  const data = (error as { data?: { domain?: { data?: { revision?: unknown } } } } | null)?.data;
  return typeof data?.domain?.data?.revision === "number";
}
