"use client";

import { SectionCard } from "@/components/ui/card";
import { formatCount } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import type { FeedKind } from "@/server/insights/core/records";
import type { RefusedRow } from "@/server/insights/schema";
import { KINDS } from "./kinds";
import { RefusedRows } from "./refused-rows";

interface Batch {
  id: number;
  kind: FeedKind;
  source: string;
  at: Date;
  refused: number;
  received: number;
  rows: RefusedRow[];
}

/** The last deliveries of which something was refused. */
export function Refusals({ batches }: { batches: readonly Batch[] }) {
  return (
    <SectionCard
      title="Refused lately"
      description="What could not be read; everything else of the same delivery was taken."
    >
      {batches.length === 0 ? (
        <p className="text-muted-foreground text-sm">Nothing was refused.</p>
      ) : (
        <ul className="grid gap-2">
          {batches.map((batch) => (
            <li key={batch.id}>
              <details>
                <summary className="cursor-pointer text-sm">
                  {formatCount(batch.refused)} of {formatCount(batch.received)}{" "}
                  {KINDS[batch.kind].label.toLowerCase()} from {batch.source},{" "}
                  <RelativeTime value={batch.at} />
                </summary>
                <div className="mt-2">
                  <RefusedRows rows={batch.rows} of={`delivery ${batch.id}`} place="Event" />
                </div>
              </details>
            </li>
          ))}
        </ul>
      )}
    </SectionCard>
  );
}
