"use client";

import { useVirtualizer, useWindowVirtualizer } from "@tanstack/react-virtual";
import type { Virtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useState } from "react";
import type { ReactNode, RefObject } from "react";

const ROW_HEIGHT = 36;
const HEADER_HEIGHT = 32;
const OVERSCAN = 12;

interface VirtualRowsProps {
  count: number;
  columns: number;
  /** The element that the rows begin in. */
  frame: RefObject<HTMLElement | null>;
  /** What scrolls: the page, or the frame itself. */
  scroller: "window" | "frame";
  renderRow: (index: number) => ReactNode;
}

/** The rows in sight of a long table, with room for the others. */
export function VirtualRows({ scroller, ...props }: VirtualRowsProps) {
  return scroller === "window" ? <InWindow {...props} /> : <InFrame {...props} />;
}

function InWindow({ frame, ...props }: Omit<VirtualRowsProps, "scroller">) {
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    if (frame.current) setOffset(frame.current.getBoundingClientRect().top + window.scrollY);
  }, [frame]);
  const virtualizer = useWindowVirtualizer({
    count: props.count,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    scrollMargin: offset,
    initialRect: { width: 1280, height: 900 },
  });
  return <Rows {...props} virtualizer={virtualizer} offset={offset} />;
}

function InFrame({ frame, ...props }: Omit<VirtualRowsProps, "scroller">) {
  const virtualizer = useVirtualizer({
    count: props.count,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    scrollMargin: HEADER_HEIGHT,
    initialRect: { width: 1280, height: 900 },
  });
  return <Rows {...props} virtualizer={virtualizer} offset={HEADER_HEIGHT} />;
}

function Rows<Scroller extends Element | Window>({
  virtualizer,
  offset,
  columns,
  renderRow,
}: Pick<VirtualRowsProps, "columns" | "renderRow"> & {
  virtualizer: Virtualizer<Scroller, Element>;
  offset: number;
}) {
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
