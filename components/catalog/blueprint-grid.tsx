"use client";

import { useQuery } from "@tanstack/react-query";
import { Shapes } from "lucide-react";
import Link from "next/link";
import { useQueryState } from "@/components/url-state/use-query-state";
import { TableFilter } from "@/components/data-table/table-filter";
import { QueryState } from "@/components/states/query-state";
import { EmptyState, NoResults } from "@/components/states/states";
import { useShell } from "@/components/shell/shell-context";
import { useTRPC } from "@/components/trpc/provider";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { formatCount } from "@/components/ui/format";
import { IconTile } from "./blueprint-icon";
import { blueprintHref } from "./catalog-types";
import { catalogParams } from "./table/table-params";

/** Every kind of thing in the catalog with how many there are. */
export function BlueprintGrid() {
  const trpc = useTRPC();
  const { viewer } = useShell();
  const [filter, setFilter] = useQueryState("q", catalogParams.q);
  const query = useQuery(trpc.catalog.blueprints.list.queryOptions());
  return (
    <QueryState
      query={query}
      what="blueprints"
      isEmpty={(data) => data.length === 0}
      empty={
        <Card>
          <EmptyState
            icon={Shapes}
            title="The catalog has no blueprints yet"
            action={
              viewer.isAdmin && (
                <ButtonLink href="/settings/blueprints/new" variant="primary">
                  Create a blueprint
                </ButtonLink>
              )
            }
          >
            A blueprint says what a service, a database or an environment is made of. Entities of it appear
            here, with their owner and the run that made them.
            {!viewer.isAdmin && " An administrator of the portal creates blueprints."}
          </EmptyState>
        </Card>
      }
    >
      {(blueprints) => {
        const text = filter.trim().toLowerCase();
        const shown = blueprints.filter((blueprint) =>
          `${blueprint.title} ${blueprint.identifier} ${blueprint.description ?? ""}`
            .toLowerCase()
            .includes(text),
        );
        return (
          <div className="grid gap-4">
            <TableFilter
              label="Filter blueprints"
              value={filter}
              onChange={(value) => void setFilter(value || null)}
            />
            {shown.length === 0 && (
              <NoResults what="blueprints" query={filter} onClear={() => void setFilter(null)} />
            )}
            <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
              {shown.map((blueprint) => (
                <li key={blueprint.identifier}>
                  <Link
                    data-row-focus
                    href={blueprintHref(blueprint.identifier)}
                    className="bg-card hover:border-border-strong hover:bg-muted/40 flex h-full items-start gap-3 rounded-lg border px-4 py-3 transition-colors"
                  >
                    <IconTile name={blueprint.icon} />
                    <span className="min-w-0 flex-1">
                      <span className="flex items-baseline justify-between gap-3">
                        <span className="truncate text-base font-medium">{blueprint.title}</span>
                        <span className="text-muted-foreground tabular text-sm">
                          {formatCount(blueprint.entityCount)} <span className="sr-only">entities</span>
                        </span>
                      </span>
                      <span className="text-muted-foreground mt-0.5 line-clamp-2 text-sm text-pretty">
                        {blueprint.description || (
                          <span className="font-mono text-xs">{blueprint.identifier}</span>
                        )}
                      </span>
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        );
      }}
    </QueryState>
  );
}
