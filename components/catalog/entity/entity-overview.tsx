"use client";

import { labelOf } from "@/components/properties/kind";
import { isWide, PropertyValue } from "@/components/properties/property-value";
import { SectionCard } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import type { BlueprintDefinition, Entity } from "@/server/catalog/schema";
import { RelationLinks } from "../relation-links";

/** Properties and relations of an entity; texts and code each get a card of their own. */
export function EntityOverview({ blueprint, entity }: { blueprint: BlueprintDefinition; entity: Entity }) {
  const properties = Object.entries(blueprint.schema.properties).map(([key, definition]) => ({
    key,
    definition,
    value: entity.properties[key],
  }));
  const wide = properties.filter(isWide);
  const narrow = properties.filter((property) => !wide.includes(property));
  const relations = Object.entries(blueprint.relations ?? {});
  return (
    <>
      <SectionCard title="Properties">
        {narrow.length === 0 ? (
          <p className="text-muted-foreground">This blueprint defines no properties of this kind.</p>
        ) : (
          <DescriptionList
            columns={narrow.length > 6 ? 2 : 1}
            items={narrow.map(({ key, definition, value }) => ({
              key,
              term: (
                <span {...(definition.description && { title: definition.description })}>
                  {labelOf(key, definition)}
                </span>
              ),
              value: <PropertyValue definition={definition} value={value} />,
            }))}
          />
        )}
      </SectionCard>
      {wide.map(({ key, definition, value }) => (
        <SectionCard
          key={key}
          title={labelOf(key, definition)}
          {...(definition.description && { description: definition.description })}
        >
          <PropertyValue definition={definition} value={value} />
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
