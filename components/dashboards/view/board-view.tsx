"use client";

import { useQuery } from "@tanstack/react-query";
import { Lock, Pencil } from "lucide-react";
import { IconTile } from "@/components/catalog/blueprint-icon";
import { ListPage } from "@/components/shell/page";
import { SkeletonLines } from "@/components/states/loading";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { dashboardsHref, editDashboardHref } from "../dashboard-paths";
import { PageCommands } from "../pages/page-commands";
import type { PageView } from "../pages/page-types";
import { shownParams } from "./board-params";
import { BoardWidgets } from "./board-widgets";
import { EntityChoice, useShownEntity } from "./entity-choice";

/** A page of widgets, looked at. */
export function BoardView({ identifier }: { identifier: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.dashboards.get.queryOptions({ identifier }));
  if (query.data) return <Board page={query.data} />;
  return (
    <ListPage
      title="Dashboard"
      breadcrumbs={[{ label: "Dashboards", href: dashboardsHref }, { label: identifier }]}
    >
      <Card>
        <QueryState query={query} what="the dashboard" size="page" skeleton={<SkeletonLines />}>
          {() => null}
        </QueryState>
      </Card>
    </ListPage>
  );
}

function Board({ page }: { page: PageView }) {
  const [{ entity: chosen }, set] = useQueryStates(shownParams);
  const { identifier, rights } = page;
  const of = page.type === "entity" ? page.blueprint : null;
  const { entity, pending } = useShownEntity(of, chosen);
  return (
    <ListPage
      title={page.title}
      {...(page.description && { description: page.description })}
      {...(page.icon && { icon: <IconTile size="lg" name={page.icon} /> })}
      meta={
        <>
          {page.locked && (
            <Badge>
              <Lock aria-hidden /> Locked
            </Badge>
          )}
          {of !== null && <Badge>A tab on each {of}</Badge>}
          <span>
            Changed <RelativeTime value={page.updatedAt} /> by {page.updatedByName}
          </span>
        </>
      }
      breadcrumbs={[{ label: "Dashboards", href: dashboardsHref }, { label: page.title }]}
      secondaryActions={<PageCommands page={page} />}
      action={
        rights.update && (
          <ButtonLink variant="primary" href={editDashboardHref(identifier)}>
            <Pencil aria-hidden /> Edit
          </ButtonLink>
        )
      }
    >
      {pending ? (
        <SkeletonLines />
      ) : (
        <BoardWidgets
          page={page}
          entity={entity}
          beside={
            of !== null && (
              <EntityChoice
                blueprint={of}
                value={entity?.identifier}
                onChange={(next) => set({ entity: next })}
              />
            )
          }
        />
      )}
    </ListPage>
  );
}
