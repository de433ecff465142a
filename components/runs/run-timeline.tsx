import { Check, CircleAlert, CircleSlash, Clock, Minus } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { Spinner } from "@/components/ui/spinner";
import { duration, type StageState, type TimelineStage } from "./timeline";

const LOOK: Record<StageState, { word: string; ring: string; line: string }> = {
  pending: { word: "Not started", ring: "border-border-strong text-muted-foreground", line: "bg-border" },
  active: { word: "Running", ring: "border-info text-info", line: "bg-border" },
  waiting: { word: "Waiting", ring: "border-warning text-warning", line: "bg-border" },
  done: { word: "Done", ring: "border-success bg-success-subtle text-success", line: "bg-success-border" },
  skipped: { word: "Not needed", ring: "border-border text-muted-foreground", line: "bg-border" },
  failed: { word: "Failed", ring: "border-danger bg-danger-subtle text-danger", line: "bg-border" },
  stopped: { word: "Stopped", ring: "border-border-strong text-muted-foreground", line: "bg-border" },
};

/** The stages of a run from left to right, from top to bottom on narrow screens: state, duration, and who acted. */
export function RunTimeline({ stages }: { stages: TimelineStage[] }) {
  return (
    <ol aria-label="Stages of the run" className="grid gap-y-3 sm:auto-cols-fr sm:grid-flow-col sm:gap-y-0">
      {stages.map((stage, index) => (
        <li
          key={stage.key}
          aria-current={stage.state === "active" || stage.state === "waiting" ? "step" : undefined}
          className="relative flex gap-3 sm:block"
        >
          {index < stages.length - 1 && (
            <span
              aria-hidden
              className={cn(
                "absolute top-3 left-8 hidden h-px w-[calc(100%-2.5rem)] sm:block",
                LOOK[stage.state].line,
              )}
            />
          )}
          <span
            aria-hidden
            className={cn(
              "bg-card flex size-6 shrink-0 items-center justify-center rounded-full border",
              LOOK[stage.state].ring,
            )}
          >
            <Glyph state={stage.state} number={index + 1} />
          </span>
          <div className="min-w-0 sm:mt-2 sm:pr-3">
            <p
              className={cn(
                "font-medium",
                (stage.state === "pending" || stage.state === "skipped") && "text-muted-foreground",
              )}
            >
              {stage.label}
            </p>
            <p className="text-muted-foreground tabular text-xs">
              <span className="sr-only">{LOOK[stage.state].word}. </span>
              {stage.startedAt && stage.endedAt && stage.state !== "waiting"
                ? duration(stage.startedAt, stage.endedAt)
                : stage.note
                  ? null
                  : LOOK[stage.state].word}
            </p>
            {stage.note && <p className="text-muted-foreground text-xs break-words">{stage.note}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Glyph({ state, number }: { state: StageState; number: number }) {
  switch (state) {
    case "done":
      return <Check className="size-3.5" strokeWidth={2.5} />;
    case "active":
      return <Spinner className="size-3.5" />;
    case "waiting":
      return <Clock className="size-3.5" />;
    case "failed":
      return <CircleAlert className="size-3.5" />;
    case "stopped":
      return <CircleSlash className="size-3.5" />;
    case "skipped":
      return <Minus className="size-3.5" />;
    case "pending":
      return <span className="text-2xs tabular">{number}</span>;
  }
}
