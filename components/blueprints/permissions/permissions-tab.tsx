"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryState } from "@/components/states/query-state";
import { SkeletonLines } from "@/components/states/loading";
import { useTRPC } from "@/components/trpc/provider";
import { useEditor } from "../editor/editor-context";
import { PermissionsForm } from "./permissions-form";

/** Who may read, make, change and delete the entities. Saved apart from the definition, at once. */
export function PermissionsTab() {
  const trpc = useTRPC();
  const { saved } = useEditor();
  const identifier = saved?.identifier ?? "";
  const query = useQuery(
    trpc.catalog.blueprints.permissions.queryOptions({ identifier }, { refetchOnWindowFocus: false }),
  );
  return (
    <QueryState query={query} what="permissions" skeleton={<SkeletonLines />} size="region">
      {(record) => (
        <PermissionsForm
          key={record.revision}
          identifier={identifier}
          stored={record.stored}
          revision={record.revision}
          onReload={() => void query.refetch()}
        />
      )}
    </QueryState>
  );
}
