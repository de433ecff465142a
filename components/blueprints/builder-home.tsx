"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, Shapes, Table2, Waypoints } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { LoadingState } from "@/components/states/loading";
import { QueryState } from "@/components/states/query-state";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { newBlueprintHref } from "./blueprint-paths";
import { builderParams } from "./builder-params";

const frame = "h-[max(26rem,calc(100dvh-14rem))]";
const Loading = () => (
  <LoadingState label="Loading the graph">
    <Skeleton className={`${frame} rounded-lg`} />
  </LoadingState>
);
const GraphPanel = dynamic(() => import("./graph/graph-panel").then((module) => module.GraphPanel), {
  ssr: false,
  loading: Loading,
});
const BlueprintList = dynamic(() => import("./blueprint-list").then((module) => module.BlueprintList), {
  loading: Loading,
});
const RelationDialog = dynamic(
  () => import("./graph/relation-dialog").then((module) => module.RelationDialog),
  { ssr: false },
);

/** All blueprints: as a graph or as a list, with the same commands in both. */
export function BuilderHome() {
  const trpc = useTRPC();
  const query = useQuery(trpc.catalog.blueprints.list.queryOptions({ hidden: true }));
  const [{ view, selected }, setState] = useQueryStates(builderParams);
  const [connecting, setConnecting] = useState<{ from: string; to?: string } | null>(null);
  const connect = (from: string, to?: string) => setConnecting({ from, ...(to !== undefined && { to }) });
  return (
    <QueryState
      query={query}
      what="blueprints"
      skeleton={<Skeleton className={`${frame} rounded-lg`} />}
      isEmpty={(blueprints) => blueprints.length === 0}
      empty={
        <Card>
          <EmptyState
            icon={Shapes}
            title="No blueprints yet"
            action={
              <ButtonLink variant="primary" href={newBlueprintHref}>
                <Plus aria-hidden /> New blueprint
              </ButtonLink>
            }
          >
            A blueprint says what a service, a database or an environment is made of, and what it relates to.
          </EmptyState>
        </Card>
      }
    >
      {(blueprints) => (
        <div className="grid gap-3">
          <div className="flex flex-wrap items-center gap-2">
            <div role="group" aria-label="View" className="bg-muted inline-flex rounded-md border p-0.5">
              <Button
                size="sm"
                variant={view === "graph" ? "secondary" : "ghost"}
                aria-pressed={view === "graph"}
                onClick={() => setState({ view: "graph" })}
              >
                <Waypoints aria-hidden /> Graph
              </Button>
              <Button
                size="sm"
                variant={view === "list" ? "secondary" : "ghost"}
                aria-pressed={view === "list"}
                onClick={() => setState({ view: "list" })}
              >
                <Table2 aria-hidden /> List
              </Button>
            </div>
            <Button
              size="sm"
              onClick={() => connect(selected ?? blueprints[0]?.identifier ?? "")}
              className="ml-auto"
            >
              <Plus aria-hidden /> New relation
            </Button>
          </div>
          {view === "graph" ? (
            <GraphPanel
              className={frame}
              blueprints={blueprints}
              selected={selected}
              onSelect={(identifier) => setState({ selected: identifier })}
              onConnect={connect}
            />
          ) : (
            <BlueprintList blueprints={blueprints} onConnect={connect} />
          )}
          {connecting && (
            <RelationDialog
              key={`${connecting.from} ${connecting.to}`}
              blueprints={blueprints}
              from={connecting.from}
              to={connecting.to}
              onClose={() => setConnecting(null)}
            />
          )}
        </div>
      )}
    </QueryState>
  );
}
