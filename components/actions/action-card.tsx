import { BookOpen, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { StarButton } from "@/components/ui/star-button";
import { actionHref, operationWords } from "./action-types";
import type { ActionSummary } from "./action-types";

const tileTone = {
  CREATE: "border-success-border bg-success-subtle text-success",
  "DAY-2": "border-info-border bg-info-subtle text-info",
  DELETE: "border-danger-border bg-danger-subtle text-danger",
} as const;

interface ActionCardProps {
  action: ActionSummary;
  /** Whether the person keeps it at hand; without `onStar` there is no star. */
  starred?: boolean;
  onStar?: (starred: boolean) => void;
}

/** One action: what it is called, what it does, what stands in the way. */
export function ActionCard({ action, starred = false, onStar }: ActionCardProps) {
  return (
    <div className="group/card bg-card hover:border-border-strong hover:bg-muted/40 relative flex h-full items-start gap-3 rounded-lg border px-4 py-3 transition-colors">
      <span
        aria-hidden
        className={cn(
          "mt-0.5 inline-flex size-7 shrink-0 items-center justify-center rounded-md border",
          tileTone[action.operation],
        )}
      >
        <NamedIcon name={action.icon} fallback="action" />
      </span>
      <div className="grid min-w-0 flex-1 gap-0.5">
        <Link
          data-row-focus
          href={actionHref(action.identifier)}
          className={cn(
            "truncate rounded-xs text-base font-medium after:absolute after:inset-0 after:rounded-lg",
            onStar && "pr-6",
          )}
        >
          {action.title}
        </Link>
        {action.description && (
          <p className="text-muted-foreground line-clamp-2 text-sm text-pretty">{action.description}</p>
        )}
        <p className="mt-1.5 flex flex-wrap gap-1.5">
          <Badge tone={operationWords[action.operation].tone}>{operationWords[action.operation].label}</Badge>
          {action.requiredApproval && (
            <Badge>
              <ShieldCheck aria-hidden /> Needs approval
            </Badge>
          )}
          {action.documented && (
            <Badge>
              <BookOpen aria-hidden /> Guide
            </Badge>
          )}
        </p>
      </div>
      {onStar && (
        <div className="absolute top-2 right-2">
          <StarButton title={action.title} starred={starred} onToggle={() => onStar(!starred)} />
        </div>
      )}
    </div>
  );
}
