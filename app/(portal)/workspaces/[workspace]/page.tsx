import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { WorkspacePage } from "@/components/workspaces/workspace-page";
import { workspaceTab } from "@/components/workspaces/tabs";
import { Hydrate, load, trpc } from "@/server/api/rsc";

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<{ tab?: string | string[] }>;
}

export const metadata: Metadata = { title: "Workspace" };

/** One workspace: what is in its state, how that came about, and whether it still is so. */
export default async function WorkspaceDetailPage({ params, searchParams }: Props) {
  const [{ workspace }, { tab }] = await Promise.all([params, searchParams]);
  if (!z.uuid().safeParse(workspace).success) notFound();
  await load(trpc.runs.workspaces.page.queryOptions({ workspaceId: workspace }));
  return (
    <Hydrate>
      <WorkspacePage workspaceId={workspace} tab={workspaceTab(tab)} />
    </Hydrate>
  );
}
