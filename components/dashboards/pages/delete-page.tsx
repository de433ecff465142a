"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import type { RefObject } from "react";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { toast } from "@/components/ui/toast";
import type { PageHandle } from "./page-types";
import { isSeenByOthers } from "./sharing";
import { useRefreshPages } from "./use-refresh-pages";

interface DeletePageProps {
  page: PageHandle;
  returnFocusTo: RefObject<HTMLElement | null>;
  onClose: () => void;
  onDeleted: () => void;
}

/** Asks before a page goes; by its typed name where others would miss it. */
export function DeletePage({ page, returnFocusTo, onClose, onDeleted }: DeletePageProps) {
  const trpc = useTRPC();
  const refresh = useRefreshPages();
  const remove = useMutation(trpc.dashboards.remove.mutationOptions());
  const shared = useQuery(trpc.dashboards.permissions.queryOptions({ identifier: page.identifier }));
  // What is not known yet counts as seen by others.
  const seen = !shared.data || isSeenByOthers(shared.data);
  const isFolder = page.type === "folder";
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      returnFocusTo={returnFocusTo}
      title={`Delete ${page.title}?`}
      description={
        isFolder
          ? "What is in it is kept and moves to where the folder is."
          : `${seen ? "Others can see this page and lose it, too. " : ""}It cannot be brought back; export it first to keep it.`
      }
      confirmLabel={isFolder ? "Delete folder" : "Delete dashboard"}
      {...(seen && !isFolder && { typeToConfirm: page.title })}
      onConfirm={async () => {
        await remove.mutateAsync({ identifier: page.identifier });
        onDeleted();
        await refresh();
        toast.success(`${page.title} was deleted`);
      }}
    />
  );
}
