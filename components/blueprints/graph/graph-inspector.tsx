"use client";

import { ArrowLeft, ArrowRight, Pencil, X } from "lucide-react";
import type { ReactNode } from "react";
import type { BlueprintSummary } from "@/components/catalog/catalog-types";
import { blueprintHref } from "@/components/catalog/catalog-types";
import { labelOf } from "@/components/properties/kind";
import { IconTile } from "@/components/catalog/blueprint-icon";
import { Badge } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { editBlueprintHref } from "../blueprint-paths";
import { counted } from "./graph-node";
import { cardinality, relationEdges } from "./model-edges";
import type { RelationEdge } from "./model-edges";

export interface GraphInspectorProps {
  blueprint: BlueprintSummary;
  blueprints: readonly BlueprintSummary[];
  onSelect: (identifier: string | null) => void;
  onConnect: (from: string) => void;
  /** Commands such as delete. */
  commands: ReactNode;
}

/** What is selected in the graph: its facts, its relations as a list, and what can be done with it. */
export function GraphInspector({
  blueprint,
  blueprints,
  onSelect,
  onConnect,
  commands,
}: GraphInspectorProps) {
  const edges = relationEdges(blueprints);
  const outgoing = edges.filter(({ from }) => from === blueprint.identifier);
  const incoming = edges.filter(({ to }) => to === blueprint.identifier);
  const computed =
    Object.keys(blueprint.mirrorProperties ?? {}).length +
    Object.keys(blueprint.calculationProperties ?? {}).length +
    Object.keys(blueprint.aggregationProperties ?? {}).length;
  const titleOf = (identifier: string) =>
    blueprints.find((other) => other.identifier === identifier)?.title ?? identifier;
  return (
    <section
      aria-label={`Selected: ${blueprint.title}`}
      className="bg-card flex min-h-0 shrink-0 flex-col border-t lg:w-80 lg:border-t-0 lg:border-l"
    >
      <div className="flex items-start gap-3 p-4 pb-3">
        <IconTile name={blueprint.icon} size="lg" />
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-base font-semibold tracking-tight">{blueprint.title}</h2>
          <p className="text-muted-foreground truncate font-mono text-xs">{blueprint.identifier}</p>
        </div>
        <Button size="icon-sm" variant="ghost" aria-label="Clear selection" onClick={() => onSelect(null)}>
          <X aria-hidden />
        </Button>
      </div>
      <div className="grid min-h-0 flex-1 content-start gap-4 overflow-y-auto px-4 pb-4">
        {blueprint.description && <p className="text-sm text-pretty">{blueprint.description}</p>}
        <div className="flex flex-wrap gap-1.5">
          <Badge>{counted(Object.keys(blueprint.schema.properties).length, "property", "properties")}</Badge>
          {computed > 0 && <Badge>{computed} computed</Badge>}
          <Badge>{counted(blueprint.entityCount, "entity", "entities")}</Badge>
        </div>
        <Relations
          title="Points to"
          empty="It points to nothing yet."
          edges={outgoing}
          direction="out"
          titleOf={titleOf}
          onSelect={onSelect}
        />
        <Relations
          title="Pointed to by"
          empty="Nothing points to it yet."
          edges={incoming}
          direction="in"
          titleOf={titleOf}
          onSelect={onSelect}
        />
      </div>
      <div className="bg-muted/50 flex flex-wrap items-center gap-2 border-t px-4 py-3">
        <ButtonLink size="sm" href={editBlueprintHref(blueprint.identifier)}>
          <Pencil aria-hidden /> Edit
        </ButtonLink>
        <Button size="sm" onClick={() => onConnect(blueprint.identifier)}>
          Add relation
        </Button>
        <ButtonLink size="sm" variant="ghost" href={blueprintHref(blueprint.identifier)}>
          Entities
        </ButtonLink>
        <span className="ml-auto">{commands}</span>
      </div>
    </section>
  );
}

interface RelationsProps {
  title: string;
  empty: string;
  edges: readonly RelationEdge[];
  direction: "out" | "in";
  titleOf: (identifier: string) => string;
  onSelect: (identifier: string) => void;
}

function Relations({ title, empty, edges, direction, titleOf, onSelect }: RelationsProps) {
  const Arrow = direction === "out" ? ArrowRight : ArrowLeft;
  return (
    <div className="grid gap-1.5">
      <h3 className="text-muted-foreground text-xs font-medium">{title}</h3>
      {edges.length === 0 ? (
        <p className="text-muted-foreground text-xs">{empty}</p>
      ) : (
        <ul className="grid gap-0.5">
          {edges.map(({ from, to, key, relation }) => {
            const other = direction === "out" ? to : from;
            return (
              <li key={`${from} ${key}`}>
                <button
                  type="button"
                  onClick={() => onSelect(other)}
                  className="hover:bg-accent -mx-1.5 flex w-[calc(100%+0.75rem)] items-center gap-2 rounded-sm px-1.5 py-1 text-left text-sm"
                >
                  <Arrow aria-hidden className="text-muted-foreground size-3.5 shrink-0" />
                  <span className="min-w-0 flex-1 truncate">{titleOf(other)}</span>
                  <span className="text-muted-foreground max-w-[55%] truncate text-xs">
                    {labelOf(key, relation)} · {cardinality(relation)}
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
