"use client";

import Link from "next/link";
import { JsonDiffView } from "@/components/diff/json-diff-view";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionList } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { humanizeStatus } from "@/components/ui/status";
import { StatusBadge } from "@/components/ui/status-badge";
import { originLabels } from "./audit-log";
import { resourceName } from "./audit-params";
import type { AuditRow } from "./audit-log";

/** One entry of the audit log with what it changed. */
export function AuditEntrySheet({ row, onClose }: { row: AuditRow; onClose: () => void }) {
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        size="lg"
        title={`${humanizeStatus(row.action)}: ${resourceName(row.resourceType)}`}
        description={`Entry ${row.id}`}
      >
        <div className="grid gap-5">
          <DescriptionList
            items={[
              { term: "Object", value: <span className="font-mono text-xs">{row.resourceId}</span> },
              { term: "Blueprint", value: row.blueprint },
              { term: "Who", value: row.actorName },
              { term: "When", value: <RelativeTime value={row.at} /> },
              { term: "Through", value: originLabels[row.origin] },
              {
                term: "Outcome",
                value: (
                  <StatusBadge variant="plain" status={row.status === "SUCCESS" ? "success" : "failed"} />
                ),
              },
              { term: "Message", value: row.message },
              {
                term: "Run",
                value: row.runId && (
                  <Link
                    href={`/runs/${encodeURIComponent(row.runId)}`}
                    className="text-primary-text font-mono text-xs underline-offset-2 hover:underline"
                  >
                    {row.runId}
                  </Link>
                ),
              },
              {
                term: "Request",
                value: (
                  <span className="inline-flex items-center gap-1 font-mono text-xs">
                    {row.requestId}
                    <CopyButton value={row.requestId} label="Copy request id" />
                  </span>
                ),
              },
            ]}
          />
          <section className="grid gap-2">
            <h3 className="text-sm font-semibold">What changed</h3>
            <JsonDiffView
              before={row.diff?.before}
              after={row.diff?.after}
              empty="This entry changed no stored value."
            />
          </section>
        </div>
      </SheetContent>
    </Sheet>
  );
}
