"use client";

import { CircleAlert, Copy, GripVertical, Pencil, Trash2 } from "lucide-react";
import type { PointerEvent as ReactPointerEvent } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { Widget } from "@/server/dashboards/core/widgets/union";
import { WidgetCard } from "../widgets/widget-card";

interface EditedWidgetProps {
  widget: Widget;
  id: string;
  name: string;
  /** It is the one that is arranged by buttons. */
  chosen: boolean;
  carried: boolean;
  faulty: boolean;
  hintId: string;
  onChoose: () => void;
  onCarry: (event: ReactPointerEvent) => void;
  onWidth: (event: ReactPointerEvent) => void;
  /** True when the key did something. */
  onKey: (key: string, shift: boolean) => boolean;
  onEdit: () => void;
  onCopy: () => void;
  onRemove: () => void;
}

/** A widget on a page that is edited: with a handle to carry or step it, and its commands. */
export function EditedWidget({
  widget,
  id,
  name,
  chosen,
  carried,
  faulty,
  hintId,
  ...on
}: EditedWidgetProps) {
  return (
    <div
      className={cn(
        "group/widget relative h-full rounded-lg",
        chosen && "ring-primary ring-2",
        faulty && !chosen && "ring-danger ring-2",
        carried && "opacity-50",
      )}
    >
      <WidgetCard
        widget={widget}
        still
        handle={
          <button
            type="button"
            data-handle={id}
            aria-label={`Arrange ${name}`}
            aria-describedby={hintId}
            aria-pressed={chosen}
            onPointerDown={on.onCarry}
            onClick={on.onChoose}
            onKeyDown={(event) => {
              if (event.altKey || event.metaKey || event.ctrlKey) return;
              if (on.onKey(event.key, event.shiftKey)) event.preventDefault();
            }}
            className="text-muted-foreground hover:bg-accent flex size-7 shrink-0 cursor-grab touch-none items-center justify-center rounded-sm active:cursor-grabbing"
          >
            <GripVertical aria-hidden className="size-4" />
          </button>
        }
        commands={
          <>
            {faulty && (
              <span className="text-danger">
                <CircleAlert aria-hidden className="size-4" />
                <span className="sr-only">has faults</span>
              </span>
            )}
            <Button size="icon-sm" variant="ghost" aria-label={`Edit ${name}`} onClick={on.onEdit}>
              <Pencil aria-hidden />
            </Button>
            <Button size="icon-sm" variant="ghost" aria-label={`Duplicate ${name}`} onClick={on.onCopy}>
              <Copy aria-hidden />
            </Button>
            <Button size="icon-sm" variant="ghost" aria-label={`Remove ${name}`} onClick={on.onRemove}>
              <Trash2 aria-hidden />
            </Button>
          </>
        }
      />
      {/* By the pointer alone: keys and buttons change the width, too. */}
      <span
        aria-hidden
        data-width-handle={id}
        onPointerDown={on.onWidth}
        className="hover:bg-primary/40 absolute top-2 -right-2.5 bottom-2 hidden w-2 cursor-ew-resize touch-none rounded-full @3xl:block"
      />
    </div>
  );
}
