"use client";

import { useEffect, useRef, useState } from "react";
import type { PointerEvent as ReactPointerEvent, RefObject } from "react";
import { targetAt } from "./drop-target";
import type { RowBox } from "./drop-target";
import type { Target } from "./layout";

export interface Drag {
  id: string;
  target: Target | null;
}

/** So near to the edge of the window it scrolls, by so much in a frame. */
const SCROLL_EDGE = 72;
const SCROLL_STEP = 14;
/** A press that moves by less is a click. */
const SLACK = 4;

/** The drawn rows and columns of a grid, marked by `data-board-row` and `data-board-column`. */
function boxesOf(grid: HTMLElement): RowBox[] {
  return [...grid.querySelectorAll<HTMLElement>(":scope > [data-board-row]")].map((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    const columns = [...row.querySelectorAll<HTMLElement>(":scope > [data-board-column]")].map((column) => {
      const { left, right } = column.getBoundingClientRect();
      return { left, right };
    });
    return { top, bottom, columns };
  });
}

/** Carrying a widget by the pointer: what is carried, where it would go, and how a handle begins it. Escape lets it go. */
export function useDrag(
  grid: RefObject<HTMLElement | null>,
  onDrop: (id: string, target: Target) => void,
): { drag: Drag | null; begin: (id: string, event: ReactPointerEvent) => void } {
  const [drag, setDrag] = useState<Drag | null>(null);
  const drop = useRef(onDrop);
  drop.current = onDrop;
  const end = useRef<(() => void) | null>(null);
  useEffect(() => () => end.current?.(), []);

  const begin = (id: string, event: ReactPointerEvent) => {
    if (event.button !== 0 || !grid.current) return;
    event.preventDefault();
    end.current?.();
    const listening = new AbortController();
    const options = { signal: listening.signal };
    const from = { x: event.clientX, y: event.clientY };
    let point = from;
    let begun = false;
    let target: Target | null = null;
    let frame = 0;
    const look = () => {
      target = grid.current ? targetAt(boxesOf(grid.current), point) : null;
      setDrag({ id, target });
    };
    const scroll = () => {
      const down = point.y > window.innerHeight - SCROLL_EDGE;
      if (begun && (down || point.y < SCROLL_EDGE)) {
        window.scrollBy(0, down ? SCROLL_STEP : -SCROLL_STEP);
        look();
      }
      frame = requestAnimationFrame(scroll);
    };
    const stop = () => {
      listening.abort();
      cancelAnimationFrame(frame);
      end.current = null;
      setDrag(null);
    };
    end.current = stop;
    window.addEventListener(
      "pointermove",
      (move) => {
        point = { x: move.clientX, y: move.clientY };
        begun ||= Math.hypot(point.x - from.x, point.y - from.y) > SLACK;
        if (begun) look();
      },
      options,
    );
    window.addEventListener(
      "pointerup",
      () => {
        const chosen = target;
        stop();
        if (chosen) drop.current(id, chosen);
      },
      options,
    );
    window.addEventListener("pointercancel", stop, options);
    window.addEventListener("keydown", (press) => press.key === "Escape" && stop(), options);
    frame = requestAnimationFrame(scroll);
  };
  return { drag, begin };
}

/** Follows the pointer from where it was pressed until it is let go, by how far it has come. */
export function followPointer(
  event: ReactPointerEvent,
  onMove: (by: { x: number; y: number }) => void,
  onEnd: () => void,
): void {
  if (event.button !== 0) return;
  event.preventDefault();
  const from = { x: event.clientX, y: event.clientY };
  const listening = new AbortController();
  const options = { signal: listening.signal };
  const stop = () => {
    listening.abort();
    onEnd();
  };
  window.addEventListener(
    "pointermove",
    (move) => onMove({ x: move.clientX - from.x, y: move.clientY - from.y }),
    options,
  );
  window.addEventListener("pointerup", stop, options);
  window.addEventListener("pointercancel", stop, options);
}
