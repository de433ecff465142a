"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { PointerEvent, RefObject } from "react";
import { fitView, revealNode, startView, zoomAt } from "./geometry";
import type { View } from "./geometry";
import type { Layout, Point } from "./layout";

/** One press of a zoom button or key. */
const STEP = 1.25;

export interface Viewport {
  view: View;
  frame: RefObject<HTMLDivElement | null>;
  zoom: (by: "in" | "out") => void;
  fit: () => void;
  reveal: (node: Point) => void;
  /** A place on the screen in coordinates of the graph. */
  toGraph: (screen: Point) => Point;
  /** For the frame: dragging its ground moves the graph. */
  panHandlers: {
    onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    onPointerUp: (event: PointerEvent<HTMLElement>) => void;
    onPointerCancel: (event: PointerEvent<HTMLElement>) => void;
  };
}

/** Moving and scaling of a drawing in a frame: by dragging, by wheel with Ctrl or ⌘, by buttons and keys. */
export function useViewport(layout: Pick<Layout, "width" | "height">): Viewport {
  const frame = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<View>({ x: 0, y: 0, scale: 1 });
  const drag = useRef<{ id: number; from: Point; view: View } | null>(null);
  const { width, height } = layout;

  const size = useCallback(
    () => ({ width: frame.current?.clientWidth ?? 1, height: frame.current?.clientHeight ?? 1 }),
    [],
  );
  const fit = useCallback(() => {
    touched.current = false;
    setView(fitView({ width, height }, size()));
  }, [size, width, height]);
  /** Once a hand has moved it, the graph stays where it is. */
  const touched = useRef(false);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const start = () => {
      if (!touched.current) setView(startView({ width, height }, size()));
    };
    const observer = new ResizeObserver(start);
    observer.observe(element);
    return () => observer.disconnect();
  }, [size, width, height]);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      // A plain wheel scrolls the page, as everywhere; pinching on a trackpad arrives as a wheel with Ctrl.
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const at = { x: event.clientX - box.left, y: event.clientY - box.top };
      touched.current = true;
      setView((before) => zoomAt(before, Math.exp(-event.deltaY / 300), at));
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, []);

  const end = (event: PointerEvent<HTMLElement>) => {
    if (drag.current?.id === event.pointerId) drag.current = null;
  };
  return {
    view,
    frame,
    fit,
    zoom: (by) => {
      const { width: w, height: h } = size();
      touched.current = true;
      setView((before) => zoomAt(before, by === "in" ? STEP : 1 / STEP, { x: w / 2, y: h / 2 }));
    },
    reveal: (node) => setView((before) => revealNode(before, node, size())),
    toGraph: ({ x, y }) => {
      const box = frame.current?.getBoundingClientRect();
      return {
        x: (x - (box?.left ?? 0) - view.x) / view.scale,
        y: (y - (box?.top ?? 0) - view.y) / view.scale,
      };
    },
    panHandlers: {
      onPointerDown: (event) => {
        if (event.button !== 0 || (event.target as Element).closest("button, a")) return;
        drag.current = { id: event.pointerId, from: { x: event.clientX, y: event.clientY }, view };
        event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove: (event) => {
        const held = drag.current;
        if (held?.id !== event.pointerId) return;
        touched.current = true;
        setView({
          ...held.view,
          x: held.view.x + event.clientX - held.from.x,
          y: held.view.y + event.clientY - held.from.y,
        });
      },
      onPointerUp: end,
      onPointerCancel: end,
    },
  };
}
