"use client";

import { useRef, useState } from "react";
import type { PointerEvent } from "react";
import type { Point } from "./layout";

interface Line {
  from: string;
  start: Point;
  end: Point;
}

/** The blueprint whose node lies under a place on the screen. */
function nodeUnder(x: number, y: number): string | undefined {
  const found = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-blueprint]");
  return found?.dataset.blueprint;
}

/**
 * Drawing a relation from the handle of one node to another. `onConnect` hears where it ended; a press or a key without a
 * way has no end, which the form then asks for.
 */
export function useConnect(
  toGraph: (screen: Point) => Point,
  onConnect: (from: string, to?: string) => void,
) {
  const [line, setLine] = useState<Line | null>(null);
  /** Browsers report a click after a drag, too. */
  const dragged = useRef(false);
  const handlersFor = (from: string) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const start = toGraph({ x: event.clientX, y: event.clientY });
      setLine({ from, start, end: start });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const end = toGraph({ x: event.clientX, y: event.clientY });
      setLine((before) => before && { ...before, end });
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      dragged.current =
        line !== null && Math.hypot(line.end.x - line.start.x, line.end.y - line.start.y) > MIN_DRAG;
      setLine(null);
      const to = dragged.current ? nodeUnder(event.clientX, event.clientY) : undefined;
      if (to !== undefined) onConnect(from, to);
    },
    onPointerCancel: () => setLine(null),
    onClick: () => {
      if (!dragged.current) onConnect(from);
      dragged.current = false;
    },
  });
  return { line, handlersFor };
}

/** Pixels that a hand may tremble in a click. */
const MIN_DRAG = 6;
