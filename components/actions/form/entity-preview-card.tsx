"use client";

import { useQuery } from "@tanstack/react-query";
import { IconTile } from "@/components/catalog/blueprint-icon";
import { labelOf } from "@/components/properties/kind";
import { PropertyCell } from "@/components/properties/property-cell";
import { TeamName } from "@/components/properties/reference-names";
import { useTRPC } from "@/components/trpc/provider";
import { SectionCard } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import type { EntityMapping } from "@/server/pipelines/schema";
import type { PropertyDefinition } from "@/server/properties/schema";
import { LATER, previewEntity } from "./entity-preview";
import type { PreviewContext } from "./entity-preview";

interface EntityPreviewCardProps {
  blueprint: string;
  mapping: EntityMapping;
  context: PreviewContext;
  /** Whether the entity is there already and is changed. */
  exists: boolean;
}

const text = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : null;

/** The entity as the catalog would show it after the run, as far as it is known now. */
export function EntityPreviewCard({ blueprint, mapping, context, exists }: EntityPreviewCardProps) {
  const trpc = useTRPC();
  const { data: definition } = useQuery(trpc.catalog.blueprints.get.queryOptions({ identifier: blueprint }));
  const preview = previewEntity(mapping, context);
  const title = text(preview.title) ?? text(preview.identifier);
  const properties = definition?.schema.properties ?? {};
  const known = Object.entries(preview.properties).filter(([, value]) => value !== LATER);
  const later = Object.entries(preview.properties).flatMap(([key, value]) =>
    value === LATER ? [labelOf(key, properties[key] ?? {})] : [],
  );
  return (
    <SectionCard title={exists ? "In the catalog afterwards" : "New in the catalog"}>
      <div className="flex items-center gap-3 pb-2">
        <IconTile name={mapping.icon ?? definition?.icon} />
        <div className="min-w-0">
          <p className="truncate text-base font-medium">
            {title ?? <span className="text-muted-foreground">Not named yet</span>}
          </p>
          <p className="text-muted-foreground truncate text-xs">{definition?.title ?? blueprint}</p>
        </div>
      </div>
      <DescriptionList
        items={[
          ...(preview.team === LATER || (exists && !text(preview.team))
            ? []
            : [
                {
                  term: "Team",
                  value: text(preview.team) && <TeamName identifier={text(preview.team) ?? ""} />,
                },
              ]),
          ...inOrder(known, Object.keys(properties)).map(([key, value]) => {
            const property: PropertyDefinition = properties[key] ?? { type: "string" };
            return {
              key,
              term: labelOf(key, property),
              value: <PropertyCell definition={property} value={value} />,
            };
          }),
        ]}
      />
      {later.length > 0 && (
        <p className="text-muted-foreground mt-2 text-xs text-pretty">Set by the run: {later.join(", ")}.</p>
      )}
    </SectionCard>
  );
}

/** Entries in the order of the blueprint. */
function inOrder(entries: [string, unknown][], keys: readonly string[]): [string, unknown][] {
  return [...entries].sort(([a], [b]) => keys.indexOf(a) - keys.indexOf(b));
}
