"use client";

import { NamedIcon } from "@/components/catalog/blueprint-icon";
import type { BlueprintSummary } from "@/components/catalog/catalog-types";
import { DataTable } from "@/components/data-table/data-table";
import type { DataTableColumn } from "@/components/data-table/columns";
import { RowLink } from "@/components/data-table/row-link";
import { labelOf } from "@/components/properties/kind";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { BlueprintCommands } from "./blueprint-commands";
import { editBlueprintHref } from "./blueprint-paths";
import { cardinality } from "./graph/model-edges";

interface BlueprintListProps {
  blueprints: readonly BlueprintSummary[];
  onConnect: (from: string) => void;
}

/** Every blueprint in a table, with all that the graph offers. */
export function BlueprintList({ blueprints, onConnect }: BlueprintListProps) {
  const titleOf = (identifier: string) =>
    blueprints.find((other) => other.identifier === identifier)?.title ?? identifier;
  const columns: DataTableColumn<BlueprintSummary>[] = [
    {
      id: "title",
      header: "Name",
      priority: 1,
      cell: (blueprint) => (
        <span className="flex min-w-0 items-center gap-2">
          <NamedIcon name={blueprint.icon} className="text-muted-foreground" />
          <RowLink href={editBlueprintHref(blueprint.identifier)}>{blueprint.title}</RowLink>
          {blueprint.hidden && <Badge>Hidden</Badge>}
        </span>
      ),
    },
    {
      id: "identifier",
      header: "Identifier",
      cell: (blueprint) => <span className="font-mono text-xs">{blueprint.identifier}</span>,
    },
    {
      id: "properties",
      header: "Properties",
      align: "right",
      priority: 3,
      cell: (blueprint) => Object.keys(blueprint.schema.properties).length,
    },
    {
      id: "relations",
      header: "Points to",
      cell: (blueprint) => {
        const relations = Object.entries(blueprint.relations ?? {});
        if (relations.length === 0) return <span className="text-muted-foreground">Nothing</span>;
        return (
          <span title={relations.map(([key, one]) => `${labelOf(key, one)}: ${cardinality(one)}`).join("\n")}>
            {[...new Set(relations.map(([, relation]) => titleOf(relation.target)))].join(", ")}
          </span>
        );
      },
    },
    {
      id: "entities",
      header: "Entities",
      align: "right",
      cell: (blueprint) => formatCount(blueprint.entityCount),
    },
    {
      id: "updated",
      header: "Updated",
      width: "w-36",
      cell: (blueprint) => <RelativeTime value={blueprint.updatedAt} />,
    },
    {
      id: "commands",
      header: "Commands",
      hideable: false,
      cell: (blueprint) => (
        <span className="inline-flex items-center gap-1.5">
          <Button
            size="sm"
            aria-label={`Add a relation from ${blueprint.title}`}
            onClick={() => onConnect(blueprint.identifier)}
          >
            Add relation
          </Button>
          <BlueprintCommands blueprint={blueprint} />
        </span>
      ),
    },
  ];
  return (
    <DataTable
      label="blueprints"
      columns={columns}
      rows={blueprints}
      rowId={(blueprint) => blueprint.identifier}
    />
  );
}
