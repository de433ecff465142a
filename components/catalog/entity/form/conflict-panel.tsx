"use client";

import { GitCompareArrows } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { PersonName } from "@/components/properties/reference-names";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { compareChanges, mergeChanges } from "./merge-changes";
import type { DraftConflict } from "./use-entity-draft";
import type { EntityContent } from "./form-set";

interface ConflictPanelProps {
  blueprint: BlueprintDefinition;
  conflict: DraftConflict;
  onResolve: (merged: EntityContent) => void;
}

const shown = (value: unknown): string =>
  value === undefined || value === null
    ? "no value"
    : typeof value === "string"
      ? value || "empty text"
      : JSON.stringify(value);

/** Two people changed one entity: what each did, and a choice where both did. */
export function ConflictPanel({ blueprint, conflict, onResolve }: ConflictPanelProps) {
  const { clashes, theirs } = compareChanges(blueprint, conflict);
  const [keepMine, setKeepMine] = useState<ReadonlySet<string>>(new Set(clashes.map((clash) => clash.path)));
  const panel = useRef<HTMLElement>(null);
  // Saving was asked for at the end of a long form, and nothing can be saved before this is read.
  useEffect(() => {
    panel.current?.scrollIntoView({ block: "start" });
    panel.current?.focus({ preventScroll: true });
  }, []);
  const choose = (path: string, mine: boolean) => {
    const next = new Set(keepMine);
    if (mine) next.add(path);
    else next.delete(path);
    setKeepMine(next);
  };
  return (
    <section
      ref={panel}
      tabIndex={-1}
      aria-label="Changed by somebody else meanwhile"
      className="border-warning-border bg-warning-subtle grid scroll-my-4 gap-3 rounded-lg border p-4 outline-none"
    >
      <div role="alert" className="grid gap-1">
        <h3 className="text-warning flex items-center gap-1.5 font-semibold">
          <GitCompareArrows aria-hidden className="size-4" /> Changed by somebody else meanwhile
        </h3>
        <p className="text-sm">
          <PersonName email={conflict.theirs.updatedBy} /> saved revision {conflict.theirs.revision}{" "}
          <RelativeTime value={conflict.theirs.updatedAt} />. Nothing of yours was saved yet, and nothing is
          lost.
        </p>
      </div>
      {clashes.map((clash) => (
        <fieldset key={clash.path} className="bg-card grid gap-1 rounded-md border p-3 text-sm">
          <legend className="sr-only">{clash.path}</legend>
          <p className="flex flex-wrap items-baseline gap-x-2">
            <code className="font-mono text-xs font-medium">{clash.path}</code>
            <span className="text-muted-foreground text-xs">was {shown(clash.before)}</span>
          </p>
          {(["yours", "theirs"] as const).map((side) => (
            <label key={side} className="flex min-h-7 cursor-pointer items-baseline gap-2">
              <input
                type="radio"
                name={`clash-${clash.path}`}
                className="accent-primary translate-y-0.5"
                checked={keepMine.has(clash.path) === (side === "yours")}
                onChange={() => choose(clash.path, side === "yours")}
              />
              <span className="w-14 shrink-0 font-medium">{side === "yours" ? "Yours" : "Theirs"}</span>
              <span className="min-w-0 [overflow-wrap:anywhere]">{shown(clash[side])}</span>
            </label>
          ))}
        </fieldset>
      ))}
      {theirs.length > 0 && (
        <div className="text-sm">
          <p className="font-medium">
            {clashes.length > 0 ? "They also changed, and you did not:" : "They changed, and you did not:"}
          </p>
          <ul className="mt-1 grid gap-0.5">
            {theirs.map((change) => (
              <li key={change.path} className="[overflow-wrap:anywhere]">
                <code className="font-mono text-xs font-medium">{change.path}</code> from{" "}
                {shown(change.before)} to {shown(change.theirs)}
              </li>
            ))}
          </ul>
        </div>
      )}
      {clashes.length === 0 && theirs.length === 0 && (
        <p className="text-sm">Their change left the same values as yours.</p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" onClick={() => onResolve(mergeChanges(blueprint, conflict, keepMine))}>
          Take over and go on editing
        </Button>
        {clashes.length > 0 && (
          <Button onClick={() => setKeepMine(new Set())}>Choose theirs everywhere</Button>
        )}
      </div>
    </section>
  );
}
