"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { ListPage } from "@/components/shell/page";
import { SkeletonLines, SkeletonPage } from "@/components/states/loading";
import { QueryState } from "@/components/states/query-state";
import { ForbiddenState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { dashboardHref, dashboardsHref } from "../dashboard-paths";

// Drawn on the server and hydrated apart: the shell does not wait for its code.
const BoardEditor = dynamic(() => import("./board-editor").then((one) => one.BoardEditor), {
  loading: SkeletonPage,
});

/** Edits a stored page; what somebody else saves meanwhile is not overwritten. */
export function EditBoard({ identifier }: { identifier: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.dashboards.get.queryOptions({ identifier }, { refetchOnWindowFocus: false }));
  const page = query.data;
  if (page?.rights.update) return <BoardEditor key={identifier} page={page} />;
  return (
    <ListPage
      title={page?.title ?? "Dashboard"}
      breadcrumbs={[
        { label: "Dashboards", href: dashboardsHref },
        { label: page?.title ?? identifier, href: dashboardHref(identifier) },
        { label: "Edit" },
      ]}
      action={<ButtonLink href={dashboardHref(identifier)}>Back to the dashboard</ButtonLink>}
    >
      <Card>
        <QueryState query={query} what="the dashboard" size="page" skeleton={<SkeletonLines />}>
          {({ locked, createdByName }) => (
            <ForbiddenState
              title="You may see this dashboard, and not change it"
              grantedBy={
                locked
                  ? "It is locked. An administrator of the portal can unlock it."
                  : `${createdByName}, who made it, or an administrator of the portal can let you change it.`
              }
            />
          )}
        </QueryState>
      </Card>
    </ListPage>
  );
}
