"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
import { toast } from "@/components/ui/toast";
import { readFailure } from "@/components/states/domain-error";
import type { SavedView } from "@/server/catalog/core/view-schema";
import { PLAIN, sameState, savedState, stateOfView } from "./table-state";
import type { TableState } from "./table-state";
import type { ViewCommand } from "./view-items";

const ViewItems = dynamic(() => import("./view-items").then((module) => module.ViewItems), { ssr: false });
const ViewDialog = dynamic(() => import("./view-dialog").then((module) => module.ViewDialog), { ssr: false });
const ConfirmDialog = dynamic(
  () => import("@/components/ui/alert-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

interface ViewMenuProps {
  blueprint: string;
  /** What the table shows without a view: "All services". */
  plainTitle: string;
  views: readonly SavedView[];
  current: SavedView | undefined;
  state: TableState;
  /** Shows a view, or the plain table. */
  onShow: (view: SavedView | undefined) => void;
}

/** Which view is shown, whether it was changed, and what can be done with views. */
export function ViewMenu({ blueprint, plainTitle, views, current, state, onShow }: ViewMenuProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<ViewCommand | null>(null);
  const refresh = () => queryClient.invalidateQueries(trpc.catalog.views.list.queryFilter({ blueprint }));
  const save = useMutation(trpc.catalog.views.save.mutationOptions());
  const remove = useMutation(trpc.catalog.views.delete.mutationOptions());
  const changed = !sameState(state, stateOfView(current));
  const update = async () => {
    if (!current) return;
    try {
      const { id, title, shared } = current;
      const saved = await save.mutateAsync({ id, blueprint, title, shared, state: savedState(state) });
      await refresh();
      onShow(saved);
      toast.success(`View “${title}” saved`);
    } catch (error) {
      toast.error("The view was not saved", { description: readFailure(error).message });
    }
  };
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger
          render={
            <Button className="max-w-56 min-w-0" aria-label={`View: ${current?.title ?? plainTitle}`}>
              <span className="truncate">{current?.title ?? plainTitle}</span>
              {changed && current && (
                <span title="Changed" className="bg-warning size-1.5 shrink-0 rounded-full">
                  <span className="sr-only">, changed</span>
                </span>
              )}
              <ChevronDown aria-hidden className="size-3.5" />
            </Button>
          }
        />
        <DropdownMenuContent className="max-w-80">
          <ViewItems
            {...{ plainTitle, views, current, changed, onShow }}
            onUpdate={() => void update()}
            onOpen={setOpen}
          />
        </DropdownMenuContent>
      </DropdownMenu>
      {changed && current?.editable && (
        <Button loading={save.isPending} onClick={() => void update()} className="max-sm:hidden">
          Save changes
        </Button>
      )}
      {changed && !current && !sameState(state, PLAIN) && (
        <Button
          variant="ghost"
          onClick={() => setOpen("save")}
          className="text-muted-foreground max-sm:hidden"
        >
          Save view
        </Button>
      )}
      {(open === "save" || open === "rename") && (
        <ViewDialog
          blueprint={blueprint}
          view={open === "rename" ? current : undefined}
          // Renaming leaves what the view shows as it was saved.
          state={open === "rename" && current ? current.state : savedState(state)}
          onClose={() => setOpen(null)}
          onSaved={async (saved) => {
            await refresh();
            if (open === "save") onShow(saved);
          }}
        />
      )}
      {open === "delete" && current && (
        <ConfirmDialog
          open
          onOpenChange={(next) => !next && setOpen(null)}
          title={`Delete the view “${current.title}”?`}
          description={
            current.shared
              ? "It goes away for everybody. The entities stay as they are."
              : "The entities stay as they are."
          }
          confirmLabel="Delete view"
          onConfirm={async () => {
            await remove.mutateAsync({ id: current.id });
            onShow(undefined);
            await refresh();
          }}
        />
      )}
    </>
  );
}
