"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import type { BlueprintSummary } from "@/components/catalog/catalog-types";
import { blueprintHref } from "@/components/catalog/catalog-types";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLinkItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { toast } from "@/components/ui/toast";
import { editBlueprintHref } from "./blueprint-paths";
import { counted } from "./graph/graph-node";

/** How often the list is read anew while a blueprint goes in the background, and until when, in ms. */
const LOOK_AGAIN_MS = 1_500;
const LOOK_UNTIL_MS = 60_000;

/** What can be done with a blueprint as a whole. */
export function BlueprintCommands({
  blueprint,
  onDeleted,
}: {
  blueprint: BlueprintSummary;
  onDeleted?: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const trigger = useRef<HTMLButtonElement>(null);
  const [deleting, setDeleting] = useState(false);
  const remove = useMutation(
    trpc.catalog.blueprints.delete.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.catalog.blueprints.pathFilter()),
    }),
  );
  const removeAll = useMutation(trpc.catalog.blueprints.deleteAll.mutationOptions());
  const setHidden = useMutation(
    trpc.catalog.blueprints.setHidden.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.catalog.blueprints.pathFilter()),
      onError: (error) => toast.error("It could not be changed", { description: error.message }),
    }),
  );
  const [leaving, setLeaving] = useState(false);
  useEffect(() => {
    if (!leaving) return;
    const again = () => void queryClient.invalidateQueries(trpc.catalog.blueprints.pathFilter());
    const timer = setInterval(again, LOOK_AGAIN_MS);
    const end = setTimeout(() => setLeaving(false), LOOK_UNTIL_MS);
    return () => {
      clearInterval(timer);
      clearTimeout(end);
    };
  }, [leaving, queryClient, trpc]);
  const { identifier, title, hidden, entityCount } = blueprint;
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger
          render={
            <Button ref={trigger} size="icon-sm" variant="ghost" aria-label={`Commands for ${title}`}>
              <Ellipsis aria-hidden />
            </Button>
          }
        />
        <DropdownMenuContent align="end">
          <DropdownMenuLinkItem render={<Link href={editBlueprintHref(identifier)} />}>
            Edit
          </DropdownMenuLinkItem>
          <DropdownMenuLinkItem render={<Link href={blueprintHref(identifier)} />}>
            Show entities
          </DropdownMenuLinkItem>
          <DropdownMenuItem onClick={() => setHidden.mutate({ identifier, hidden: !hidden })}>
            {hidden ? "Show in the catalog" : "Hide from the catalog"}
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem tone="danger" onClick={() => setDeleting(true)}>
            Delete…
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        returnFocusTo={trigger}
        title={`Delete the blueprint ${title}?`}
        description={
          entityCount > 0
            ? `Its ${counted(entityCount, "entity", "entities")} are deleted first, in the background, and then the blueprint itself. Their history stays.`
            : "Only a blueprint to which no other relates and that no action needs can be deleted. Its revisions stay."
        }
        confirmLabel={
          entityCount > 0 ? `Delete it and ${counted(entityCount, "entity", "entities")}` : "Delete blueprint"
        }
        typeToConfirm={identifier}
        onConfirm={async () => {
          if (entityCount > 0) {
            await removeAll.mutateAsync({ identifier, deleteBlueprint: true });
            setLeaving(true);
            toast.info(`${title} is being deleted`, { description: "Its entities go first." });
          } else {
            await remove.mutateAsync({ identifier });
            toast.success(`${title} was deleted`);
          }
          onDeleted?.();
        }}
      />
    </>
  );
}
