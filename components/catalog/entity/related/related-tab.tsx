"use client";

import { useQuery } from "@tanstack/react-query";
import { Waypoints } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { QueryState } from "@/components/states/query-state";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useQueryStates } from "@/components/url-state/use-query-state";
import type { BlueprintDefinition, EntityRecord } from "@/server/catalog/schema";
import { relatedParams } from "../entity-params";
import { stepOf } from "./path-param";
import { RelatedNav } from "./related-nav";
import { RelatedTable } from "./related-table";

const PathDialog = dynamic(() => import("./path-dialog").then((module) => module.PathDialog), { ssr: false });

/** Another path starts without the filters and the order of the one before. */
const PLAIN = { q: null, filter: null, sort: null, page: null } as const;

/** What the entity points to, what points to it, and what is behind those: a table for each. */
export function RelatedTab({ blueprint, entity }: { blueprint: BlueprintDefinition; entity: EntityRecord }) {
  const trpc = useTRPC();
  const ids = { blueprint: blueprint.identifier, identifier: entity.identifier };
  const query = useQuery(trpc.catalog.entities.relations.queryOptions(ids));
  const [params, setParams] = useQueryStates(relatedParams);
  const [choosing, setChoosing] = useState(false);
  const dialog = choosing && (
    <PathDialog
      blueprint={blueprint.identifier}
      onClose={() => setChoosing(false)}
      onChoose={(path) => {
        setChoosing(false);
        setParams({ path, ...PLAIN }, { history: "push" });
      }}
    />
  );
  return (
    <QueryState
      query={query}
      what="relations"
      isEmpty={(relations) => relations.length === 0}
      empty={
        <Card>
          <EmptyState icon={Waypoints} title="This blueprint has no relations">
            {`${blueprint.title} points to no other blueprint, and none points to it. An administrator adds relations to the blueprint.`}
          </EmptyState>
        </Card>
      }
    >
      {(relations) => {
        const first = relations.find((relation) => relation.total > 0) ?? relations[0];
        const path = params.path ?? (first ? [stepOf(first)] : []);
        return (
          <div className="grid min-w-0 items-start gap-5 lg:grid-cols-[15rem_minmax(0,1fr)]">
            <div className="grid min-w-0 gap-3">
              <RelatedNav
                relations={relations}
                path={path}
                onChoose={(next) => setParams({ path: next, ...PLAIN }, { history: "push" })}
              />
              <Button onClick={() => setChoosing(true)}>
                <Waypoints aria-hidden /> Through other blueprints…
              </Button>
            </div>
            {path.length > 0 && (
              <RelatedTable
                key={JSON.stringify(path)}
                from={blueprint}
                entity={entity.identifier}
                path={path}
                params={params}
                onChange={setParams}
              />
            )}
            {dialog}
          </div>
        );
      }}
    </QueryState>
  );
}
