"use client";

import { Lock } from "lucide-react";
import dynamic from "next/dynamic";
import { EmptyState } from "@/components/states/states";
import { Skeleton } from "@/components/ui/skeleton";
import { Markdown } from "@/components/ui/markdown";
import type { WidgetData } from "@/server/dashboards/core/data";
import type { Widget } from "@/server/dashboards/core/widgets/union";
import { FigureWidget } from "./figure-widget";
import { Notes } from "./notes";

const waiting = () => <Skeleton className="m-4 h-32" />;
const EntitiesWidget = dynamic(() => import("./entities-widget").then((one) => one.EntitiesWidget), {
  loading: waiting,
});
const EntityWidget = dynamic(() => import("./entity-widget").then((one) => one.EntityWidget), {
  loading: waiting,
});
const GraphWidget = dynamic(() => import("./graph-widget").then((one) => one.GraphWidget), {
  loading: waiting,
  ssr: false,
});
const GroupWidget = dynamic(() => import("./group-widget").then((one) => one.GroupWidget), {
  loading: waiting,
});
const GridWidget = dynamic(() => import("./group-widget").then((one) => one.GridWidget), {
  loading: waiting,
});
const LinksWidget = dynamic(() => import("./links-widget").then((one) => one.LinksWidget), {
  loading: waiting,
});
const ActionsWidget = dynamic(() => import("./actions-widget").then((one) => one.ActionsWidget), {
  loading: waiting,
});
const RowsWidget = dynamic(() => import("./rows-widget").then((one) => one.RowsWidget), { loading: waiting });

/** Kinds of data that are drawn from edge to edge. */
export const isEdgeToEdge = ({ kind }: WidgetData): boolean =>
  ["entities", "rows", "links", "actions", "group"].includes(kind);

interface WidgetBodyProps {
  widget: Widget;
  title: string;
  data: WidgetData;
  asTable: boolean;
}

/** What a widget shows, by the kind of it. */
export function WidgetBody({ widget, title, data, asTable }: WidgetBodyProps) {
  switch (data.kind) {
    case "figure":
      return <FigureWidget data={data} asTable={asTable} />;
    case "entities":
      return <EntitiesWidget data={data} title={title} />;
    case "entity":
      return <EntityWidget data={data} />;
    case "graph":
      return <GraphWidget data={data} />;
    case "rows":
      return <RowsWidget data={data} />;
    case "text":
      return <Markdown level={3}>{data.markdown}</Markdown>;
    case "links":
      return <LinksWidget data={data} />;
    case "actions":
      return <ActionsWidget data={data} />;
    case "group":
      if (widget.type === "grouper") return <GroupWidget widget={widget} title={title} />;
      return widget.type === "dashboard-widget" ? <GridWidget widget={widget} /> : null;
    case "empty":
      return (
        <>
          <EmptyState size="inline" title={data.text} />
          <Notes notes={data.notes ?? []} className="text-center" />
        </>
      );
    case "refused":
      return (
        <EmptyState size="inline" icon={Lock} title="This is not shown">
          {data.why}
        </EmptyState>
      );
  }
}
