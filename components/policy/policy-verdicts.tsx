import { StatusBadge } from "@/components/ui/status-badge";
import type { StatusIcon } from "@/components/ui/status";
import type { PolicyVerdict } from "@/server/policy/schema";
import { byWeight, stageWords, verdictWords } from "./verdict-words";

const ICONS: Record<string, StatusIcon> = {
  success: "check",
  danger: "cross",
  warning: "hand",
  info: "alert",
};

/** What policies decided on a run, those first that stand in the way: title, message, who must approve, who overrode it. */
export function PolicyVerdicts({ verdicts }: { verdicts: readonly PolicyVerdict[] }) {
  return (
    <ul aria-label="Verdicts of policies" className="grid gap-3">
      {byWeight(verdicts).map((verdict) => {
        const { label, tone } = verdictWords(verdict);
        return (
          <li key={verdict.policy} className="grid min-w-0 gap-0.5">
            <span className="flex min-w-0 flex-wrap items-baseline justify-between gap-x-2">
              <span className="min-w-0 font-medium break-words">{verdict.title ?? verdict.policy}</span>
              <StatusBadge tone={tone} icon={ICONS[tone] ?? "dot"} variant="plain">
                {label}
              </StatusBadge>
            </span>
            {verdict.outcome !== "pass" && verdict.message && (
              <span className="text-muted-foreground break-words whitespace-pre-line">{verdict.message}</span>
            )}
            {verdict.outcome === "fail" && verdict.requires && (
              <span className="text-muted-foreground text-xs">{stageWords(verdict.requires)}</span>
            )}
            {verdict.overriddenBy && (
              <span className="text-xs break-words">
                {verdict.overriddenBy.name} asked to go on against it: “{verdict.overriddenBy.reason}”
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
