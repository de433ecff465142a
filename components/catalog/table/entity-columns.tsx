import type { DataTableColumn } from "@/components/data-table/columns";
import { RowLink } from "@/components/data-table/row-link";
import { labelOf } from "@/components/properties/kind";
import { PropertyCell } from "@/components/properties/property-cell";
import { TeamName } from "@/components/properties/reference-names";
import { EmptyValue } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { kindOf } from "@/server/properties/kind";
import type { BlueprintDefinition, Entity } from "@/server/catalog/schema";
import type { PropertyDefinition } from "@/server/properties/schema";
import { NamedIcon } from "../blueprint-icon";
import { entityHref } from "../catalog-types";
import { RelationLinks } from "../relation-links";

/** Properties that a table shows without being asked; the column menu has the rest. */
const SHOWN_PROPERTIES = 5;
/** Kinds that say nothing in one line. */
const HIDDEN_KINDS: readonly string[] = ["markdown", "yaml", "proto", "object", "multi-line"];
const isQuantity = (definition: PropertyDefinition): boolean => kindOf(definition) === "number";

/** Columns of a table of entities, from the blueprint. Ids are what the server sorts by. */
export function entityColumns(blueprint: BlueprintDefinition): DataTableColumn<Entity>[] {
  const properties = Object.entries(blueprint.schema.properties);
  const shown = properties
    .filter(([, definition]) => !HIDDEN_KINDS.includes(kindOf(definition)))
    .slice(0, SHOWN_PROPERTIES);
  const isShown = (key: string) => shown.some(([other]) => other === key);
  return [
    {
      id: "$title",
      header: "Name",
      priority: 1,
      sortable: true,
      cell: (entity) => (
        <span className="flex min-w-0 items-center gap-2">
          <NamedIcon name={entity.icon ?? blueprint.icon} className="text-muted-foreground" />
          <RowLink href={entityHref(blueprint.identifier, entity.identifier)}>
            {entity.title ?? entity.identifier}
          </RowLink>
        </span>
      ),
    },
    {
      id: "$identifier",
      header: "Identifier",
      sortable: true,
      hidden: true,
      priority: 3,
      cell: (entity) => <span className="font-mono text-xs">{entity.identifier}</span>,
    },
    ...properties.map(([key, definition]): DataTableColumn<Entity> => ({
      id: key,
      header: labelOf(key, definition),
      sortable: !["object", "array", "labeled-url"].includes(kindOf(definition)),
      hidden: !isShown(key),
      priority: shown.slice(0, 3).some(([other]) => other === key) ? 2 : 3,
      ...(isQuantity(definition) && { align: "right" as const }),
      cell: (entity) => <PropertyCell definition={definition} value={entity.properties[key]} />,
    })),
    ...Object.entries(blueprint.relations ?? {}).map(([key, relation]): DataTableColumn<Entity> => ({
      id: `relation:${key}`,
      header: labelOf(key, relation),
      priority: 3,
      cell: (entity) => <RelationLinks target={relation.target} value={entity.relations[key]} />,
    })),
    {
      id: "$team",
      header: "Team",
      cell: (entity) =>
        entity.team.length === 0 ? (
          <EmptyValue />
        ) : (
          <span className="inline-flex flex-wrap gap-2">
            {entity.team.map((team) => (
              <TeamName key={team} identifier={team} />
            ))}
          </span>
        ),
    },
    {
      id: "$updatedAt",
      header: "Updated",
      sortable: true,
      width: "w-36",
      cell: (entity) => <RelativeTime value={entity.updatedAt} />,
    },
  ];
}
