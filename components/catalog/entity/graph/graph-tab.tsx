"use client";

import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { Minus, Plus, Waypoints } from "lucide-react";
import { useMemo, useState } from "react";
import { QueryState } from "@/components/states/query-state";
import { EmptyState, PartialState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { MAX_GRAPH_DEPTH } from "@/server/catalog/core/related-paths";
import type { EntityGraph, GraphNode } from "@/server/catalog/core/related-schema";
import { entityHref } from "../../catalog-types";
import { graphParams } from "../entity-params";
import { GraphCanvas } from "./graph-canvas";
import { layoutGraph, mergeGraphs } from "./graph-layout";
import { GraphList } from "./graph-list";

const DIRECTIONS = [
  { value: "both", label: "Both directions" },
  { value: "outgoing", label: "What it points to" },
  { value: "incoming", label: "What points to it" },
] as const;
const DEPTHS = Array.from({ length: MAX_GRAPH_DEPTH }, (_, index) => ({
  value: String(index + 1),
  label: index === 0 ? "1 relation away" : `${index + 1} relations away`,
}));
const ZOOMS = [0.5, 0.65, 0.8, 1, 1.25, 1.5] as const;

/** What is around an entity, drawn, or as a list. */
export function GraphTab({ blueprint, identifier }: { blueprint: string; identifier: string }) {
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(graphParams);
  const depth = Math.min(MAX_GRAPH_DEPTH, Math.max(1, params.depth));
  const query = useQuery(
    trpc.catalog.entities.graph.queryOptions(
      { blueprint, identifier, depth, direction: params.direction },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <div className="grid min-w-0 gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          label="Direction"
          className="w-44"
          options={DIRECTIONS}
          value={params.direction}
          onValueChange={(direction) => setParams({ direction })}
        />
        <Select
          label="How far"
          className="w-40"
          options={DEPTHS}
          value={String(depth)}
          onValueChange={(value) => setParams({ depth: Number(value) })}
        />
        <RadioGroup
          label="Shown as"
          className="flex gap-4"
          value={params.view}
          onValueChange={(view) => setParams({ view: view === "list" ? "list" : "graph" })}
          options={[
            { value: "graph", label: "Graph" },
            { value: "list", label: "List" },
          ]}
        />
      </div>
      <QueryState
        query={query}
        what="the graph"
        isEmpty={(graph) => graph.nodes.length <= 1}
        empty={
          <Card>
            <EmptyState icon={Waypoints} title="Nothing is related yet">
              Relate this entity to others, or others to it, and they appear here with what is behind them.
            </EmptyState>
          </Card>
        }
      >
        {(graph) => <GraphView key={graph.nodes[0]?.id} graph={graph} view={params.view} />}
      </QueryState>
    </div>
  );
}

function GraphView({ graph, view }: { graph: EntityGraph; view: "graph" | "list" }) {
  const trpc = useTRPC();
  const start = graph.nodes[0]?.id ?? "";
  const [selected, setSelected] = useState(start);
  const [expanded, setExpanded] = useState<GraphNode[]>([]);
  const [zoom, setZoom] = useState<number>(1);
  const more = useQueries({
    queries: expanded.map(({ blueprint, identifier }) =>
      trpc.catalog.entities.graph.queryOptions({ blueprint, identifier, depth: 1 }),
    ),
  });
  const brought = JSON.stringify(more.map(({ dataUpdatedAt }) => dataUpdatedAt));
  const whole = useMemo(
    () =>
      mergeGraphs(
        graph,
        more.flatMap(({ data }) => data ?? []),
      ),
    // The array of results is new at each render; when one arrives, its time changes.
    [graph, brought],
  );
  const layout = useMemo(() => layoutGraph(start, whole.nodes, whole.edges), [start, whole]);
  const chosen = whole.nodes.find((node) => node.id === selected) ?? whole.nodes[0];
  const expandedIds = new Set(expanded.map((node) => node.id));
  const expand = (id: string) => {
    const node = whole.nodes.find((one) => one.id === id);
    if (node && !expandedIds.has(id)) setExpanded([...expanded, node]);
  };
  const failed = more.some(({ error }) => error);
  const truncated = graph.truncated || more.some(({ data }) => data?.truncated);
  const zoomBy = (step: number) => {
    const at = ZOOMS.findIndex((value) => value === zoom);
    setZoom(ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, at + step))] ?? 1);
  };
  return (
    <>
      {failed && (
        <PartialState onRetry={() => more.forEach((one) => void one.refetch())}>
          What is behind a node could not be loaded.
        </PartialState>
      )}
      {truncated && (
        <p role="status" className="text-muted-foreground text-sm">
          More is related than is shown here: at most 60 entities, and 40 for each of them. The tab Related
          lists all.
        </p>
      )}
      {view === "list" ? (
        <GraphList
          nodes={whole.nodes}
          edges={whole.edges}
          start={start}
          expanded={expandedIds}
          onExpand={expand}
        />
      ) : (
        <>
          <GraphCanvas
            layout={layout}
            edges={whole.edges}
            start={start}
            selected={chosen?.id ?? start}
            zoom={zoom}
            onSelect={setSelected}
            onExpand={expand}
          />
          <div className="flex flex-wrap items-center gap-2">
            {chosen && (
              <p aria-live="polite" className="mr-auto min-w-0 text-sm">
                <span className="font-medium">{chosen.title}</span>{" "}
                <span className="text-muted-foreground">
                  {chosen.blueprintTitle} ·{" "}
                  {whole.edges.filter((edge) => edge.from === chosen.id || edge.to === chosen.id).length}{" "}
                  relations shown
                </span>
              </p>
            )}
            {chosen && chosen.id !== start && (
              <>
                <Button size="sm" disabled={expandedIds.has(chosen.id)} onClick={() => expand(chosen.id)}>
                  Expand
                </Button>
                <ButtonLink size="sm" href={`${entityHref(chosen.blueprint, chosen.identifier)}?tab=graph`}>
                  Open
                </ButtonLink>
              </>
            )}
            <Button
              size="icon-sm"
              aria-label="Zoom out"
              disabled={zoom === ZOOMS[0]}
              onClick={() => zoomBy(-1)}
            >
              <Minus aria-hidden />
            </Button>
            <Button
              size="icon-sm"
              aria-label="Zoom in"
              disabled={zoom === ZOOMS.at(-1)}
              onClick={() => zoomBy(1)}
            >
              <Plus aria-hidden />
            </Button>
          </div>
        </>
      )}
    </>
  );
}
