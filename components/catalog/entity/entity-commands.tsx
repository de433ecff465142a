"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, Ellipsis, FileCode, LinkIcon, Pencil, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
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
import type { BlueprintDefinition, EntityRecord } from "@/server/catalog/schema";
import { NamedIcon } from "../blueprint-icon";
import { entityHref } from "../catalog-types";
import { documentOf } from "./form/entity-text";

const EntityFormSheet = dynamic(
  () => import("./entity-form-sheet").then((module) => module.EntityFormSheet),
  { ssr: false },
);
const DeleteEntity = dynamic(() => import("./delete-entity").then((module) => module.DeleteEntity), {
  ssr: false,
});

async function copy(text: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast.success(said);
  } catch {
    toast.error("Copying is not allowed here", {
      description: "The browser refuses the clipboard on this address.",
    });
  }
}

/** What can be done with an entity: actions that apply to it, editing, copying. */
export function EntityCommands({
  blueprint,
  entity,
}: {
  blueprint: BlueprintDefinition;
  entity: EntityRecord;
}) {
  const trpc = useTRPC();
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const actions = useQuery(
    trpc.actions.list.queryOptions({ blueprint: blueprint.identifier, entity: entity.identifier }),
  );
  const makers = useQuery(
    trpc.actions.makers.queryOptions({ blueprint: blueprint.identifier, entity: entity.identifier }),
  );
  const made = makers.data ?? [];
  const href = entityHref(blueprint.identifier, entity.identifier);
  const applicable = (actions.data ?? []).filter((action) => action.operation !== "CREATE");
  const copyYaml = async () => {
    const { stringify } = await import("yaml");
    await copy(
      stringify({ blueprint: blueprint.identifier, ...documentOf(blueprint, entity) }),
      "Copied as YAML",
    );
  };
  return (
    <>
      <Button onClick={() => setOpen("edit")}>
        <Pencil aria-hidden /> Edit
      </Button>
      <DropdownMenu>
        <DropdownMenuTrigger
          render={
            <Button size="icon" aria-label="More">
              <Ellipsis aria-hidden />
            </Button>
          }
        />
        <DropdownMenuContent align="end">
          <DropdownMenuItem onClick={() => void copy(`${location.origin}${href}`, "Link copied")}>
            <LinkIcon aria-hidden /> Copy link
          </DropdownMenuItem>
          <DropdownMenuItem onClick={() => void copyYaml()}>
            <FileCode aria-hidden /> Copy as YAML
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem tone="danger" onClick={() => setOpen("delete")}>
            <Trash2 aria-hidden /> Remove from catalog
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {applicable.length + made.length > 0 && (
        <DropdownMenu>
          <DropdownMenuTrigger
            render={
              <Button variant="primary">
                Actions <ChevronDown aria-hidden className="size-3.5" />
              </Button>
            }
          />
          <DropdownMenuContent align="end">
            {applicable.map((action) => (
              <DropdownMenuLinkItem
                key={action.identifier}
                render={
                  <Link
                    href={`/actions/${encodeURIComponent(action.identifier)}?entity=${encodeURIComponent(entity.identifier)}`}
                  />
                }
                className={action.operation === "DELETE" ? "text-danger [&_svg]:text-danger" : ""}
              >
                <NamedIcon name={action.icon} fallback="action" />
                {action.title}
              </DropdownMenuLinkItem>
            ))}
            {applicable.length > 0 && made.length > 0 && <DropdownMenuSeparator />}
            {made.length > 0 && (
              <DropdownMenuGroup>
                <DropdownMenuLabel>New for it</DropdownMenuLabel>
                {made.map((action) => (
                  <DropdownMenuLinkItem
                    key={action.identifier}
                    render={
                      <Link
                        href={`/actions/${encodeURIComponent(action.identifier)}?${encodeURIComponent(`input.${action.input}`)}=${encodeURIComponent(entity.identifier)}`}
                      />
                    }
                  >
                    <NamedIcon name={action.icon} fallback="action" />
                    {action.title}
                  </DropdownMenuLinkItem>
                ))}
              </DropdownMenuGroup>
            )}
          </DropdownMenuContent>
        </DropdownMenu>
      )}
      {open === "edit" && (
        <EntityFormSheet blueprint={blueprint} entity={entity} onClose={() => setOpen(null)} />
      )}
      {open === "delete" && (
        <DeleteEntity blueprint={blueprint} entity={entity} onClose={() => setOpen(null)} />
      )}
    </>
  );
}
