"use client";

import { useQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { QueryState } from "@/components/states/query-state";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Card } from "@/components/ui/card";
import { RunRows } from "@/components/home/run-rows";

/** Runs that acted on the entity, newest first. */
export function EntityRuns({ blueprint, identifier }: { blueprint: string; identifier: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.runs.list.queryOptions({ blueprint, entity: identifier, limit: 50 }));
  return (
    <QueryState
      query={query}
      what="runs"
      isEmpty={(page) => page.runs.length === 0}
      empty={
        <Card>
          <EmptyState icon={Play} title="No run has touched this yet">
            When an action changes this entity, its run appears here with plan, logs and outcome.
          </EmptyState>
        </Card>
      }
    >
      {(page) => (
        <Card>
          <RunRows runs={page.runs} label="Runs of this entity" />
        </Card>
      )}
    </QueryState>
  );
}
