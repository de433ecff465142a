import type { DataTableColumn } from "@/components/data-table/columns";
import { RowLink } from "@/components/data-table/row-link";
import { labelOf } from "@/components/properties/kind";
import { PropertyCell } from "@/components/properties/property-cell";
import { PersonName, TeamName } from "@/components/properties/reference-names";
import { EmptyValue } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { kindOf } from "@/server/properties/kind";
import type { ResolvedProperty } from "@/server/catalog/core/model";
import type { BlueprintDefinition, Entity } from "@/server/catalog/schema";
import type { Colour, PropertyDefinition } from "@/server/properties/schema";
import { NamedIcon } from "../blueprint-icon";
import { entityHref } from "../catalog-types";
import { RelationLinks } from "../relation-links";

/** Properties that a table shows without being asked; the column menu has the rest. */
const SHOWN_PROPERTIES = 5;
/** Kinds that say nothing in one line. */
const HIDDEN_KINDS: readonly string[] = ["markdown", "yaml", "proto", "object", "multi-line"];
const UNSORTABLE: readonly string[] = ["object", "array", "labeled-url"];
/** Facts of a card, beside its title. */
const CARD_FACTS = 3;

/** The definition as a cell draws it: a calculation's colours are those of a choice. */
export function cellDefinition({ definition }: ResolvedProperty): PropertyDefinition {
  const colours = definition.colors as Record<string, Colour> | undefined;
  return definition.colorized === true && colours && definition.type === "string"
    ? { ...definition, enum: Object.keys(colours), enumColors: colours }
    : definition;
}

/** Columns of a table of entities, from the blueprint and what its keys hold. Ids are what the server sorts and filters by. */
export function entityColumns(
  blueprint: BlueprintDefinition,
  properties: readonly ResolvedProperty[],
): DataTableColumn<Entity>[] {
  const shown = properties
    .filter(({ definition }) => !HIDDEN_KINDS.includes(kindOf(definition)))
    .slice(0, SHOWN_PROPERTIES)
    .map(({ key }) => key);
  return [
    {
      id: "$title",
      header: "Name",
      priority: 1,
      sortable: true,
      cell: (entity) => (
        <span className="flex min-w-0 items-center gap-2">
          <NamedIcon name={entity.icon ?? blueprint.icon} className="text-muted-foreground" />
          <RowLink
            href={entityHref(blueprint.identifier, entity.identifier)}
            className="min-w-0 truncate max-sm:whitespace-normal"
          >
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
    ...properties.map((property): DataTableColumn<Entity> => {
      const { key } = property;
      const definition = cellDefinition(property);
      return {
        id: key,
        header: labelOf(key, definition),
        sortable: !UNSORTABLE.includes(kindOf(definition)),
        hidden: !shown.includes(key),
        priority: shown.indexOf(key) !== -1 && shown.indexOf(key) < CARD_FACTS ? 2 : 3,
        ...(kindOf(definition) === "number" && { align: "right" as const }),
        cell: (entity) => <PropertyCell definition={definition} value={entity.properties[key]} />,
      };
    }),
    ...Object.entries(blueprint.relations ?? {}).map(([key, relation]): DataTableColumn<Entity> => ({
      id: `relation:${key}`,
      header: labelOf(key, relation),
      sortable: true,
      // A column of many links is wide, and seldom what one looks for first.
      hidden: relation.many === true,
      priority: 3,
      cell: (entity) => <RelationLinks target={relation.target} value={entity.relations[key]} />,
    })),
    {
      id: "$team",
      header: "Team",
      sortable: true,
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
    when("$createdAt", "Created", true),
    who("$createdBy", "Created by"),
    who("$updatedBy", "Changed by"),
    when("$updatedAt", "Updated", false),
  ];
}

const META = {
  $createdAt: "createdAt",
  $createdBy: "createdBy",
  $updatedAt: "updatedAt",
  $updatedBy: "updatedBy",
} as const;

const when = (id: "$createdAt" | "$updatedAt", header: string, hidden: boolean): DataTableColumn<Entity> => ({
  id,
  header,
  sortable: true,
  hidden,
  ...(hidden && { priority: 3 }),
  cell: (entity) => <RelativeTime value={entity[META[id]]} />,
});

const who = (id: "$createdBy" | "$updatedBy", header: string): DataTableColumn<Entity> => ({
  id,
  header,
  sortable: true,
  hidden: true,
  priority: 3,
  cell: (entity) => <PersonName email={entity[META[id]]} />,
});
