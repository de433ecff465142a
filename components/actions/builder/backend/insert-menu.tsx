"use client";

import { Braces } from "lucide-react";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuGroup,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { useInsertable } from "./insertable-context";

interface InsertMenuProps {
  /** Of what: "URL". */
  label: string;
  onInsert: (template: string) => void;
  disabled?: boolean;
}

/** Puts a value of the form, the entity, the person, the run or a secret into a template. */
export function InsertMenu({ label, onInsert, disabled = false }: InsertMenuProps) {
  const groups = useInsertable();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        render={
          <Button
            size="icon-sm"
            variant="ghost"
            aria-label={`Insert a value into ${label}`}
            disabled={disabled}
          >
            <Braces aria-hidden />
          </Button>
        }
      />
      <DropdownMenuContent align="end" className="max-h-80 w-72 overflow-y-auto">
        {groups.map(({ title, values }) => (
          <DropdownMenuGroup key={title}>
            <DropdownMenuLabel>{title}</DropdownMenuLabel>
            {values.map(({ label: name, expression }) => (
              <DropdownMenuItem key={expression} onClick={() => onInsert(`{{ ${expression} }}`)}>
                <span className="flex min-w-0 flex-col">
                  <span className="truncate">{name}</span>
                  <span className="text-muted-foreground truncate font-mono text-xs">{expression}</span>
                </span>
              </DropdownMenuItem>
            ))}
          </DropdownMenuGroup>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
