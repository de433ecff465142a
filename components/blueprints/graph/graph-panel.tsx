"use client";

import type { BlueprintSummary } from "@/components/catalog/catalog-types";
import { cn } from "@/components/ui/cn";
import { BlueprintCommands } from "../blueprint-commands";
import { GraphInspector } from "./graph-inspector";
import { ModelGraph } from "./model-graph";

interface GraphPanelProps {
  blueprints: readonly BlueprintSummary[];
  selected: string | null;
  onSelect: (identifier: string | null) => void;
  onConnect: (from: string, to?: string) => void;
  className: string;
}

/** The graph, with what is selected in it beside it. */
export function GraphPanel({ blueprints, selected, onSelect, onConnect, className }: GraphPanelProps) {
  const chosen = blueprints.find(({ identifier }) => identifier === selected);
  return (
    <div className={cn("flex min-w-0 flex-col overflow-hidden rounded-lg border lg:flex-row", className)}>
      <ModelGraph blueprints={blueprints} selected={selected} onSelect={onSelect} onConnect={onConnect} />
      {chosen && (
        <GraphInspector
          blueprint={chosen}
          blueprints={blueprints}
          onSelect={onSelect}
          onConnect={onConnect}
          commands={<BlueprintCommands blueprint={chosen} onDeleted={() => onSelect(null)} />}
        />
      )}
      <p role="status" className="sr-only">
        {chosen ? `${chosen.title} is selected. Its relations and commands follow the graph.` : ""}
      </p>
    </div>
  );
}
