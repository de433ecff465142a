"use client";

import { Lock } from "lucide-react";
import dynamic from "next/dynamic";
import { NumberTile } from "@/components/charts/number-tile";
import { FigureBody } from "@/components/charts/figure-body";
import { EmptyState } from "@/components/states/states";
import { Skeleton } from "@/components/ui/skeleton";
import { Markdown } from "@/components/ui/markdown";
import { ButtonLink } from "@/components/ui/button";
import type { WidgetData } from "@/server/dashboards/core/data";
import type { Figure } from "@/server/metrics/core/figure";
import type { Widget } from "@/server/dashboards/core/widgets/union";
import { rowsLinks, withDrill } from "./drilled";
import { LookedNumber } from "./number-look";

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
      return <EmptyState size="inline" title={data.text} />;
    case "refused":
      return (
        <EmptyState size="inline" icon={Lock} title="This is not shown">
          {data.why}
        </EmptyState>
      );
  }
}

/** A course without a single value is no chart. */
const hasNothing = (figure: Figure): boolean =>
  figure.shape === "series" && figure.series.every(({ values }) => values.every((value) => value === null));

/** How many links to rows stand under a figure; the others are in its table. */
const LINKS_SHOWN = 6;

function FigureWidget({
  data,
  asTable,
}: {
  data: Extract<WidgetData, { kind: "figure" }>;
  asTable: boolean;
}) {
  const { figure, look, drill, axes } = data;
  const links = rowsLinks(figure, drill);
  const [only] = links;
  const own = figure.shape === "number" && links.length === 1 ? only?.href : undefined;
  const beside = own === undefined ? links : [];
  return (
    <div className="grid gap-3">
      {axes?.y && <p className="text-muted-foreground text-xs">{axes.y}</p>}
      {figure.shape === "number" && look ? (
        <LookedNumber figure={figure} look={look} href={own} />
      ) : figure.shape === "number" ? (
        <NumberTile figure={figure} />
      ) : hasNothing(figure) && !asTable ? (
        <EmptyState size="inline" title={figure.insufficient?.why ?? "There is nothing to draw yet"} />
      ) : (
        <FigureBody figure={withDrill(figure, drill)} asTable={asTable} ring={data.drawnAs === "pie"} />
      )}
      {axes?.x && <p className="text-muted-foreground text-center text-xs">{axes.x}</p>}
      {(beside.length > 0 || data.href) && (
        <p className="-ml-2.5 flex flex-wrap gap-1 print:hidden">
          {beside.slice(0, LINKS_SHOWN).map(({ id, label, href }) => (
            <ButtonLink key={id} size="sm" variant="ghost" href={href}>
              Rows of {label}
            </ButtonLink>
          ))}
          {data.href && (
            <ButtonLink size="sm" variant="ghost" href={data.href}>
              More about it
            </ButtonLink>
          )}
        </p>
      )}
      {[...(figure.note && (figure.shape !== "number" || look) ? [figure.note] : []), ...data.notes].map(
        (note) => (
          <p key={note} className="text-muted-foreground text-xs">
            {note}
          </p>
        ),
      )}
    </div>
  );
}
