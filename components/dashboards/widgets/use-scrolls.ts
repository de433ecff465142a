"use client";

import { useLayoutEffect, useState } from "react";
import type { RefObject } from "react";

/** Whether a region holds more than it shows, so that the keyboard must reach it to scroll. */
export function useScrolls(region: RefObject<HTMLElement | null>): boolean {
  const [scrolls, setScrolls] = useState(false);
  useLayoutEffect(() => {
    const element = region.current;
    if (!element) return;
    const measure = () =>
      setScrolls(
        element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1,
      );
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    const inner = element.firstElementChild;
    if (inner) observer.observe(inner);
    measure();
    return () => observer.disconnect();
  }, [region]);
  return scrolls;
}
