"use client";

import { useState } from "react";
import { CodeBlock } from "@/components/code/code-block";
import { JsonDiffView } from "@/components/diff/json-diff-view";
import { SkeletonLines } from "@/components/states/loading";
import { QueryState } from "@/components/states/query-state";
import type { QueryLike } from "@/components/states/query-state";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Fieldset } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { mergeDefinitions, resolveMerge } from "./merge";
import type { Basis } from "./use-definition";

const print = (value: unknown): string =>
  value === undefined ? "(removed)" : typeof value === "string" ? value : JSON.stringify(value, null, 2);

interface MergeViewProps<T extends object> {
  /** "blueprint" or "action". */
  noun: string;
  /** What both started from, and what you made of it. */
  base: T;
  definition: T;
  /** What is stored now; its data is undefined while it is fetched. */
  current: QueryLike<Basis<T>>;
  onMerged: (basis: Basis<T>, definition: T) => void;
  onClose: () => void;
}

/** Somebody else saved meanwhile: what they changed, and for each place that both changed, whose value stays. */
export function MergeView<T extends object>({
  noun,
  base,
  definition,
  current,
  onMerged,
  onClose,
}: MergeViewProps<T>) {
  const [yours, setYours] = useState<ReadonlySet<number>>(new Set());
  const fresh = current.data;
  const merge = fresh && mergeDefinitions(base, fresh.definition, definition);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        size="lg"
        title={`Somebody else changed this ${noun} meanwhile`}
        description="Nothing was saved yet. Your changes are brought together with theirs; where both changed the same, choose."
        footer={
          <>
            <Button onClick={onClose}>Keep editing</Button>
            <Button
              variant="primary"
              disabled={!merge}
              onClick={() =>
                merge &&
                onMerged(
                  fresh,
                  resolveMerge(merge, (index) => yours.has(index)),
                )
              }
            >
              Bring together
            </Button>
          </>
        }
      >
        <QueryState
          query={{ ...current, data: merge }}
          what="the newest revision"
          size="region"
          skeleton={<SkeletonLines />}
        >
          {({ conflicts }) => (
            <div className="grid gap-5">
              {conflicts.map((conflict, index) => (
                <Fieldset key={index} legend={<code className="text-sm">{conflict.path.join(".")}</code>}>
                  <RadioGroup
                    label={`Whose value stays at ${conflict.path.join(".")}`}
                    variant="cards"
                    className="sm:grid-cols-2"
                    value={yours.has(index) ? "yours" : "theirs"}
                    onValueChange={(side) => {
                      const next = new Set(yours);
                      if (side === "yours") next.add(index);
                      else next.delete(index);
                      setYours(next);
                    }}
                    options={[
                      { value: "theirs", label: "Theirs", description: <Value value={conflict.theirs} /> },
                      { value: "yours", label: "Yours", description: <Value value={conflict.yours} /> },
                    ]}
                  />
                </Fieldset>
              ))}
              {conflicts.length === 0 && <p className="text-sm">No place was changed by both of you.</p>}
              <section className="grid gap-2">
                <h3 className="text-sm font-semibold">What they changed</h3>
                <JsonDiffView before={base} after={fresh?.definition} empty="Only the order changed." />
              </section>
              <section className="grid gap-2">
                <h3 className="text-sm font-semibold">What you changed</h3>
                <JsonDiffView before={base} after={definition} empty="Only the order changed." />
              </section>
            </div>
          )}
        </QueryState>
      </DialogContent>
    </Dialog>
  );
}

function Value({ value }: { value: unknown }) {
  const text = print(value);
  return text.includes("\n") ? (
    <CodeBlock code={text} maxHeight="sm" className="mt-1" />
  ) : (
    <code className="[overflow-wrap:anywhere]">{text}</code>
  );
}
