import { toneClasses } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import type { PlanSummary } from "@/server/pipelines/schema";
import { PLAN_LOOK, planCounts, planSentence } from "./plan-format";

/** The head line of a plan: `−1 destroy  +3 create`, destructive first, each with sign and word. */
export function PlanCounts({
  plan,
  className,
}: {
  plan: Pick<PlanSummary, "counts" | "empty">;
  className?: string;
}) {
  const counts = planCounts(plan);
  if (counts.length === 0)
    return <span className={cn("text-muted-foreground text-xs", className)}>{planSentence(plan)}</span>;
  return (
    <span className={cn("inline-flex flex-wrap items-center gap-1", className)}>
      <span className="sr-only">{planSentence(plan)}</span>
      {counts.map(({ action, count }) => {
        const look = PLAN_LOOK[action];
        return (
          <span
            key={action}
            aria-hidden
            className={cn(
              "tabular inline-flex h-5 items-center gap-1 rounded-sm border px-1.5 text-xs font-medium",
              toneClasses[look.tone],
            )}
          >
            <span className="font-mono">
              {look.sign}
              {count}
            </span>
            {look.word}
          </span>
        );
      })}
    </span>
  );
}
