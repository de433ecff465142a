import { Check } from "lucide-react";
import type { RunApproval } from "@/components/runs/run-types";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";

const SOURCES: Record<RunApproval["stages"][number]["source"]["kind"], string> = {
  action: "Action",
  rule: "Rule",
  policy: "Policy",
  budget: "Budget",
};

/** "2 of 3 approved, stage 1 of 2". */
export function progressText(approval: Pick<RunApproval, "stage" | "stages">): string {
  const stage = approval.stages[approval.stage];
  if (!stage) return "";
  const progress = `${stage.approved} of ${stage.needed} approved`;
  return approval.stages.length > 1
    ? `${progress}, stage ${approval.stage + 1} of ${approval.stages.length}`
    : progress;
}

/** The stages of a request in their order, with who decides, what asks for it, and how far each is. */
export function StageProgress({ approval }: { approval: Pick<RunApproval, "stage" | "stages" | "status"> }) {
  return (
    <ol aria-label="Stages" className="grid gap-3">
      {approval.stages.map((stage, i) => {
        const current = approval.status === "pending" && i === approval.stage;
        return (
          <li key={i} className="flex items-start gap-2.5" aria-current={current ? "step" : undefined}>
            <span
              aria-hidden
              className={cn(
                "tabular mt-px grid size-5 shrink-0 place-items-center rounded-full border text-xs font-medium",
                stage.fulfilled && "border-success-border bg-success-subtle text-success",
                !stage.fulfilled && current && "border-warning-border bg-warning-subtle text-warning",
              )}
            >
              {stage.fulfilled ? <Check className="size-3" /> : i + 1}
            </span>
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
                {stage.title}
                <Badge>{SOURCES[stage.source.kind]}</Badge>
              </p>
              <p className="text-muted-foreground text-xs break-words">
                {stage.approved} of {stage.needed} approved; {stage.text}
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
