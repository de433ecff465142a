"use client";

import type { RefObject } from "react";
import { MenuCheckboxItem, MenuPopup, MenuGroup, MenuLabel } from "@/components/ui/dropdown-menu-parts";

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
    <MenuPopup open={open} onOpenChange={onOpenChange} anchor={anchor} align="end">
      <MenuGroup>
        <MenuLabel>Columns</MenuLabel>
        {columns.map((column) => (
          <MenuCheckboxItem
            key={column.id}
            checked={isVisible(column.id)}
            onCheckedChange={(checked) => setVisible(column.id, checked)}
            closeOnClick={false}
          >
            {column.header}
          </MenuCheckboxItem>
        ))}
      </MenuGroup>
    </MenuPopup>
  );
}
