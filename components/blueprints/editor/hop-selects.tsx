"use client";

import { ChevronRight } from "lucide-react";
import { labelOf } from "@/components/properties/kind";
import { Select } from "@/components/ui/select";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { stopsAlong } from "../draft/hops";

interface HopSelectsProps {
  /** Id of the first select; the others are numbered after it. */
  id: string;
  label: string;
  from: BlueprintDefinition;
  blueprints: readonly BlueprintDefinition[];
  hops: readonly string[];
  single?: boolean;
  onChange: (hops: string[]) => void;
}

const END = " end";

/** One select for each relation on the way, and one more to go further. */
export function HopSelects({ id, label, from, blueprints, hops, single = false, onChange }: HopSelectsProps) {
  const stops = stopsAlong(from, hops, blueprints);
  const titleOf = (identifier: string) =>
    blueprints.find((one) => one.identifier === identifier)?.title ?? identifier;
  const steps = [...hops, ...(stops.length > hops.length ? [undefined] : [])];
  return (
    <ol className="flex flex-wrap items-center gap-x-1 gap-y-2">
      {steps.map((hop, index) => {
        const relations = Object.entries(stops[index]?.relations ?? {}).filter(
          ([, one]) => !single || !one.many,
        );
        if (hop === undefined && relations.length === 0) return null;
        const known = hop === undefined || relations.some(([key]) => key === hop);
        return (
          <li key={index} className="flex items-center gap-1">
            {index > 0 && <ChevronRight aria-hidden className="text-muted-foreground size-3.5" />}
            <Select
              id={index === 0 ? id : `${id}/${index}`}
              label={`${label}: relation ${index + 1}`}
              className="w-52"
              placeholder={index === 0 ? "Follow a relation…" : "and then…"}
              options={[
                ...(hop !== undefined ? [{ value: END, label: index === 0 ? "None" : "End here" }] : []),
                ...(known ? [] : [{ value: hop, label: `${hop} (does not exist)` }]),
                ...relations.map(([key, relation]) => ({
                  value: key,
                  label: labelOf(key, relation),
                  description: `${titleOf(relation.target)}${relation.many ? ", many" : ""}`,
                })),
              ]}
              value={hop ?? null}
              onValueChange={(next) => onChange([...hops.slice(0, index), ...(next === END ? [] : [next])])}
            />
          </li>
        );
      })}
    </ol>
  );
}
