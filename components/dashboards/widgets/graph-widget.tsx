"use client";

import { useQueries } from "@tanstack/react-query";
import Link from "next/link";
import { useMemo, useState } from "react";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { entityHref } from "@/components/catalog/catalog-types";
import { GraphCanvas } from "@/components/catalog/entity/graph/graph-canvas";
import { layoutGraph, mergeGraphs } from "@/components/catalog/entity/graph/graph-layout";
import { asQuery } from "@/components/query/subject";
import type { RuleGroup } from "@/components/query/query-types";
import { LoadingState } from "@/components/states/loading";
import { EmptyState, ErrorState, PartialState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button, ButtonLink } from "@/components/ui/button";
import type { WidgetData } from "@/server/dashboards/core/data";
import { Notes } from "./notes";

type Graph = Extract<WidgetData, { kind: "graph" }>;

/** So many entities of the dataset are drawn with what is around them; more is no picture any more. */
const MAX_CENTRES = 12;
const AROUND = 12;

/** The entities of a dataset with what they are directly related to, drawn or as a list. */
export function GraphWidget({ data }: { data: Graph }) {
  const trpc = useTRPC();
  const [asList, setAsList] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const found = useQueries({
    queries: data.slices.map(({ blueprint, query }) =>
      trpc.catalog.entities.list.queryOptions({
        blueprint,
        limit: MAX_CENTRES,
        ...(query.rules.length > 0 && { query: asQuery(query as unknown as RuleGroup) }),
      }),
    ),
  });
  const all = found.flatMap(({ data: page }, at) =>
    (page?.entities ?? []).map(({ identifier }) => ({
      blueprint: data.slices[at]?.blueprint ?? "",
      identifier,
    })),
  );
  const total = found.reduce((sum, { data: page }) => sum + (page?.total ?? page?.entities.length ?? 0), 0);
  const centres = all.slice(0, MAX_CENTRES);
  const around = useQueries({
    queries: centres.map((centre) =>
      trpc.catalog.entities.graph.queryOptions({ ...centre, depth: 1, limit: AROUND }),
    ),
  });
  const brought = JSON.stringify(around.map(({ dataUpdatedAt }) => dataUpdatedAt));
  const hidden = data.hiddenBlueprints.join("\n");
  const graph = useMemo(() => {
    const parts = around.flatMap(({ data: part }) => part ?? []);
    const whole = mergeGraphs({ nodes: [], edges: [] }, parts);
    const nodes = whole.nodes.filter(({ blueprint }) => !hidden.split("\n").includes(blueprint));
    const ids = new Set(nodes.map(({ id }) => id));
    return { nodes, edges: whole.edges.filter(({ from, to }) => ids.has(from) && ids.has(to)) };
    // The array of results is new at each render; when one arrives, its time changes.
  }, [brought, hidden]);
  const start = graph.nodes[0]?.id ?? "";
  const layout = useMemo(() => layoutGraph(start, graph.nodes, graph.edges), [start, graph]);
  const failure = [...found, ...around].find(({ error }) => error)?.error;
  if (graph.nodes.length === 0) {
    if ([...found, ...around].some(({ isPending }) => isPending))
      return <LoadingState label="Loading the graph" />;
    if (failure)
      return (
        <ErrorState
          size="inline"
          error={failure}
          what="the graph"
          onRetry={() => found.forEach((one) => void one.refetch())}
        />
      );
    return (
      <EmptyState size="inline" title="There is nothing to draw">
        No entity is as this widget asks for.
      </EmptyState>
    );
  }
  const selected = graph.nodes.find(({ id }) => id === chosen) ?? graph.nodes[0]!;
  return (
    <div className="grid gap-2">
      {failure && (
        <PartialState onRetry={() => around.forEach((one) => void one.refetch())}>
          Part of the graph could not be loaded.
        </PartialState>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <p aria-live="polite" className="mr-auto min-w-0 text-sm">
          <span className="font-medium">{selected.title}</span>{" "}
          <span className="text-muted-foreground">{selected.blueprintTitle}</span>
        </p>
        <ButtonLink
          size="sm"
          variant="ghost"
          href={`${entityHref(selected.blueprint, selected.identifier)}?tab=graph`}
        >
          Open
        </ButtonLink>
        <Button size="sm" variant="ghost" aria-pressed={asList} onClick={() => setAsList(!asList)}>
          As a list
        </Button>
      </div>
      {asList ? (
        <ul aria-label="Entities of the graph" className="divide-y rounded-lg border">
          {graph.nodes.map(({ id, blueprint, blueprintTitle, identifier, title, icon }) => (
            <li key={id} className="flex min-h-9 items-center gap-2 px-3 py-1.5">
              <NamedIcon name={icon} className="text-muted-foreground" />
              <Link href={entityHref(blueprint, identifier)} className="min-w-0 truncate hover:underline">
                {title}
              </Link>
              <span className="text-muted-foreground text-xs">{blueprintTitle}</span>
              <span className="text-muted-foreground tabular ml-auto text-xs">
                {graph.edges.filter(({ from, to }) => from === id || to === id).length} relations
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <GraphCanvas
          layout={layout}
          edges={graph.edges}
          start={start}
          selected={selected.id}
          zoom={0.8}
          onSelect={setChosen}
          onExpand={() => undefined}
        />
      )}
      <Notes notes={data.notes} />
      {total > centres.length && (
        <p className="text-muted-foreground text-xs">
          {centres.length} of {total} entities are drawn, each with at most {AROUND} around it.
        </p>
      )}
    </div>
  );
}
