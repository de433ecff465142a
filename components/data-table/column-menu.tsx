"use client";

import { Columns3 } from "lucide-react";
import dynamic from "next/dynamic";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import type { DataTableColumn } from "./columns";
import type { ColumnModel } from "./use-columns";

const load = () => import("./column-panel").then((module) => module.ColumnPanel);
const ColumnPanel = dynamic(load, { ssr: false });

interface ColumnMenuProps<Row> {
  columns: readonly DataTableColumn<Row>[];
  model: ColumnModel<Row>;
}

/** Which columns are shown, and in which order. */
export function ColumnMenu<Row>({ columns, model }: ColumnMenuProps<Row>) {
  const [mounted, setMounted] = useState(false);
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const listed = columns.filter((column) => column !== model.shown[0]);
  if (!listed.some((column) => column.hideable ?? true)) return null;
  return (
    <>
      <Button
        ref={anchor}
        variant="ghost"
        aria-haspopup="dialog"
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
        <ColumnPanel anchor={anchor} open={open} onOpenChange={setOpen} columns={listed} model={model} />
      )}
    </>
  );
}
