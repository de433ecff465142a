"use client";

import { queryFields, modelFrom } from "@/components/query/fields";
import { QueryChips } from "@/components/query/query-chips";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import type { BoardFilter } from "./board-params";

interface FilterChipsProps {
  filters: readonly BoardFilter[];
  blueprints: readonly BlueprintDefinition[];
  onEdit: () => void;
  onChange: (filters: BoardFilter[]) => void;
}

/** The filters of a page in words, each of which can be taken away. */
export function FilterChips({ filters, blueprints, onEdit, onChange }: FilterChipsProps) {
  const model = modelFrom(blueprints);
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1.5">
      {filters.map((filter, at) => (
        <div key={at} className="flex min-w-0 items-center gap-1.5">
          <span className="text-muted-foreground text-xs">
            {filter.title ??
              blueprints.find(({ identifier }) => identifier === filter.blueprint)?.title ??
              filter.blueprint ??
              "All widgets"}
          </span>
          <QueryChips
            query={filter.query}
            fields={queryFields(model, filter.blueprint)}
            onEdit={onEdit}
            onRemove={(rule) => {
              const rules = filter.query.rules.filter((_, index) => index !== rule);
              const rest = { ...filter, query: { ...filter.query, rules } };
              onChange(
                rules.length > 0
                  ? filters.map((one, index) => (index === at ? rest : one))
                  : filters.filter((_, index) => index !== at),
              );
            }}
          />
        </div>
      ))}
    </div>
  );
}
