"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { FigureBody } from "@/components/charts/figure-body";
import { NumberTile } from "@/components/charts/number-tile";
import { EmptyState } from "@/components/states/states";
import { Button, ButtonLink } from "@/components/ui/button";
import type { WidgetData } from "@/server/dashboards/core/data";
import type { Figure, FigureBucket } from "@/server/metrics/core/figure";
import { rowsLinks, withDrill } from "./drilled";
import { Notes } from "./notes";
import { LookedNumber } from "./number-look";

const BehindSheet = dynamic(() => import("./behind-sheet").then((one) => one.BehindSheet), { ssr: false });

export type FigureData = Extract<WidgetData, { kind: "figure" }>;

/** A course without a single value is no chart. */
const hasNothing = (figure: Figure): boolean =>
  figure.shape === "series" && figure.series.every(({ values }) => values.every((value) => value === null));

/** How many links to rows stand under a figure; the others are in its table. */
const LINKS_SHOWN = 6;
const BEHIND = { events: "Events behind it", lines: "Lines behind it" };

/** A figure of a widget, with the ways to what stands behind it and behind each of its points. */
export function FigureWidget({ data, asTable }: { data: FigureData; asTable: boolean }) {
  const { figure, look, drill, axes, behind, pointsBy } = data;
  const [open, setOpen] = useState<{ bucket: FigureBucket | null } | null>(null);
  const links = rowsLinks(figure, drill);
  const [only] = links;
  const own = figure.shape === "number" && links.length === 1 ? only?.href : undefined;
  const beside = own === undefined ? links : [];
  const note = figure.note && (figure.shape !== "number" || look) ? [figure.note] : [];
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
        <FigureBody
          figure={withDrill(figure, drill)}
          asTable={asTable}
          ring={data.drawnAs === "pie"}
          onPoint={behind || pointsBy ? (bucket) => setOpen({ bucket }) : undefined}
        />
      )}
      {axes?.x && <p className="text-muted-foreground text-center text-xs">{axes.x}</p>}
      {(beside.length > 0 || data.href || behind) && (
        <p className="-ml-2.5 flex flex-wrap gap-1 print:hidden">
          {beside.slice(0, LINKS_SHOWN).map(({ id, label, href }) => (
            <ButtonLink key={id} size="sm" variant="ghost" href={href}>
              Rows of {label}
            </ButtonLink>
          ))}
          {behind && (
            <Button size="sm" variant="ghost" onClick={() => setOpen({ bucket: null })}>
              {BEHIND[behind.kind]}
            </Button>
          )}
          {data.href && (
            <ButtonLink size="sm" variant="ghost" href={data.href}>
              More about it
            </ButtonLink>
          )}
        </p>
      )}
      <Notes notes={[...note, ...data.notes]} />
      {open && <BehindSheet data={data} bucket={open.bucket} onClose={() => setOpen(null)} />}
    </div>
  );
}
