"use client";

import { ChevronDown, Plus } from "lucide-react";
import Link from "next/link";
import { actionHref } from "@/components/actions/action-types";
import type { ActionSummary } from "@/components/actions/action-types";
import { Button, ButtonLink } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuLinkItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { NamedIcon } from "../blueprint-icon";

interface CreateEntityProps {
  /** "database" */
  noun: string;
  /** Actions that create one; the golden path goes before a record written by hand. */
  actions: readonly ActionSummary[];
  onRegister: () => void;
}

/** The primary button of a table of entities. */
export function CreateEntity({ noun, actions, onRegister }: CreateEntityProps) {
  const [first, ...others] = actions;
  const face = (
    <>
      <Plus aria-hidden /> New {noun}
    </>
  );
  if (!first)
    return (
      <Button variant="primary" onClick={onRegister}>
        {face}
      </Button>
    );
  if (others.length === 0)
    return (
      <ButtonLink variant="primary" href={actionHref(first.identifier)}>
        {face}
      </ButtonLink>
    );
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        render={
          <Button variant="primary">
            {face} <ChevronDown aria-hidden className="size-3.5" />
          </Button>
        }
      />
      <DropdownMenuContent align="end">
        {actions.map((action) => (
          <DropdownMenuLinkItem
            key={action.identifier}
            render={<Link href={actionHref(action.identifier)} />}
          >
            <NamedIcon name={action.icon} fallback="action" /> {action.title}
          </DropdownMenuLinkItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
