"use client";

import { DataTable } from "@/components/data-table/data-table";
import type { DataTableColumn } from "@/components/data-table/columns";
import { RowLink } from "@/components/data-table/row-link";
import { EmptyValue } from "@/components/ui/description-list";
import { formatCount } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { NamedIcon } from "../blueprint-icon";
import { blueprintHref } from "../catalog-types";
import type { BlueprintSummary } from "../catalog-types";
import { StarButton } from "@/components/ui/star-button";

interface BlueprintRowsProps {
  blueprints: readonly BlueprintSummary[];
  favourites: ReadonlySet<string>;
  onStar: (blueprint: string) => void;
}

const columns: DataTableColumn<BlueprintSummary>[] = [
  {
    id: "title",
    header: "Name",
    priority: 1,
    cell: (blueprint) => (
      <span className="flex min-w-0 items-center gap-2">
        <NamedIcon name={blueprint.icon} className="text-muted-foreground" />
        <RowLink href={blueprintHref(blueprint.identifier)}>{blueprint.title}</RowLink>
      </span>
    ),
  },
  {
    id: "entities",
    hideable: false,
    header: "Entities",
    align: "right",
    width: "w-28",
    cell: (blueprint) => formatCount(blueprint.entityCount),
  },
  {
    id: "description",
    hideable: false,
    header: "Description",
    priority: 3,
    cell: (blueprint) => blueprint.description || <EmptyValue />,
  },
  {
    id: "relations",
    hideable: false,
    header: "Relates to",
    priority: 3,
    cell: (blueprint) =>
      [...new Set(Object.values(blueprint.relations ?? {}).map((relation) => relation.target))].join(
        ", ",
      ) || <EmptyValue />,
  },
  {
    id: "updated",
    hideable: false,
    header: "Changed",
    width: "w-36",
    cell: (blueprint) => <RelativeTime value={blueprint.updatedAt} />,
  },
];

/** Kinds of things as a table, for catalogs with many of them. */
export function BlueprintRows({ blueprints, favourites, onStar }: BlueprintRowsProps) {
  return (
    <DataTable
      label="blueprints"
      columns={columns}
      rows={blueprints}
      rowId={(blueprint) => blueprint.identifier}
      rowActions={(blueprint) => (
        <span className="group/card">
          <StarButton
            title={blueprint.title}
            starred={favourites.has(blueprint.identifier)}
            onToggle={() => onStar(blueprint.identifier)}
          />
        </span>
      )}
    />
  );
}
