"use client";

import { ArrowRight, Plus } from "lucide-react";
import { RowLink } from "@/components/data-table/row-link";
import { Button } from "@/components/ui/button";
import type { GraphEdge, GraphNode } from "@/server/catalog/core/related-schema";
import { NamedIcon } from "../../blueprint-icon";
import { entityHref } from "../../catalog-types";

interface GraphListProps {
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
  start: string;
  expanded: ReadonlySet<string>;
  onExpand: (id: string) => void;
}

/** Relations of one entity that the list spells out. */
const RELATIONS_SHOWN = 4;

/** What the drawing shows, as a list: the nearest entities first, each with its relations within the graph. */
export function GraphList({ nodes, edges, start, expanded, onExpand }: GraphListProps) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const sorted = nodes
    .filter((node) => node.id !== start)
    .sort((a, b) => a.depth - b.depth || a.title.localeCompare(b.title));
  const relationsOf = (id: string) =>
    edges.flatMap((edge) => {
      if (edge.from !== id && edge.to !== id) return [];
      const from = byId.get(edge.from);
      const to = byId.get(edge.to);
      return from && to ? [{ from, to, title: edge.title }] : [];
    });
  return (
    <ul aria-label="Related entities" className="bg-card divide-y rounded-lg border">
      {sorted.map((node) => (
        <li key={node.id} className="flex min-h-11 flex-wrap items-start gap-x-3 gap-y-1 px-4 py-2">
          <NamedIcon name={node.icon} className="text-muted-foreground mt-0.5" />
          <div className="min-w-0 flex-1">
            <RowLink href={entityHref(node.blueprint, node.identifier)}>{node.title}</RowLink>{" "}
            <span className="text-muted-foreground text-xs">
              {node.blueprintTitle} · {node.depth === 1 ? "directly related" : `${node.depth} relations away`}
            </span>
            <ul className="text-muted-foreground mt-0.5 grid gap-0.5 text-xs">
              {relationsOf(node.id)
                .slice(0, RELATIONS_SHOWN)
                .map(({ from, to, title }) => (
                  <li key={`${from.id} ${title} ${to.id}`} className="flex flex-wrap items-center gap-x-1">
                    <span>{from.id === node.id ? "This" : from.title}</span>
                    <ArrowRight aria-hidden className="size-3" />
                    <span className="sr-only">points to</span>
                    <span>{to.id === node.id ? "this" : to.title}</span>
                    <span>by {title}</span>
                  </li>
                ))}
              {relationsOf(node.id).length > RELATIONS_SHOWN && (
                <li>and {relationsOf(node.id).length - RELATIONS_SHOWN} more relations in this graph</li>
              )}
            </ul>
          </div>
          <Button
            size="sm"
            disabled={expanded.has(node.id)}
            aria-label={`Expand ${node.title}`}
            onClick={() => onExpand(node.id)}
          >
            <Plus aria-hidden className="size-3.5" /> Expand
          </Button>
        </li>
      ))}
    </ul>
  );
}
