"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import type { RunApproval, RunView } from "./run-types";

/** The approval request of a run that needs one, as soon as there is a plan to decide on. */
export function useRunApproval(
  run: Pick<RunView, "failure" | "id" | "status" | "subjectHash" | "action" | "approvalStages">,
): RunApproval | null {
  const trpc = useTRPC();
  const enabled =
    (run.approvalStages !== null || Boolean(run.action.requiredApproval)) &&
    run.subjectHash !== null &&
    // What a policy or a budget stopped was never put to anybody.
    run.failure?.stage !== "checks" &&
    run.status !== "checking";
  const { data } = useQuery(
    trpc.approvals.get.queryOptions(
      { runId: run.id },
      { enabled, refetchInterval: run.status === "awaiting_approval" ? 10_000 : false },
    ),
  );
  return data ?? null;
}
