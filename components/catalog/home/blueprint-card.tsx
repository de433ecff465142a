"use client";

import Link from "next/link";
import { formatCount } from "@/components/ui/format";
import { StarButton } from "@/components/ui/star-button";
import { IconTile } from "../blueprint-icon";
import { blueprintHref } from "../catalog-types";
import type { BlueprintSummary } from "../catalog-types";

interface BlueprintCardProps {
  blueprint: BlueprintSummary;
  starred: boolean;
  onStar: () => void;
}

/** One kind of thing, with how many there are. */
export function BlueprintCard({ blueprint, starred, onStar }: BlueprintCardProps) {
  return (
    <div className="group/card bg-card hover:border-border-strong hover:bg-muted/40 relative flex h-full items-start gap-3 rounded-lg border px-4 py-3 transition-colors">
      <IconTile name={blueprint.icon} />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline justify-between gap-3 pr-6">
          <Link
            data-row-focus
            href={blueprintHref(blueprint.identifier)}
            className="truncate rounded-xs text-base font-medium after:absolute after:inset-0 after:rounded-lg"
          >
            {blueprint.title}
          </Link>
          <span className="text-muted-foreground tabular text-sm">
            {formatCount(blueprint.entityCount)}{" "}
            <span className="sr-only">{blueprint.entityCount === 1 ? "entity" : "entities"}</span>
          </span>
        </div>
        <p className="text-muted-foreground mt-0.5 line-clamp-2 text-sm text-pretty">
          {blueprint.description || <span className="font-mono text-xs">{blueprint.identifier}</span>}
        </p>
      </div>
      <div className="absolute top-2 right-2">
        <StarButton title={blueprint.title} starred={starred} onToggle={onStar} />
      </div>
    </div>
  );
}
