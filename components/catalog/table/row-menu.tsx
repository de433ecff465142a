"use client";

import { useQuery } from "@tanstack/react-query";
import { LinkIcon, Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { actionHref } from "@/components/actions/action-types";
import { useTRPC } from "@/components/trpc/provider";
import {
  MenuGroup,
  MenuItem,
  MenuLabel,
  MenuLinkItem,
  MenuSeparator,
} from "@/components/ui/dropdown-menu-parts";
import { toast } from "@/components/ui/toast";
import { NamedIcon } from "../blueprint-icon";
import { entityHref } from "../catalog-types";
import type { EntityRow } from "../catalog-types";

export interface RowMenuProps {
  blueprint: string;
  entity: EntityRow;
  onEdit: () => void;
  onDelete: () => void;
}

/** What can be done with one entity: actions that apply to it, and what the portal does itself. */
export function RowMenu({ blueprint, entity, onEdit, onDelete }: RowMenuProps) {
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
    <>
      <ApplicableActions blueprint={blueprint} entity={entity.identifier} />
      <MenuItem onClick={() => void copy()}>
        <LinkIcon aria-hidden /> Copy link
      </MenuItem>
      <MenuItem onClick={onEdit}>
        <Pencil aria-hidden /> Edit…
      </MenuItem>
      <MenuSeparator />
      <MenuItem tone="danger" onClick={onDelete}>
        <Trash2 aria-hidden /> Remove from catalog…
      </MenuItem>
    </>
  );
}

/** Actions that apply to the entity, asked for when the menu opens. */
function ApplicableActions({ blueprint, entity }: { blueprint: string; entity: string }) {
  const trpc = useTRPC();
  const actions = useQuery(trpc.actions.list.queryOptions({ blueprint, entity }));
  const applicable = (actions.data ?? []).filter((action) => action.operation !== "CREATE");
  if (applicable.length === 0) return null;
  return (
    <>
      <MenuGroup>
        <MenuLabel>Actions</MenuLabel>
        {applicable.map((action) => (
          <MenuLinkItem
            key={action.identifier}
            render={<Link href={`${actionHref(action.identifier)}?entity=${encodeURIComponent(entity)}`} />}
          >
            <NamedIcon name={action.icon} fallback="action" /> {action.title}
          </MenuLinkItem>
        ))}
      </MenuGroup>
      <MenuSeparator />
    </>
  );
}
