"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { useState } from "react";
import type { RefObject } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Popover, PopoverContent, PopoverTitle } from "@/components/ui/popover";
import type { DataTableColumn } from "./columns";
import type { ColumnModel } from "./use-columns";

export type ListedColumn = Pick<DataTableColumn<unknown>, "id" | "header" | "priority" | "hideable">;

interface ColumnPanelProps {
  anchor: RefObject<HTMLButtonElement | null>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  columns: readonly ListedColumn[];
  model: Pick<ColumnModel<unknown>, "isVisible" | "setVisible" | "move" | "reset"> & {
    shown: readonly ListedColumn[];
  };
}

/** From so many columns on one looks for them by name. */
const SEARCH_FROM = 10;

/** Which columns are shown, and in which order: by checkbox and by arrows, with Alt and the arrow keys too. */
export function ColumnPanel({ anchor, open, onOpenChange, columns, model }: ColumnPanelProps) {
  const [text, setText] = useState("");
  const shown = model.shown.slice(1);
  const hidden = columns.filter((column) => !model.isVisible(column.id));
  const matches = ({ header, id }: ListedColumn) =>
    `${header} ${id}`.toLowerCase().includes(text.trim().toLowerCase());
  return (
    <Popover open={open} onOpenChange={onOpenChange}>
      <PopoverContent
        anchor={anchor}
        align="end"
        className="grid max-h-[min(var(--available-height),30rem)] w-72 gap-2"
      >
        <div className="flex items-center justify-between gap-2">
          <PopoverTitle className="text-sm font-semibold">Columns</PopoverTitle>
          {model.reset && (
            <Button size="sm" variant="ghost" onClick={model.reset}>
              Reset
            </Button>
          )}
        </div>
        {columns.length >= SEARCH_FROM && (
          <Input
            aria-label="Find a column"
            placeholder="Find a column…"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
        <ul aria-label="Shown columns" className="grid">
          {shown.filter(matches).map((column) => (
            <li
              key={column.id}
              className="hover:bg-accent flex h-8 items-center gap-2 rounded-sm pl-1.5"
              onKeyDown={(event) => {
                const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : null;
                if (!event.altKey || step === null) return;
                event.preventDefault();
                model.move(column.id, step);
              }}
            >
              <ColumnCheckbox column={column} checked onChange={model.setVisible} />
              <MoveButton
                column={column}
                step={-1}
                disabled={column.id === shown[0]?.id}
                onMove={model.move}
              />
              <MoveButton
                column={column}
                step={1}
                disabled={column.id === shown.at(-1)?.id}
                onMove={model.move}
              />
            </li>
          ))}
        </ul>
        {hidden.some(matches) && (
          <>
            <h3 className="text-muted-foreground border-t pt-2 text-xs font-medium">Hidden</h3>
            <ul aria-label="Hidden columns" className="grid">
              {hidden.filter(matches).map((column) => (
                <li key={column.id} className="hover:bg-accent flex h-8 items-center rounded-sm pl-1.5">
                  <ColumnCheckbox column={column} checked={false} onChange={model.setVisible} />
                </li>
              ))}
            </ul>
          </>
        )}
      </PopoverContent>
    </Popover>
  );
}

function ColumnCheckbox({
  column,
  checked,
  onChange,
}: {
  column: ListedColumn;
  checked: boolean;
  onChange: (id: string, visible: boolean) => void;
}) {
  return (
    <label className="flex h-full min-w-0 flex-1 cursor-pointer items-center gap-2 text-sm">
      <Checkbox
        checked={checked}
        disabled={column.hideable === false}
        onCheckedChange={(next) => onChange(column.id, next)}
      />
      <span className="truncate">{column.header}</span>
    </label>
  );
}

function MoveButton({
  column,
  step,
  disabled,
  onMove,
}: {
  column: ListedColumn;
  step: -1 | 1;
  disabled: boolean;
  onMove: (id: string, step: -1 | 1) => void;
}) {
  const Icon = step === -1 ? ArrowUp : ArrowDown;
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      disabled={disabled}
      aria-label={`Move ${column.header} ${step === -1 ? "up" : "down"}`}
      onClick={() => onMove(column.id, step)}
      className="text-muted-foreground"
    >
      <Icon aria-hidden className="size-3.5" />
    </Button>
  );
}
