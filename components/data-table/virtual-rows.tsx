"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useState } from "react";
import type { ReactNode, RefObject } from "react";

const ROW_HEIGHT = 36;

interface VirtualRowsProps {
  count: number;
  columns: number;
  /** The element that the rows begin in. */
  frame: RefObject<HTMLElement | null>;
  renderRow: (index: number) => ReactNode;
}

/** The rows in sight of a long table, with room for the others. */
export function VirtualRows({ count, columns, frame, renderRow }: VirtualRowsProps) {
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    if (frame.current) setOffset(frame.current.getBoundingClientRect().top + window.scrollY);
  }, [frame]);
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollMargin: offset,
    initialRect: { width: 1280, height: 900 },
  });
  const items = virtualizer.getVirtualItems();
  const before = Math.max(0, (items[0]?.start ?? 0) - offset);
  const after = Math.max(0, virtualizer.getTotalSize() - ((items.at(-1)?.end ?? 0) - offset));
  return (
    <>
      <Spacer height={before} columns={columns} />
      {items.map((item) => renderRow(item.index))}
      <Spacer height={after} columns={columns} />
    </>
  );
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height === 0) return null;
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  );
}
