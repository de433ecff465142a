"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/provider";
import { DriftBadge } from "./drift-badge";

/** The way from an entity to its workspace, with a word when it has drifted; nothing where a run made nothing. */
export function WorkspaceLink({ blueprint, entity }: { blueprint: string; entity: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.runs.workspaces.ofEntity.queryOptions({ blueprint, entity }));
  if (!data || data.status === "destroyed") return null;
  const drifted = data.driftStatus === "drifted";
  return (
    <Link
      href={`/workspaces/${data.id}${drifted ? "?tab=drift" : ""}`}
      className="hover:text-foreground inline-flex items-center gap-1 underline-offset-2 hover:underline"
    >
      Workspace
      {drifted && <DriftBadge status={data.driftStatus} accepted={data.accepted} />}
    </Link>
  );
}
