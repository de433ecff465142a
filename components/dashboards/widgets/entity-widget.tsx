"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { entityHref } from "@/components/catalog/catalog-types";
import { RelationLinks } from "@/components/catalog/relation-links";
import { labelOf } from "@/components/properties/kind";
import { PropertyValue } from "@/components/properties/property-value";
import { PersonName, TeamName } from "@/components/properties/reference-names";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { DescriptionList } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import type { WidgetData } from "@/server/dashboards/core/data";
import { inOrder, isNothing } from "./entity-facts";

type OneEntity = Extract<WidgetData, { kind: "entity" }>;

/** What one entity says of itself: its properties and relations, with details also whose it is and since when. */
export function EntityWidget({ data }: { data: OneEntity }) {
  const trpc = useTRPC();
  const { blueprint: identifier, look, hidden, order, showEmpty } = data;
  const blueprint = useQuery(trpc.catalog.blueprints.get.queryOptions({ identifier }));
  const properties = useQuery(trpc.catalog.blueprints.properties.queryOptions({ identifier }));
  const entity = useQuery(
    trpc.catalog.entities.get.queryOptions({ blueprint: identifier, identifier: data.identifier }),
  );
  const all = {
    data:
      blueprint.data && properties.data && entity.data
        ? { blueprint: blueprint.data, properties: properties.data, entity: entity.data }
        : undefined,
    error: entity.error ?? blueprint.error ?? properties.error,
    isPending: entity.isPending || blueprint.isPending || properties.isPending,
    refetch: () => Promise.all([entity.refetch(), blueprint.refetch(), properties.refetch()]),
  };
  return (
    <QueryState query={all} what="the entity" size="inline">
      {({ blueprint: model, properties: resolved, entity: one }) => {
        const facts = [
          ...resolved.map(({ key, definition }) => ({
            key,
            term: labelOf(key, definition),
            nothing: isNothing(one.properties[key]),
            value: <PropertyValue definition={definition} value={one.properties[key]} />,
          })),
          ...Object.entries(model.relations ?? {}).map(([key, relation]) => ({
            key: `relation:${key}`,
            term: labelOf(key, relation),
            nothing: isNothing(one.relations[key]),
            value: <RelationLinks target={relation.target} value={one.relations[key]} />,
          })),
        ];
        const shown = inOrder(facts, { hidden, order }).filter(({ nothing }) => showEmpty || !nothing);
        const about =
          look === "details"
            ? [
                {
                  key: "$team",
                  term: "Team",
                  value: (
                    <span className="inline-flex flex-wrap gap-2">
                      {one.team.map((team) => (
                        <TeamName key={team} identifier={team} />
                      ))}
                    </span>
                  ),
                },
                { key: "$createdAt", term: "Created", value: <RelativeTime value={one.createdAt} /> },
                { key: "$updatedAt", term: "Updated", value: <RelativeTime value={one.updatedAt} /> },
                { key: "$updatedBy", term: "Changed by", value: <PersonName email={one.updatedBy} /> },
              ]
            : [];
        return (
          <div className="grid gap-3">
            <p>
              <Link
                href={entityHref(identifier, one.identifier)}
                className="text-primary-text font-medium hover:underline"
              >
                {one.title ?? one.identifier}
              </Link>{" "}
              <span className="text-muted-foreground">{model.title}</span>
            </p>
            {shown.length + about.length === 0 ? (
              <p className="text-muted-foreground">It has no value for anything that is shown here.</p>
            ) : (
              <DescriptionList items={[...shown, ...about]} />
            )}
          </div>
        );
      }}
    </QueryState>
  );
}
