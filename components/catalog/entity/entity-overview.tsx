"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { labelOf } from "@/components/properties/kind";
import { isWide, PropertyValue } from "@/components/properties/property-value";
import { useTRPC } from "@/components/trpc/provider";
import { SectionCard } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import type { ResolvedProperty } from "@/server/catalog/core/model";
import type { BlueprintDefinition, EntityRecord } from "@/server/catalog/schema";
import { RelationLinks } from "../relation-links";
import { isSpec } from "./spec/spec-kind";
import { ComputedOrigin } from "./overview/computed-origin";

interface Shown extends ResolvedProperty {
  value: unknown;
}

/** Lists of more than so many facts stand in two columns. */
const ONE_COLUMN = 6;

/** Everything an entity says of itself: its properties, what is computed for it and from what, its relations. */
export function EntityOverview({
  blueprint,
  entity,
}: {
  blueprint: BlueprintDefinition;
  entity: EntityRecord;
}) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(
    trpc.catalog.blueprints.properties.queryOptions({ identifier: blueprint.identifier }),
  );
  const shown: Shown[] = data.map((property) => ({ ...property, value: entity.properties[property.key] }));
  const own = shown.filter(({ source }) => source === "schema");
  const computed = shown.filter(({ source }) => source !== "schema");
  const wide = shown.filter((property) => isWide(property) && !isDocument(property));
  const narrow = own.filter((property) => !wide.includes(property));
  const relations = Object.entries(blueprint.relations ?? {});
  return (
    <>
      <SectionCard title="Properties">
        {narrow.length === 0 ? (
          <p className="text-muted-foreground">
            {wide.length > 0 ? "All properties are shown below." : "This blueprint defines no properties."}
          </p>
        ) : (
          <DescriptionList
            columns={narrow.length > ONE_COLUMN ? 2 : 1}
            items={narrow.map((property) => ({
              key: property.key,
              term: <Term property={property} />,
              value: isDocument(property) ? (
                <Link
                  href={`?tab=${encodeURIComponent(`spec:${property.key}`)}`}
                  className="text-primary-text underline-offset-2 hover:underline"
                >
                  Read in its tab
                </Link>
              ) : (
                <PropertyValue definition={property.definition} value={property.value} />
              ),
            }))}
          />
        )}
      </SectionCard>
      {computed.length > 0 && (
        <SectionCard title="Computed" description="Kept up to date from the entity and what it relates to">
          <DescriptionList
            items={computed.map((property) => ({
              key: property.key,
              term: <Term property={property} />,
              value: (
                <Computed
                  fault={entity.faults?.[property.key]}
                  origin={<ComputedOrigin blueprint={blueprint} entity={entity} property={property} />}
                >
                  <PropertyValue definition={property.definition} value={property.value} />
                </Computed>
              ),
            }))}
          />
        </SectionCard>
      )}
      {wide
        .filter(({ source }) => source === "schema")
        .map(({ key, definition, value }) => (
          <SectionCard
            key={key}
            title={labelOf(key, definition)}
            {...(definition.description && { description: definition.description })}
          >
            <PropertyValue definition={definition} value={value} label={labelOf(key, definition)} level={3} />
          </SectionCard>
        ))}
      {relations.length > 0 && (
        <SectionCard title="Relations">
          <DescriptionList
            columns={2}
            items={relations.map(([key, relation]) => ({
              key,
              term: labelOf(key, relation),
              value: <RelationLinks target={relation.target} value={entity.relations[key]} />,
            }))}
          />
        </SectionCard>
      )}
    </>
  );
}

/** Whether its text is drawn in a tab of its own, where it is easier to read. */
const isDocument = ({ definition, value }: Shown): boolean =>
  isSpec(definition) && definition.format !== "url" && value !== undefined && value !== null;

function Term({ property: { key, definition } }: { property: Shown }) {
  return (
    <span {...(definition.description && { title: definition.description })}>{labelOf(key, definition)}</span>
  );
}

function Computed({
  fault,
  origin,
  children,
}: {
  fault: string | undefined;
  origin: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="grid gap-0.5">
      {fault === undefined ? (
        <div>{children}</div>
      ) : (
        <p className="text-warning flex items-start gap-1.5">
          <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span>No value: {fault}</span>
        </p>
      )}
      <p className="text-muted-foreground text-xs">{origin}</p>
    </div>
  );
}
