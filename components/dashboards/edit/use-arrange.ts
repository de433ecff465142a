"use client";

import { useEffect, useRef, useState } from "react";
import type { PointerEvent as ReactPointerEvent, RefObject } from "react";
import type { DefinitionDraft } from "@/components/definition-editor/use-definition";
import { followPointer } from "../layout/use-drag";
import { dropped, moved, placeOf, placeWords, resized, withHeight, withSize } from "../layout/layout";
import type { Direction, Layout, Resize, Target } from "../layout/layout";
import { kindOfWidget } from "../widgets/widget-kinds";
import { withLayout } from "./board-draft";
import type { BoardDraft } from "./board-draft";

const COLUMNS = 12;
const DIRECTIONS: Record<string, Direction> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};
const SIZES: Record<string, Resize> = {
  ArrowLeft: "narrower",
  ArrowRight: "wider",
  ArrowUp: "shorter",
  ArrowDown: "taller",
};

/** Arranging widgets, by steps and by the pointer; what is said is read out where the widget is now. */
export function useArrange(draft: DefinitionDraft<BoardDraft>, grid: RefObject<HTMLElement | null>) {
  const [said, say] = useState("");
  const latest = useRef(draft.definition);
  latest.current = draft.definition;
  /** The widget whose handle had the focus: its element may be a new one after the step. */
  const focus = useRef<string | null>(null);
  useEffect(() => {
    const id = focus.current;
    focus.current = null;
    if (id === null) return;
    const handle = grid.current?.querySelector<HTMLElement>(`[data-handle="${CSS.escape(id)}"]`);
    handle?.focus();
    handle?.scrollIntoView({ block: "nearest" });
  }, [draft.definition, grid]);

  const nameOf = (id: string): string => {
    const widget = latest.current.widgets[id];
    return widget ? widget.title || kindOfWidget(widget.type).label : "The widget";
  };
  const put = (id: string, layout: Layout, stays: string) => {
    const before = latest.current.layout;
    const same = JSON.stringify(before) === JSON.stringify(layout);
    say(same ? `${nameOf(id)} ${stays}.` : `${nameOf(id)}: ${placeWords(layout, id)}.`);
    if (!same) draft.change((now) => withLayout(now, layout));
  };
  const move = (id: string, direction: Direction) =>
    put(id, moved(latest.current.layout, id, direction), `cannot go further ${direction}`);
  const resize = (id: string, change: Resize) =>
    put(id, resized(latest.current.layout, id, change), `cannot become ${change}`);

  return {
    said,
    say,
    nameOf,
    move,
    resize,
    drop: (id: string, target: Target) =>
      put(id, dropped(latest.current.layout, id, target), "stays where it is"),
    /** Arrows on a handle move the widget, with Shift they size it. True when the key was one of these. */
    key: (id: string, key: string, shift: boolean): boolean => {
      const change = shift ? SIZES[key] : undefined;
      const direction = shift ? undefined : DIRECTIONS[key];
      if (!change && !direction) return false;
      focus.current = id;
      if (change) resize(id, change);
      else if (direction) move(id, direction);
      return true;
    },
    /** Follows the pointer at the right edge of a widget. */
    dragWidth: (id: string, event: ReactPointerEvent) => {
      const start = latest.current.layout;
      const place = placeOf(start, id);
      const width = grid.current?.clientWidth ?? 0;
      const size = place && start[place.row]?.columns[place.column]?.size;
      if (!size || width === 0) return;
      let now: Layout = start;
      followPointer(
        event,
        ({ x }) => {
          now = withSize(start, id, size + (x / width) * COLUMNS);
          draft.change((before) => withLayout(before, now));
        },
        () => say(`${nameOf(id)}: ${placeWords(now, id)}.`),
      );
    },
    /** Follows the pointer at the lower edge of a row. */
    dragHeight: (row: number, event: ReactPointerEvent) => {
      const start = latest.current.layout;
      const height = start[row]?.height;
      if (height === undefined) return;
      let now: Layout = start;
      followPointer(
        event,
        ({ y }) => {
          now = withHeight(start, row, height + y);
          draft.change((before) => withLayout(before, now));
        },
        () => say(`Row ${row + 1} is ${now[row]?.height ?? height} pixels high.`),
      );
    },
  };
}
