"use client";

import { useQuery } from "@tanstack/react-query";
import { LayoutDashboard, Lock, Pencil } from "lucide-react";
import { useMemo } from "react";
import { IconTile } from "@/components/catalog/blueprint-icon";
import { ListPage } from "@/components/shell/page";
import { SkeletonLines } from "@/components/states/loading";
import { QueryState } from "@/components/states/query-state";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { BoardContext } from "../board-context";
import { dashboardsHref, editDashboardHref } from "../dashboard-paths";
import { BoardGrid } from "../layout/board-grid";
import { PageCommands } from "../pages/page-commands";
import type { PageView } from "../pages/page-types";
import { WidgetCard } from "../widgets/widget-card";
import { boardParams, lookOf } from "./board-params";
import { FilterBar } from "./filter-bar";

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
  const [params] = useQueryStates(boardParams);
  const { definition, identifier, rights } = page;
  const board = useMemo(
    () => ({ page: identifier, look: lookOf(params, definition.filters), preview: false }),
    [identifier, params, definition],
  );
  const byId = new Map(definition.widgets.map((widget) => [widget.id, widget]));
  const edit = (
    <ButtonLink variant="primary" href={editDashboardHref(identifier)}>
      <Pencil aria-hidden /> Edit
    </ButtonLink>
  );
  return (
    <BoardContext value={board}>
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
            <span>
              Changed <RelativeTime value={page.updatedAt} /> by {page.updatedByName}
            </span>
          </>
        }
        breadcrumbs={[{ label: "Dashboards", href: dashboardsHref }, { label: page.title }]}
        secondaryActions={<PageCommands page={page} />}
        action={rights.update && edit}
      >
        <FilterBar definition={definition} />
        {definition.widgets.length === 0 ? (
          <Card>
            <EmptyState
              icon={LayoutDashboard}
              title="There is nothing on this page yet"
              action={rights.update && edit}
            >
              {rights.update
                ? "Add widgets over the catalog, metrics and costs."
                : "Whoever may change it has not added anything."}
            </EmptyState>
          </Card>
        ) : (
          <BoardGrid layout={definition.layout}>
            {(id) => {
              const widget = byId.get(id);
              return widget ? <WidgetCard widget={widget} /> : null;
            }}
          </BoardGrid>
        )}
      </ListPage>
    </BoardContext>
  );
}
