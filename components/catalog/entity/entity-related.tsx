"use client";

import { useQuery } from "@tanstack/react-query";
import { Waypoints } from "lucide-react";
import { RowLink } from "@/components/data-table/row-link";
import { QueryState } from "@/components/states/query-state";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Card, SectionCard } from "@/components/ui/card";
import type { BlueprintDefinition, Entity } from "@/server/catalog/schema";
import { labelOf } from "@/components/properties/kind";
import { NamedIcon } from "../blueprint-icon";
import { entityHref } from "../catalog-types";

/** What the entity points to, and what points to it. */
export function EntityRelated({ blueprint, entity }: { blueprint: BlueprintDefinition; entity: Entity }) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.catalog.entities.related.queryOptions({
      blueprint: blueprint.identifier,
      identifier: entity.identifier,
    }),
  );
  return (
    <QueryState
      query={query}
      what="related entities"
      isEmpty={(groups) => groups.every((group) => group.entities.length === 0)}
      empty={
        <Card>
          <EmptyState icon={Waypoints} title="Nothing is related yet">
            {Object.keys(blueprint.relations ?? {}).length === 0
              ? "This blueprint defines no relations, and no other entity points here."
              : `It can point to ${Object.entries(blueprint.relations ?? {})
                  .map(([key, relation]) => labelOf(key, relation).toLowerCase())
                  .join(", ")}. Edit the entity to relate it.`}
          </EmptyState>
        </Card>
      }
    >
      {(groups) => (
        <>
          {groups
            .filter((group) => group.entities.length > 0)
            .map((group) => (
              <SectionCard
                key={`${group.direction}:${group.blueprint.identifier}:${group.relation}`}
                title={group.title}
                description={
                  group.direction === "outgoing"
                    ? "This entity points to"
                    : `${group.blueprint.title} that points here`
                }
                padded={false}
              >
                <ul className="divide-y">
                  {group.entities.map((other) => (
                    <li key={other.identifier} className="flex min-h-9 items-center gap-2 px-4 py-1.5">
                      <NamedIcon
                        name={other.icon ?? group.blueprint.icon}
                        className="text-muted-foreground"
                      />
                      <RowLink href={entityHref(group.blueprint.identifier, other.identifier)}>
                        {other.title ?? other.identifier}
                      </RowLink>
                      <span className="text-muted-foreground ml-auto truncate font-mono text-xs">
                        {other.identifier}
                      </span>
                    </li>
                  ))}
                </ul>
                {group.total > group.entities.length && (
                  <p className="text-muted-foreground border-t px-4 py-2 text-xs">
                    The first {group.entities.length} of {group.total.toLocaleString("en-US")}.
                  </p>
                )}
              </SectionCard>
            ))}
        </>
      )}
    </QueryState>
  );
}
