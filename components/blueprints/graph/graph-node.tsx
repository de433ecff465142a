"use client";

import { EyeOff, Plus } from "lucide-react";
import type { KeyboardEvent, PointerEvent, Ref } from "react";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import type { BlueprintSummary } from "@/components/catalog/catalog-types";
import { cn } from "@/components/ui/cn";
import { formatCount } from "@/components/ui/format";
import { NODE_HEIGHT, NODE_WIDTH } from "./layout";
import type { Point } from "./layout";

interface HandleProps {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  onPointerCancel: () => void;
  onClick: () => void;
}

export interface GraphNodeProps {
  blueprint: BlueprintSummary;
  at: Point;
  selected: boolean;
  /** Whether Tab reaches it: one node of the graph is, the arrows lead to the others. */
  current: boolean;
  onSelect: () => void;
  onFocus: () => void;
  onOpen: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  handle: HandleProps;
  ref: Ref<HTMLButtonElement>;
}

/** "1 property", "3 properties". */
export const counted = (count: number, one: string, many: string): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** A blueprint in the graph: what it is called, how much it holds, and a handle to draw a relation from. */
export function GraphNode(props: GraphNodeProps) {
  const { blueprint, at, selected, current, handle, ref } = props;
  const properties = counted(Object.keys(blueprint.schema.properties).length, "property", "properties");
  const entities = counted(blueprint.entityCount, "entity", "entities");
  return (
    <div
      data-blueprint={blueprint.identifier}
      style={{ left: at.x, top: at.y, width: NODE_WIDTH, height: NODE_HEIGHT }}
      className="group/node absolute"
    >
      <button
        ref={ref}
        type="button"
        tabIndex={current ? 0 : -1}
        aria-pressed={selected}
        aria-label={`${blueprint.title}, ${properties}, ${entities}${blueprint.hidden ? ", hidden" : ""}`}
        onClick={props.onSelect}
        onDoubleClick={props.onOpen}
        onFocus={props.onFocus}
        onKeyDown={props.onKeyDown}
        className={cn(
          "bg-card hover:border-border-strong flex size-full items-center gap-2.5 rounded-lg border px-3 text-left transition-colors",
          selected && "border-primary bg-primary-subtle hover:border-primary",
        )}
      >
        <span className="bg-muted text-muted-foreground inline-flex size-8 shrink-0 items-center justify-center rounded-md border">
          <NamedIcon name={blueprint.icon} className="size-4.5" />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-1 text-sm font-medium">
            <span className="truncate">{blueprint.title}</span>
            {blueprint.hidden && <EyeOff aria-hidden className="text-muted-foreground size-3 shrink-0" />}
          </span>
          <span className="text-muted-foreground block truncate text-xs">
            {properties} · {entities}
          </span>
        </span>
      </button>
      <button
        type="button"
        tabIndex={current ? 0 : -1}
        aria-label={`Add a relation from ${blueprint.title}`}
        title="Drag to another blueprint, or click"
        {...handle}
        className={cn(
          // As large as a hand needs it, however small the graph is drawn.
          "bg-card text-muted-foreground hover:border-primary hover:text-primary-text absolute top-1/2 -right-3 flex size-6 -translate-y-1/2 [scale:var(--unscale)] cursor-crosshair touch-none items-center justify-center rounded-full border transition-opacity",
          !selected && "opacity-0 group-focus-within/node:opacity-100 group-hover/node:opacity-100",
        )}
      >
        <Plus aria-hidden className="size-3.5" />
      </button>
    </div>
  );
}
