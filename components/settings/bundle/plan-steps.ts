import type { BundlePlan, BundleStep, StepKind } from "@/server/bundle/schema";

/** What destroys comes first, what stays comes last. */
const ORDER: readonly StepKind[] = ["delete", "change", "create", "same"];

export interface StepGroup {
  kind: StepKind;
  count: number;
  steps: BundleStep[];
}

/** The steps of a plan by what they do, destructive ones first. What stays as it is may be counted and not listed. */
export function stepGroups({ steps, counts }: Pick<BundlePlan, "steps" | "counts">): StepGroup[] {
  return ORDER.flatMap((kind) => {
    const own = steps.filter((step) => step.kind === kind);
    const count = Math.max(counts[kind], own.length);
    return count === 0 ? [] : [{ kind, count, steps: own }];
  });
}

/** How many things a plan changes. */
export const changeCount = ({ counts }: Pick<BundlePlan, "counts">): number =>
  counts.create + counts.change + counts.delete;
