"use client";

import { Columns3 } from "lucide-react";
import dynamic from "next/dynamic";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import type { DataTableColumn } from "./columns";

const load = () => import("./column-menu-popup").then((module) => module.ColumnMenuPopup);
const ColumnMenuPopup = dynamic(load, { ssr: false });

interface ColumnMenuProps {
  columns: readonly Pick<DataTableColumn<unknown>, "id" | "header" | "priority" | "hideable">[];
  isVisible: (id: string) => boolean;
  setVisible: (id: string, visible: boolean) => void;
}

/** Which columns are shown. */
export function ColumnMenu({ columns, isVisible, setVisible }: ColumnMenuProps) {
  const [mounted, setMounted] = useState(false);
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const hideable = columns.filter(
    (column, index) => index > 0 && column.priority !== 1 && (column.hideable ?? true),
  );
  if (hideable.length === 0) return null;
  return (
    <>
      <Button
        ref={anchor}
        variant="ghost"
        aria-haspopup="menu"
        aria-expanded={open}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        onClick={() => {
          setMounted(true);
          setOpen(true);
        }}
        className="text-muted-foreground"
      >
        <Columns3 aria-hidden className="size-3.5" />
        Columns
      </Button>
      {mounted && (
        <ColumnMenuPopup
          anchor={anchor}
          open={open}
          onOpenChange={setOpen}
          columns={hideable}
          isVisible={isVisible}
          setVisible={setVisible}
        />
      )}
    </>
  );
}
