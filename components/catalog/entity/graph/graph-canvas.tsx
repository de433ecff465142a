"use client";

import { useEffect, useId, useRef } from "react";
import type { KeyboardEvent } from "react";
import { cn } from "@/components/ui/cn";
import type { GraphEdge } from "@/server/catalog/core/related-schema";
import { NamedIcon } from "../../blueprint-icon";
import { edgePath, NODE_HEIGHT, NODE_WIDTH, nodeTowards } from "./graph-layout";
import type { GraphLayout, Placed } from "./graph-layout";

interface GraphCanvasProps {
  layout: GraphLayout;
  edges: readonly GraphEdge[];
  start: string;
  selected: string;
  /** 1 is the natural size. */
  zoom: number;
  onSelect: (id: string) => void;
  onExpand: (id: string) => void;
}

/** Characters of a title that fit into a node. */
const TITLE_FITS = 21;
const cut = (text: string, fits: number) => (text.length > fits ? `${text.slice(0, fits - 1)}…` : text);

/** The graph as a drawing. Arrow keys go from node to node, Enter chooses, + brings what is behind a node. */
export function GraphCanvas({ layout, edges, start, selected, zoom, onSelect, onExpand }: GraphCanvasProps) {
  const marker = useId();
  const frame = useRef<SVGSVGElement>(null);
  useEffect(() => {
    const node = frame.current?.querySelector(`[data-node="${start}"]`);
    const pane = frame.current?.parentElement;
    if (!node || !pane) return;
    // Within its pane alone: the page stays where the reader is.
    const [at, around] = [node.getBoundingClientRect(), pane.getBoundingClientRect()];
    pane.scrollLeft += at.left + at.width / 2 - (around.left + around.width / 2);
    pane.scrollTop += at.top + at.height / 2 - (around.top + around.height / 2);
  }, [start]);
  const byId = new Map(layout.nodes.map((placed) => [placed.node.id, placed]));
  const onKeyDown = (event: KeyboardEvent, id: string) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      onSelect(id);
    } else if (event.key === "+") {
      event.preventDefault();
      onExpand(id);
    } else if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      const next = nodeTowards(layout, id, event.key as "ArrowLeft");
      if (next === null) return;
      onSelect(next);
      frame.current?.querySelector<SVGElement>(`[data-node="${next}"]`)?.focus();
    }
  };
  return (
    <div className="bg-card max-h-[70dvh] min-h-72 overflow-auto rounded-lg border" data-graph>
      <svg
        ref={frame}
        role="group"
        aria-label="Graph of related entities"
        width={layout.width * zoom}
        height={layout.height * zoom}
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        className="m-auto block"
      >
        <defs>
          <marker
            id={marker}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto-start-reverse"
          >
            <path d="M 0 0.5 L 7.5 4 L 0 7.5 z" className="fill-muted-foreground" />
          </marker>
        </defs>
        <g aria-hidden>
          {edges.map((edge) => {
            const from = byId.get(edge.from);
            const to = byId.get(edge.to);
            if (!from || !to || from === to) return null;
            const near = edge.from === selected || edge.to === selected;
            return (
              <path
                key={`${edge.from} ${edge.relation} ${edge.to}`}
                d={edgePath(from, to)}
                fill="none"
                markerEnd={`url(#${marker})`}
                strokeWidth={near ? 1.75 : 1.25}
                className={near ? "stroke-primary" : "stroke-border-strong"}
              >
                <title>{edge.title}</title>
              </path>
            );
          })}
        </g>
        {layout.nodes.map((placed) => (
          <Node
            key={placed.node.id}
            placed={placed}
            isStart={placed.node.id === start}
            isSelected={placed.node.id === selected}
            blueprint={placed.node.blueprintTitle}
            onSelect={() => onSelect(placed.node.id)}
            onExpand={() => onExpand(placed.node.id)}
            onKeyDown={(event) => onKeyDown(event, placed.node.id)}
          />
        ))}
      </svg>
    </div>
  );
}

function Node({
  placed: { node, x, y },
  isStart,
  isSelected,
  blueprint,
  onSelect,
  onExpand,
  onKeyDown,
}: {
  placed: Placed;
  isStart: boolean;
  isSelected: boolean;
  blueprint: string;
  onSelect: () => void;
  onExpand: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}) {
  return (
    <g
      data-node={node.id}
      role="button"
      tabIndex={isSelected ? 0 : -1}
      aria-pressed={isSelected}
      aria-label={`${node.title}, ${blueprint}${isStart ? ", this entity" : ""}`}
      transform={`translate(${x} ${y})`}
      onClick={onSelect}
      onDoubleClick={onExpand}
      onKeyDown={onKeyDown}
      className="group/node cursor-pointer outline-none"
    >
      <rect
        width={NODE_WIDTH}
        height={NODE_HEIGHT}
        rx={8}
        strokeWidth={isSelected ? 2 : 1}
        className={cn(
          "group-focus-visible/node:stroke-ring transition-colors",
          isStart ? "fill-primary-subtle" : "fill-background group-hover/node:fill-muted",
          isSelected ? "stroke-primary" : "stroke-border-strong",
        )}
      />
      <NamedIcon name={node.icon} x={12} y={14} width={16} height={16} className="text-muted-foreground" />
      <text x={38} y={19} className="fill-foreground text-xs font-medium">
        {cut(node.title, TITLE_FITS)}
        <title>{node.title}</title>
      </text>
      <text x={38} y={34} className="fill-muted-foreground text-2xs">
        {cut(blueprint, TITLE_FITS + 3)}
      </text>
    </g>
  );
}
