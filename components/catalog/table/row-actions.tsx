"use client";

import { Ellipsis, PanelRight } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
import type { RowMenuProps } from "./row-menu";

const RowMenu = dynamic(() => import("./row-menu").then((module) => module.RowMenu), { ssr: false });

interface RowActionsProps extends RowMenuProps {
  onPeek: () => void;
}

/** A look at the row without leaving the table, and a menu of what can be done with it. */
export function RowActions({ onPeek, ...props }: RowActionsProps) {
  const [open, setOpen] = useState(false);
  const name = props.entity.title ?? props.entity.identifier;
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
          {/* Only while it is open: it asks which actions apply. */}
          {open && <RowMenu {...props} />}
        </DropdownMenuContent>
      </DropdownMenu>
    </span>
  );
}
