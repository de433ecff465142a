"use client";

import { useLayoutEffect, useState } from "react";
import type { RefObject } from "react";

/** Whether the table in a frame is wider than the frame, kept up to date as either changes. */
export function useOverflow(frame: RefObject<HTMLElement | null>): boolean {
  const [overflows, setOverflows] = useState(false);
  useLayoutEffect(() => {
    const element = frame.current;
    const table = element?.querySelector("table");
    if (!element || !table) return;
    const measure = () => setOverflows(table.scrollWidth > element.clientWidth + 1);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(table);
    measure();
    return () => observer.disconnect();
  }, [frame]);
  return overflows;
}
