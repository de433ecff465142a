"use client";

import { useQuery } from "@tanstack/react-query";
import { Ellipsis, LinkIcon, PanelRight, Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { actionHref } from "@/components/actions/action-types";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuGroup,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuLinkItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { toast } from "@/components/ui/toast";
import { NamedIcon } from "../blueprint-icon";
import { entityHref } from "../catalog-types";
import type { EntityRow } from "../catalog-types";

interface RowActionsProps {
  blueprint: string;
  entity: EntityRow;
  onPeek: () => void;
  onEdit: () => void;
  onDelete: () => void;
}

/** A look at the row without leaving the table, and a menu of what can be done with it. */
export function RowActions({ blueprint, entity, onPeek, onEdit, onDelete }: RowActionsProps) {
  const [open, setOpen] = useState(false);
  const name = entity.title ?? entity.identifier;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(`${location.origin}${entityHref(blueprint, entity.identifier)}`);
      toast.success("Link copied");
    } catch {
      toast.error("Copying is not allowed here", {
        description: "The browser refuses the clipboard on this address.",
      });
    }
  };
  return (
    <span className="inline-flex items-center justify-end">
      <Button
        data-row-peek
        variant="ghost"
        size="icon-sm"
        aria-label={`Peek at ${name}`}
        onClick={onPeek}
        className="text-muted-foreground sm:opacity-0 sm:group-hover/row:opacity-100 sm:group-has-[[data-row-focus]:focus-visible]/row:opacity-100 sm:focus-visible:opacity-100"
      >
        <PanelRight aria-hidden className="size-3.5" />
      </Button>
      <DropdownMenu open={open} onOpenChange={setOpen}>
        <DropdownMenuTrigger
          render={
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={`Commands for ${name}`}
              className="text-muted-foreground"
            >
              <Ellipsis aria-hidden />
            </Button>
          }
        />
        <DropdownMenuContent align="end">
          <ApplicableActions blueprint={blueprint} entity={entity.identifier} enabled={open} />
          <DropdownMenuItem onClick={() => void copy()}>
            <LinkIcon aria-hidden /> Copy link
          </DropdownMenuItem>
          <DropdownMenuItem onClick={onEdit}>
            <Pencil aria-hidden /> Edit…
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem tone="danger" onClick={onDelete}>
            <Trash2 aria-hidden /> Remove from catalog…
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
    </span>
  );
}

/** Actions that apply to the entity, asked for when the menu opens. */
function ApplicableActions({
  blueprint,
  entity,
  enabled,
}: {
  blueprint: string;
  entity: string;
  enabled: boolean;
}) {
  const trpc = useTRPC();
  const actions = useQuery(trpc.actions.list.queryOptions({ blueprint, entity }, { enabled }));
  const applicable = (actions.data ?? []).filter((action) => action.operation !== "CREATE");
  if (applicable.length === 0) return null;
  return (
    <>
      <DropdownMenuGroup>
        <DropdownMenuLabel>Actions</DropdownMenuLabel>
        {applicable.map((action) => (
          <DropdownMenuLinkItem
            key={action.identifier}
            render={<Link href={`${actionHref(action.identifier)}?entity=${encodeURIComponent(entity)}`} />}
          >
            <NamedIcon name={action.icon} fallback="action" /> {action.title}
          </DropdownMenuLinkItem>
        ))}
      </DropdownMenuGroup>
      <DropdownMenuSeparator />
    </>
  );
}
