import { Calculator } from "lucide-react";
import Link from "next/link";
import { diffJson } from "@/components/diff/json-diff";
import { JsonDiffView } from "@/components/diff/json-diff-view";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Entity, EntityChange } from "@/server/catalog/schema";

/** A step that changed more is folded. */
const OPEN_ROWS = 12;

/** One change of an entity: who or what, when, why, and each value before and after. */
export function HistoryStep({
  step,
  onRestore,
}: {
  step: EntityChange;
  onRestore?: (() => void) | undefined;
}) {
  const computed = step.change === "computed";
  const [before, after] = [content(step.before), content(step.after)];
  const rows = diffJson(before, after).length;
  const diff = <JsonDiffView before={before} after={after} empty="No value changed." />;
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
      {rows > OPEN_ROWS ? (
        <details>
          <summary className="text-muted-foreground cursor-pointer text-xs">{rows} values</summary>
          <div className="mt-2">{diff}</div>
        </details>
      ) : (
        diff
      )}
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
