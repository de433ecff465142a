"use client";

import { useId, useRef, useState } from "react";
import { X } from "lucide-react";
import type { DefinitionDraft } from "@/components/definition-editor/use-definition";
import { Button } from "@/components/ui/button";
import { BoardGrid } from "../layout/board-grid";
import { useDrag } from "../layout/use-drag";
import { ArrangeButtons } from "./arrange-buttons";
import type { BoardDraft } from "./board-draft";
import { EditedWidget } from "./edited-widget";
import { useArrange } from "./use-arrange";

interface EditedBoardProps {
  draft: DefinitionDraft<BoardDraft>;
  faulty: ReadonlySet<string>;
  onEdit: (id: string) => void;
  onCopy: (id: string) => void;
  onRemove: (id: string) => void;
}

/** The widgets of a page that is edited, arranged by dragging, by keys on a handle, or by buttons. */
export function EditedBoard({ draft, faulty, onEdit, onCopy, onRemove }: EditedBoardProps) {
  const hint = useId();
  const grid = useRef<HTMLDivElement>(null);
  const arrange = useArrange(draft, grid);
  const { drag, begin } = useDrag(grid, arrange.drop);
  const [chosen, setChosen] = useState<string | null>(null);
  const { widgets, layout } = draft.definition;
  const arranged = chosen !== null && widgets[chosen] ? chosen : null;
  return (
    <div className="grid min-w-0 gap-3">
      <p id={hint} className="text-muted-foreground text-xs">
        Drag a widget by its handle, or focus the handle: arrows move it, Shift and arrows size it, Enter
        shows buttons for both.
      </p>
      <BoardGrid
        layout={layout}
        grid={grid}
        target={drag?.target}
        rowEnd={(row) => (
          <span
            aria-hidden
            data-height-handle={row}
            onPointerDown={(event) => arrange.dragHeight(row, event)}
            className="hover:bg-primary/40 absolute right-0 -bottom-3 left-0 hidden h-2 cursor-ns-resize touch-none rounded-full @3xl:block"
          />
        )}
      >
        {(id) => {
          const widget = widgets[id];
          if (!widget) return null;
          return (
            <EditedWidget
              id={id}
              widget={widget}
              name={arrange.nameOf(id)}
              chosen={arranged === id}
              carried={drag?.id === id}
              faulty={faulty.has(id)}
              hintId={hint}
              onChoose={() => setChosen(arranged === id ? null : id)}
              onCarry={(event) => begin(id, event)}
              onWidth={(event) => arrange.dragWidth(id, event)}
              onKey={(key, shift) => arrange.key(id, key, shift)}
              onEdit={() => onEdit(id)}
              onCopy={() => onCopy(id)}
              onRemove={() => onRemove(id)}
            />
          );
        }}
      </BoardGrid>
      {arranged !== null && (
        <div className="bg-popover sticky bottom-4 z-20 mx-auto flex max-w-full flex-wrap items-center gap-2 rounded-lg px-3 py-1.5 shadow-[var(--popup-shadow)]">
          <p className="max-w-48 truncate text-sm font-medium">{arrange.nameOf(arranged)}</p>
          <ArrangeButtons
            name={arrange.nameOf(arranged)}
            onMove={(direction) => arrange.move(arranged, direction)}
            onResize={(change) => arrange.resize(arranged, change)}
          />
          <Button
            size="icon-sm"
            variant="ghost"
            aria-label="Close the buttons"
            onClick={() => setChosen(null)}
          >
            <X aria-hidden />
          </Button>
        </div>
      )}
      <p role="status" className="sr-only">
        {arrange.said}
      </p>
    </div>
  );
}
