"use client";

import type { RefObject } from "react";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuGroup,
  DropdownMenuLabel,
} from "@/components/ui/dropdown-menu";

interface ColumnMenuPopupProps {
  anchor: RefObject<HTMLButtonElement | null>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  columns: readonly { id: string; header: string }[];
  isVisible: (id: string) => boolean;
  setVisible: (id: string, visible: boolean) => void;
}

/** What the column menu shows. */
export function ColumnMenuPopup({
  anchor,
  open,
  onOpenChange,
  columns,
  isVisible,
  setVisible,
}: ColumnMenuPopupProps) {
  return (
    <DropdownMenu open={open} onOpenChange={onOpenChange}>
      <DropdownMenuContent anchor={anchor} align="end" finalFocus={anchor}>
        <DropdownMenuGroup>
          <DropdownMenuLabel>Columns</DropdownMenuLabel>
          {columns.map((column) => (
            <DropdownMenuCheckboxItem
              key={column.id}
              checked={isVisible(column.id)}
              onCheckedChange={(checked) => setVisible(column.id, checked)}
              closeOnClick={false}
            >
              {column.header}
            </DropdownMenuCheckboxItem>
          ))}
        </DropdownMenuGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
