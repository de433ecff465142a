import { CircleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { SectionCard } from "@/components/ui/card";
import type { RunFailure } from "@/server/runs/schema";

/** Why a run did not succeed: what happened, what to do, Terraform's own words, and what was really made before an unclean end. */
export function FailureCard({ failure, title }: { failure: RunFailure; title: string }) {
  return (
    <SectionCard
      title={
        <span className="text-danger inline-flex items-center gap-1.5">
          <CircleAlert aria-hidden className="size-4" />
          {title}
        </span>
      }
      className="border-danger-border"
    >
      <div className="grid gap-4 text-base">
        <div>
          <p className="break-words">{failure.message}</p>
          {failure.advice && <p className="text-muted-foreground mt-1">{failure.advice}</p>}
        </div>
        {failure.diagnostics.length > 0 && (
          <ul aria-label="Diagnostics" className="grid gap-2">
            {failure.diagnostics.map((diagnostic, index) => (
              <li key={index} className="bg-muted/50 rounded-md border px-3 py-2 text-sm">
                <p className="font-medium break-words">
                  <Badge tone={diagnostic.severity === "error" ? "danger" : "warning"} className="mr-2">
                    {diagnostic.severity}
                  </Badge>
                  {diagnostic.summary}
                </p>
                {diagnostic.address && (
                  <p className="text-muted-foreground mt-1 font-mono text-xs break-all">
                    {diagnostic.address}
                  </p>
                )}
                {diagnostic.detail && (
                  <p className="text-muted-foreground mt-1 break-words whitespace-pre-wrap">
                    {diagnostic.detail}
                  </p>
                )}
              </li>
            ))}
          </ul>
        )}
        {failure.completed && failure.completed.length > 0 && (
          <div>
            <h3 className="mb-1.5 text-sm font-semibold">What Terraform had finished</h3>
            <ul className="grid gap-1">
              {failure.completed.map((item) => (
                <li
                  key={`${item.address} ${item.action}`}
                  className="flex flex-wrap items-center gap-2 text-sm"
                >
                  <span className="font-mono text-xs break-all">{item.address}</span>
                  <span className="text-muted-foreground">
                    {item.action}
                    {item.idKey && item.idValue ? ` (${item.idKey} ${item.idValue})` : ""}
                  </span>
                  <Badge tone={item.inState ? "success" : "danger"}>
                    {item.inState ? "in the state" : "not in the state"}
                  </Badge>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </SectionCard>
  );
}
