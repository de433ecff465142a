"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryState } from "@/components/states/query-state";
import { SkeletonLines } from "@/components/states/loading";
import { useTRPC } from "@/components/trpc/provider";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { ChangeReportView, lossOf } from "../report/change-report";
import { useEditor } from "../editor/editor-context";

/** What restoring a revision does to the entities, before it is done. */
export function RestoreReport({
  identifier,
  definition,
}: {
  identifier: string;
  definition: BlueprintDefinition;
}) {
  const trpc = useTRPC();
  const { saved } = useEditor();
  const report = useQuery(
    trpc.catalog.blueprints.preview.queryOptions(
      { identifier, definition: { ...definition }, convert: true },
      { staleTime: 0, gcTime: 0 },
    ),
  );
  const before = saved ?? definition;
  return (
    <div className="grid max-h-[50dvh] gap-3 overflow-y-auto">
      <QueryState query={report} what="the report" skeleton={<SkeletonLines />} size="inline">
        {(data) => (
          <ChangeReportView report={data} before={before} after={definition} loss={lossOf(data, before)} />
        )}
      </QueryState>
    </div>
  );
}
