"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { EntitiesValue } from "@/components/query/reference-value";
import { useTRPC } from "@/components/trpc/provider";
import type { Look } from "@/server/dashboards/schema";

/**
 * The entity that a page for entities is looked at with, away from any of them: the one that was chosen, else the first.
 * `pending`: not known yet.
 */
export function useShownEntity(
  blueprint: string | null,
  chosen: string | null,
): { entity: Look["entity"]; pending: boolean } {
  const trpc = useTRPC();
  const first = useQuery({
    ...trpc.catalog.entities.options.queryOptions({ blueprint: blueprint ?? "" }),
    enabled: blueprint !== null && chosen === null,
  });
  const identifier = chosen ?? first.data?.[0]?.identifier;
  if (blueprint === null) return { entity: undefined, pending: false };
  return {
    entity: identifier === undefined ? undefined : { blueprint, identifier },
    pending: identifier === undefined && first.isPending,
  };
}

interface EntityChoiceProps {
  blueprint: string;
  value: string | undefined;
  onChange: (identifier: string | null) => void;
}

/** Chooses the entity that a page for entities is shown for. */
export function EntityChoice({ blueprint, value, onChange }: EntityChoiceProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 items-center gap-2">
      <span className="text-muted-foreground shrink-0 text-sm">Shown for</span>
      <div className="w-56 min-w-0">
        <EntitiesValue
          id={id}
          label="Entity that the page is shown for"
          blueprint={blueprint}
          definition={{ type: "string", format: "entity" }}
          operand="one"
          value={value}
          onChange={(next) => onChange(typeof next === "string" ? next : null)}
        />
      </div>
    </div>
  );
}
