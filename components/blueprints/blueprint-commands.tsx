"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { useRef, useState } from "react";
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
  const { identifier, title } = blueprint;
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
          blueprint.entityCount > 0
            ? `It still has ${counted(blueprint.entityCount, "entity", "entities")}. Only a blueprint without entities can be deleted.`
            : "Only a blueprint without entities, to which no other relates, can be deleted."
        }
        confirmLabel="Delete blueprint"
        typeToConfirm={identifier}
        onConfirm={async () => {
          await remove.mutateAsync({ identifier });
          toast.success(`${title} was deleted`);
          onDeleted?.();
        }}
      />
    </>
  );
}
