"use client";

import { useQuery } from "@tanstack/react-query";
import { LoadingState, SkeletonLines } from "@/components/states/loading";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Card } from "@/components/ui/card";
import { useActionEditor } from "../editor-context";
import { ApprovalCard } from "./approval-card";
import { ApprovalRules } from "./rules/approval-rules";
import { PermissionsForm } from "./permissions-form";

/** Whether the action is approved, by whom, and who may see and run it. */
export function PermissionsTab() {
  const { identifier } = useActionEditor();
  return (
    <div className="grid gap-5">
      <ApprovalCard />
      <ApprovalRules />
      {identifier === null ? (
        <Card className="text-muted-foreground p-4 text-sm text-pretty">
          Once the action is stored, say here who may see, run and approve it. Until then everybody may run
          it, and administrators and the leads of the owning team approve.
        </Card>
      ) : (
        <Stored identifier={identifier} />
      )}
    </div>
  );
}

function Stored({ identifier }: { identifier: string }) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.actions.permissions.queryOptions({ identifier }, { refetchOnWindowFocus: false }),
  );
  return (
    <QueryState
      query={query}
      what="permissions"
      skeleton={
        <LoadingState label="Loading permissions">
          <SkeletonLines />
        </LoadingState>
      }
      size="region"
    >
      {(stored) => <PermissionsForm key={JSON.stringify(stored)} identifier={identifier} stored={stored} />}
    </QueryState>
  );
}
