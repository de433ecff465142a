"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { JsonDiffView } from "@/components/diff/json-diff-view";
import { QueryState } from "@/components/states/query-state";
import { SkeletonLines } from "@/components/states/loading";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/code/code-block";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Fieldset } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { mergeDefinitions, resolveMerge } from "../draft/merge";
import { basisOf } from "../editor/basis";
import type { SaveDialogProps } from "./save-dialog";

const print = (value: unknown): string =>
  value === undefined ? "(removed)" : typeof value === "string" ? value : JSON.stringify(value, null, 2);

/** Somebody else saved meanwhile: what they changed, and for each place that both changed, whose value stays. */
export function MergeView({
  identifier,
  definition,
  basis,
  onMerged,
  onClose,
}: Pick<SaveDialogProps, "identifier" | "definition" | "basis" | "onMerged" | "onClose">) {
  const trpc = useTRPC();
  const current = useQuery(
    trpc.catalog.blueprints.get.queryOptions({ identifier }, { staleTime: 0, refetchOnMount: "always" }),
  );
  const [yours, setYours] = useState<ReadonlySet<number>>(new Set());
  const fresh = current.data && !current.isFetching ? basisOf(current.data) : undefined;
  const merge = fresh && mergeDefinitions(basis.definition, fresh.definition, definition);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        size="lg"
        title="Somebody else changed this blueprint meanwhile"
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
                <JsonDiffView
                  before={basis.definition}
                  after={fresh?.definition}
                  empty="Only the order changed."
                />
              </section>
              <section className="grid gap-2">
                <h3 className="text-sm font-semibold">What you changed</h3>
                <JsonDiffView before={basis.definition} after={definition} empty="Only the order changed." />
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
