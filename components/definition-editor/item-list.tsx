"use client";

import { ArrowDown, ArrowUp, GripVertical } from "lucide-react";
import { useState } from "react";
import type { DragEvent, ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { isWithin } from "./path";
import type { DefinitionPath } from "./path";
import { useDefinitionEditor } from "./context";

export interface ItemLine {
  key: string;
  title: string;
  detail: ReactNode;
  icon?: ReactNode;
}

interface ItemListProps {
  label: string;
  /** Where the things stand in the definition. */
  path: DefinitionPath;
  lines: readonly ItemLine[];
  selected: string;
  onSelect: (key: string) => void;
  onMove: (key: string, to: number) => void;
}

/** The things of a section in their order, which is that of columns and fields: moved by drag, by buttons, or by Alt with an arrow. */
export function ItemList({ label, path, lines, selected, onSelect, onMove }: ItemListProps) {
  const { issues } = useDefinitionEditor();
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [said, say] = useState("");
  const at = lines.findIndex(({ key }) => key === selected);
  const moveSelected = (to: number) => {
    if (to < 0 || to >= lines.length) return;
    onMove(selected, to);
    say(`${lines[at]?.title ?? selected} is now number ${to + 1} of ${lines.length}.`);
  };
  const drop = (event: DragEvent, to: number) => {
    event.preventDefault();
    if (dragged !== null) onMove(dragged, to);
    setDragged(null);
    setOver(null);
  };
  const isFaulty = (key: string) => issues.some((issue) => isWithin(issue.path, [...path, key]));
  return (
    <div className="bg-card min-w-0 overflow-hidden rounded-lg border">
      <ol
        aria-label={label}
        className="max-h-[60dvh] overflow-y-auto p-1"
        onKeyDown={(event) => {
          const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
          if (step === undefined || !event.altKey) return;
          event.preventDefault();
          moveSelected(at + step);
        }}
      >
        {lines.map(({ key, title, detail, icon }, index) => (
          <li
            key={key}
            draggable
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = "move";
              event.dataTransfer.setData("text/plain", key);
              setDragged(key);
            }}
            onDragEnd={() => {
              setDragged(null);
              setOver(null);
            }}
            onDragOver={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              setOver(index);
            }}
            onDrop={(event) => drop(event, index)}
            className={cn(
              "group/item flex items-center rounded-md",
              over === index && dragged !== key && "ring-primary ring-2 ring-inset",
              dragged === key && "opacity-50",
            )}
          >
            <button
              type="button"
              aria-current={key === selected ? "true" : undefined}
              onClick={() => onSelect(key)}
              className={cn(
                "hover:bg-accent flex min-w-0 flex-1 items-center gap-2 rounded-md py-1.5 pr-1 pl-2 text-left focus-visible:-outline-offset-2",
                key === selected && "bg-primary-subtle hover:bg-primary-subtle",
              )}
            >
              {icon && <span className="text-muted-foreground shrink-0">{icon}</span>}
              <span className="min-w-0 flex-1">
                <span className="block truncate text-sm font-medium">{title}</span>
                <span className="text-muted-foreground block truncate text-xs">{detail}</span>
              </span>
              {isFaulty(key) && (
                <span className="bg-danger size-1.5 shrink-0 rounded-full">
                  <span className="sr-only">has faults</span>
                </span>
              )}
              <GripVertical
                aria-hidden
                className="text-muted-foreground size-3.5 shrink-0 cursor-grab opacity-0 group-hover/item:opacity-100"
              />
            </button>
          </li>
        ))}
      </ol>
      {lines.length > 1 && (
        <div className="bg-muted/50 flex items-center gap-1 border-t px-2 py-1">
          <span className="text-muted-foreground flex-1 text-xs">Order</span>
          <Button
            size="icon-sm"
            variant="ghost"
            aria-label={`Move ${lines[at]?.title ?? selected} up`}
            aria-disabled={at <= 0}
            onClick={() => moveSelected(at - 1)}
          >
            <ArrowUp aria-hidden />
          </Button>
          <Button
            size="icon-sm"
            variant="ghost"
            aria-label={`Move ${lines[at]?.title ?? selected} down`}
            aria-disabled={at >= lines.length - 1}
            onClick={() => moveSelected(at + 1)}
          >
            <ArrowDown aria-hidden />
          </Button>
        </div>
      )}
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
}
