"use client";

import { useState } from "react";
import type { ReactNode } from "react";
import { FigureCommands } from "@/components/charts/figure-commands";
import { QueryState } from "@/components/states/query-state";
import { Skeleton } from "@/components/ui/skeleton";
import type { Widget } from "@/server/dashboards/core/widgets/union";
import { useBoard } from "../board-context";
import { useWidgetData } from "./use-widget-data";
import { isEdgeToEdge, WidgetBody } from "./widget-body";
import { WidgetFrame } from "./widget-frame";
import { kindOfWidget } from "./widget-kinds";

interface WidgetCardProps {
  widget: Widget;
  nested?: boolean;
  handle?: ReactNode;
  commands?: ReactNode;
  /** Cannot be used now; what holds other widgets can, so that they can be seen. */
  still?: boolean;
}

/** A widget with its own loading, empty, refused and error state: one that fails hinders no other. */
export function WidgetCard({ widget, nested = false, handle, commands, still = false }: WidgetCardProps) {
  const { preview } = useBoard();
  const query = useWidgetData(widget);
  const [asTable, setAsTable] = useState(false);
  const { data } = query;
  const figure = data?.kind === "figure" ? data.figure : undefined;
  const title = widget.title || figure?.title || kindOfWidget(widget.type).label;
  const holds = widget.type === "grouper" || widget.type === "dashboard-widget";
  return (
    <WidgetFrame
      title={title}
      description={widget.description}
      icon={widget.icon}
      nested={nested}
      still={still && !holds}
      bare={widget.type === "markdown" && !widget.title}
      padded={!data || !isEdgeToEdge(data)}
      handle={handle}
      commands={
        commands || (figure && !still) ? (
          <>
            {figure && !still && (
              <FigureCommands figure={{ ...figure, title }} asTable={asTable} onTable={setAsTable} />
            )}
            {commands}
          </>
        ) : undefined
      }
    >
      <div aria-busy={query.isPlaceholderData || undefined}>
        <QueryState
          query={query}
          what={preview ? "the preview" : `“${title}”`}
          size="inline"
          skeleton={<Skeleton className="h-24 w-full" />}
        >
          {(shown) => <WidgetBody widget={widget} title={title} data={shown} asTable={asTable} />}
        </QueryState>
      </div>
    </WidgetFrame>
  );
}
