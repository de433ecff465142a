import { ShieldCheck } from "lucide-react";
import Link from "next/link";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { actionHref, operationWords } from "./action-types";
import type { ActionSummary } from "./action-types";

const tileTone = {
  CREATE: "border-success-border bg-success-subtle text-success",
  "DAY-2": "border-info-border bg-info-subtle text-info",
  DELETE: "border-danger-border bg-danger-subtle text-danger",
} as const;

/** One action: what it is called, what it does, what stands in the way. */
export function ActionCard({ action }: { action: ActionSummary }) {
  return (
    <Link
      data-row-focus
      href={actionHref(action.identifier)}
      className="bg-card hover:border-border-strong hover:bg-muted/40 flex h-full items-start gap-3 rounded-lg border px-4 py-3 transition-colors"
    >
      <span
        aria-hidden
        className={cn(
          "mt-0.5 inline-flex size-7 shrink-0 items-center justify-center rounded-md border",
          tileTone[action.operation],
        )}
      >
        <NamedIcon name={action.icon} fallback="action" />
      </span>
      <span className="grid min-w-0 flex-1 gap-0.5">
        <span className="truncate text-base font-medium">{action.title}</span>
        {action.description && (
          <span className="text-muted-foreground line-clamp-2 text-sm text-pretty">{action.description}</span>
        )}
        <span className="mt-1.5 flex flex-wrap gap-1.5">
          <Badge tone={operationWords[action.operation].tone}>{operationWords[action.operation].label}</Badge>
          {action.requiredApproval && (
            <Badge>
              <ShieldCheck aria-hidden /> Needs approval
            </Badge>
          )}
        </span>
      </span>
    </Link>
  );
}
