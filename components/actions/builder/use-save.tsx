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
import type { ActionDefinition, StoredAction } from "../action-types";
import type { ActionDraft } from "./action-draft";
import { editActionHref } from "./action-paths";
import { basisOf, startOf } from "./basis";

const StaleView = dynamic(() => import("./stale-view").then((module) => module.StaleView), { ssr: false });

interface SaveOptions {
  /** What is stored; null for a new action. */
  stored: StoredAction | null;
  draft: DefinitionDraft<ActionDraft>;
  issues: Issues;
  goToIssue: (path: DefinitionPath) => void;
}

export interface Save {
  /** Makes it what people run. */
  publish: () => Promise<void>;
  /** Keeps it for later, without changing what people run. */
  keep: () => Promise<void>;
  /** Takes it away from everybody but administrators. */
  hide: () => Promise<void>;
  /** Throws away what was kept for later. */
  discard: () => Promise<void>;
  pending: "publish" | "keep" | null;
  /** Whether the page is on its way elsewhere after a save. */
  leaving: boolean;
  failure: unknown;
  /** Takes over what the server has stored by itself. */
  reload: () => Promise<void>;
  dialog: ReactNode;
}

/** Saving: checks first, brings what is refused to its control, and a change by somebody else together with one's own. */
export function useSave({ stored, draft, issues, goToIssue }: SaveOptions): Save {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [failure, setFailure] = useState<unknown>(null);
  const [leaving, setLeaving] = useState(false);
  const [pending, setPending] = useState<Save["pending"]>(null);
  const [stale, setStale] = useState(false);
  const create = useMutation(trpc.actions.create.mutationOptions());
  const update = useMutation(trpc.actions.update.mutationOptions());
  const saveDraft = useMutation(trpc.actions.saveDraft.mutationOptions());
  const publishDraft = useMutation(trpc.actions.publishDraft.mutationOptions());
  const discardDraft = useMutation(trpc.actions.discardDraft.mutationOptions());
  const { definition, basis } = draft;
  const identifier = stored?.identifier ?? null;
  const revision = basis.revision ?? 0;
  const draftAt = basis.draftAt ?? null;

  const refresh = () => queryClient.invalidateQueries(trpc.actions.pathFilter());
  const refuse = (error: unknown) => {
    const failed = readFailure(error);
    if (failed.code === "conflict" && stored !== null && isStale(error)) return setStale(true);
    const found =
      failed.code === "conflict" && failed.issues.length === 0
        ? [{ path: ["identifier"], message: failed.message }]
        : failed.issues;
    issues.refuse(found);
    if (found[0]) goToIssue(found[0].path);
    else setFailure(error);
  };
  const takeOver = async (record: ActionDefinition, message: string) => {
    const saved = basisOf(record);
    // What was typed while it was saved stays.
    draft.rebase(saved, (now) => (now === definition ? saved.definition : now));
    issues.reset();
    toast.success(message);
    if (record.identifier !== identifier) {
      draft.forget();
      setLeaving(true);
      router.replace(editActionHref(record.identifier));
    }
    await refresh();
  };
  const attempt = async (how: "publish" | "keep", save: () => Promise<void>) => {
    if (pending !== null) return;
    setFailure(null);
    setPending(how);
    try {
      await save();
    } catch (error) {
      refuse(error);
    } finally {
      setPending(null);
    }
  };
  const publish = async () => {
    const found = await issues.checkNow();
    if (found[0]) return goToIssue(found[0].path);
    const live = published(definition);
    if (stored !== null && !stored.draft && !draft.dirty && live === definition) {
      toast.info("There is nothing to publish");
      return;
    }
    let record: ActionDefinition;
    if (identifier === null) record = await create.mutateAsync({ definition: live });
    else if (!stored?.draft) record = await update.mutateAsync({ identifier, definition: live, revision });
    else {
      // Kept again first, so that what is published is what stands here, and the draft is gone with it.
      const { at } = await saveDraft.mutateAsync({
        identifier,
        definition: live,
        revision,
        replaces: draftAt,
      });
      draft.rebase({ definition, revision, draftAt: at }, (now) => now);
      record = await publishDraft.mutateAsync({ identifier, revision, saved: at });
    }
    await takeOver(record, `${nameOf(record)} was published`);
  };
  const keep = async () => {
    if (identifier === null) {
      const found = await issues.checkNow();
      if (found[0]) return goToIssue(found[0].path);
      const record = await create.mutateAsync({ definition: { ...definition, publish: false } });
      return takeOver(record, `${nameOf(record)} was kept as a draft`);
    }
    const { issues: found, at } = await saveDraft.mutateAsync({
      identifier,
      definition,
      revision,
      replaces: draftAt,
    });
    draft.rebase({ definition, revision, draftAt: at }, (now) => now);
    toast.success("The draft was saved", {
      description:
        found.length === 0
          ? "People run the published form until you publish it."
          : `${found.length === 1 ? "One thing has" : `${found.length} things have`} to be mended before it can be published.`,
    });
    await refresh();
  };
  const reload = async () => {
    if (identifier === null) return;
    const fresh = await queryClient.fetchQuery({
      ...trpc.actions.get.queryOptions({ identifier }),
      staleTime: 0,
    });
    draft.rebase(startOf(fresh));
    issues.reset();
    await refresh();
  };
  return {
    publish: () => attempt("publish", publish),
    keep: () => attempt("keep", keep),
    hide: async () => {
      if (identifier === null) return;
      const next = { ...definition, publish: false };
      const record = await update.mutateAsync({ identifier, definition: next, revision });
      await takeOver(record, `${nameOf(record)} is not offered any more`);
    },
    discard: async () => {
      if (identifier === null) return;
      await discardDraft.mutateAsync({ identifier, saved: draftAt ?? undefined });
      await reload();
      toast.success("The draft was discarded");
    },
    pending,
    leaving,
    failure,
    reload,
    dialog: stale && identifier !== null && (
      <StaleView
        identifier={identifier}
        definition={definition}
        basis={basis}
        onClose={() => setStale(false)}
        onMerged={(fresh, merged) => {
          setStale(false);
          draft.rebase(fresh, merged);
          toast.info("Both changes are together now", { description: "Look them over, then save." });
          void refresh();
        }}
      />
    ),
  };
}

/** The definition as people see it: one that was hidden until now is not any more. */
function published(definition: ActionDraft): ActionDraft {
  if (definition.publish !== false) return definition;
  const { publish: _publish, ...rest } = definition;
  return rest as ActionDraft;
}

const nameOf = (record: ActionDefinition): string => record.title ?? record.identifier;

/** Whether a conflict says that the revision is not the edited one any more. */
function isStale(error: unknown): boolean {
  const data = (error as { data?: { domain?: { data?: { revision?: unknown } } } } | null)?.data;
  return typeof data?.domain?.data?.revision === "number";
}
