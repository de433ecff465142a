import { Calculator } from "lucide-react";
import Link from "next/link";
import { JsonDiffView } from "@/components/diff/json-diff-view";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Entity, EntityChange } from "@/server/catalog/schema";

/** One change of an entity: who or what, when, why, and each value before and after. */
export function HistoryStep({
  step,
  onRestore,
}: {
  step: EntityChange;
  onRestore?: (() => void) | undefined;
}) {
  const computed = step.change === "computed";
  return (
    <Card className="grid gap-3 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {computed ? (
          <span className="inline-flex items-center gap-1.5">
            <Calculator aria-hidden className="text-muted-foreground size-4" />
            <span className="font-medium">Computed anew</span>
          </span>
        ) : (
          <>
            <Badge mono>r{step.revision}</Badge>
            <span className="inline-flex items-center gap-1.5">
              <Avatar name={step.byName} size="sm" /> {step.byName}
            </span>
          </>
        )}
        <span className="text-muted-foreground">
          {!computed && `${step.change} this `}
          <RelativeTime value={step.at} />
          {step.cause && `, because ${step.cause}`}
        </span>
        {step.runId && (
          <Link
            href={`/runs/${encodeURIComponent(step.runId)}`}
            className="text-primary-text font-mono text-xs underline-offset-2 hover:underline"
          >
            by run {step.runId}
          </Link>
        )}
        {onRestore && (
          <Button size="sm" variant="ghost" className="ml-auto" onClick={onRestore}>
            Restore <span className="sr-only">revision {step.revision}</span>
          </Button>
        )}
      </div>
      <JsonDiffView before={content(step.before)} after={content(step.after)} empty="No value changed." />
    </Card>
  );
}

/** The part of an entity that has values: stamps would differ in every revision, and empty lists say nothing. */
function content(entity: Partial<Entity> | null): unknown {
  if (!entity) return undefined;
  const { identifier, title, icon, team, properties, relations } = entity;
  return Object.fromEntries(
    Object.entries({ identifier, title, icon, team, properties, relations }).filter(
      ([, value]) => value !== null && value !== undefined,
    ),
  );
}
