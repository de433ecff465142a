"use client";

import { Maximize, ZoomIn, ZoomOut } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useMemo, useRef, useState } from "react";
import type { CSSProperties, KeyboardEvent } from "react";
import type { BlueprintSummary } from "@/components/catalog/catalog-types";
import { Button } from "@/components/ui/button";
import { editBlueprintHref } from "../blueprint-paths";
import { neighbourOf } from "./geometry";
import type { Direction } from "./geometry";
import { GraphEdges } from "./graph-edges";
import { GraphNode } from "./graph-node";
import { layoutGraph } from "./layout";
import { relationEdges } from "./model-edges";
import { useConnect } from "./use-connect";
import { useViewport } from "./use-viewport";

export interface ModelGraphProps {
  blueprints: readonly BlueprintSummary[];
  selected: string | null;
  onSelect: (identifier: string | null) => void;
  /** Somebody wants a relation; the other end is asked for where it is not given. */
  onConnect: (from: string, to?: string) => void;
}

const ARROWS: Record<string, Direction> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** All blueprints with their relations, as a drawing that is moved, read and changed by mouse, touch or keys. */
export function ModelGraph({ blueprints, selected, onSelect, onConnect }: ModelGraphProps) {
  const router = useRouter();
  const helpId = useId();
  const relations = useMemo(() => relationEdges(blueprints), [blueprints]);
  const layout = useMemo(
    () =>
      layoutGraph(
        blueprints.map(({ identifier }) => identifier),
        relations,
      ),
    [blueprints, relations],
  );
  const port = useViewport(layout);
  const { line, handlersFor } = useConnect(port.toGraph, onConnect);
  const buttons = useRef(new Map<string, HTMLButtonElement>());
  const [focused, setFocused] = useState<string | null>(null);
  const isThere = (id: string | null): id is string => id !== null && layout.nodes.has(id);
  const current = isThere(focused) ? focused : isThere(selected) ? selected : blueprints[0]?.identifier;
  const open = (id: string) => router.push(editBlueprintHref(id));

  const goTo = (id: string | undefined) => {
    const at = id === undefined ? undefined : layout.nodes.get(id);
    if (id === undefined || !at) return;
    port.reveal(at);
    buttons.current.get(id)?.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, id: string) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const direction = ARROWS[event.key];
    const ids = [...layout.nodes.keys()];
    if (direction) goTo(neighbourOf(layout.nodes, id, direction));
    else if (event.key === "Home") goTo(ids[0]);
    else if (event.key === "End") goTo(ids.at(-1));
    else if (event.key === "+" || event.key === "=") port.zoom("in");
    else if (event.key === "-") port.zoom("out");
    else if (event.key === "0") port.fit();
    else if (event.key === "e") open(id);
    else if (event.key === "r") onConnect(id);
    else if (event.key === "Escape" && selected !== null) onSelect(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="bg-background relative min-w-0 flex-1 overflow-hidden">
      <p id={helpId} className="sr-only">
        Arrow keys go from blueprint to blueprint, Enter selects, E edits, R adds a relation, plus, minus and
        zero zoom.
      </p>
      <div
        ref={port.frame}
        role="group"
        aria-label="Graph of blueprints"
        aria-describedby={helpId}
        {...port.panHandlers}
        onClick={(event) => {
          if (event.target === event.currentTarget) onSelect(null);
        }}
        className="absolute inset-0 cursor-grab touch-none overflow-hidden bg-[radial-gradient(var(--border)_1px,transparent_1px)] bg-[length:20px_20px] active:cursor-grabbing"
      >
        <div
          style={
            {
              width: layout.width,
              height: layout.height,
              transform: `translate(${port.view.x}px, ${port.view.y}px) scale(${port.view.scale})`,
              "--unscale": Math.max(1, 1 / port.view.scale),
            } as CSSProperties
          }
          className="pointer-events-none absolute origin-top-left *:pointer-events-auto"
        >
          <GraphEdges layout={layout} relations={relations} selected={selected} drawing={line} />
          {blueprints.map((blueprint) => {
            const { identifier } = blueprint;
            return (
              <GraphNode
                key={identifier}
                blueprint={blueprint}
                at={layout.nodes.get(identifier) ?? { x: 0, y: 0 }}
                selected={identifier === selected}
                current={identifier === current}
                onSelect={() => onSelect(identifier === selected ? null : identifier)}
                onFocus={() => setFocused(identifier)}
                onOpen={() => open(identifier)}
                onKeyDown={(event) => onKeyDown(event, identifier)}
                handle={handlersFor(identifier)}
                ref={(element) => {
                  if (element) buttons.current.set(identifier, element);
                  else buttons.current.delete(identifier);
                }}
              />
            );
          })}
        </div>
      </div>
      <div
        role="group"
        aria-label="Zoom"
        className="bg-card absolute right-3 bottom-3 flex items-center rounded-md border p-0.5"
      >
        <Button size="icon-sm" variant="ghost" aria-label="Zoom out" onClick={() => port.zoom("out")}>
          <ZoomOut aria-hidden />
        </Button>
        <span className="text-muted-foreground tabular w-10 text-center text-xs">
          {Math.round(port.view.scale * 100)}%
        </span>
        <Button size="icon-sm" variant="ghost" aria-label="Zoom in" onClick={() => port.zoom("in")}>
          <ZoomIn aria-hidden />
        </Button>
        <Button size="icon-sm" variant="ghost" aria-label="Fit to window" onClick={port.fit}>
          <Maximize aria-hidden />
        </Button>
      </div>
    </div>
  );
}
