"use client";

import { LayoutDashboard } from "lucide-react";
import { useMemo } from "react";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/states/states";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useQueryStates } from "@/components/url-state/use-query-state";
import type { Look } from "@/server/dashboards/schema";
import { BoardContext } from "../board-context";
import { editDashboardHref } from "../dashboard-paths";
import { BoardGrid } from "../layout/board-grid";
import type { PageView } from "../pages/page-types";
import { WidgetCard } from "../widgets/widget-card";
import { boardParams, lookOf } from "./board-params";
import { FilterBar } from "./filter-bar";

interface BoardWidgetsProps {
  page: PageView;
  /** What a page for entities is opened on. */
  entity?: Look["entity"];
  /** Beside the filters. */
  beside?: ReactNode;
}

/** The widgets of a stored page in their places, with what the whole page is about. */
export function BoardWidgets({ page, entity, beside }: BoardWidgetsProps) {
  const [params] = useQueryStates(boardParams);
  const { definition, identifier, rights, type, blueprint } = page;
  const { blueprint: of, identifier: which } = entity ?? {};
  const board = useMemo(
    () => ({
      page: identifier,
      look: {
        ...lookOf(params, definition.filters),
        ...(of !== undefined && which !== undefined && { entity: { blueprint: of, identifier: which } }),
      },
      preview: false,
      entitiesOf: type === "entity" ? blueprint : null,
    }),
    [identifier, params, definition, of, which, type, blueprint],
  );
  const byId = new Map(definition.widgets.map((widget) => [widget.id, widget]));
  return (
    <BoardContext value={board}>
      <FilterBar definition={definition} beside={beside} />
      {definition.widgets.length === 0 ? (
        <Card>
          <EmptyState
            icon={LayoutDashboard}
            title="There is nothing on this page yet"
            action={
              rights.update && (
                <ButtonLink variant="primary" href={editDashboardHref(identifier)}>
                  Add widgets
                </ButtonLink>
              )
            }
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
    </BoardContext>
  );
}
