"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { bucketLabel, formatValue } from "@/components/charts/format-value";
import { FigureCard } from "@/components/charts/figure-card";
import { linesFigure, MOST_LINES } from "@/components/costs/lines-figure";
import { EventsTable } from "@/components/insights/events-table";
import { QueryState } from "@/components/states/query-state";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { ButtonLink } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { OTHERS, UNALLOCATED } from "@/server/cost/core/billing/group-names";
import type { Figure, FigureBucket } from "@/server/metrics/core/figure";
import { pointLinks } from "./drilled";
import type { FigureData } from "./figure-widget";

interface BehindSheetProps {
  data: FigureData;
  /** The point that is looked into; null: the whole figure. */
  bucket: FigureBucket | null;
  onClose: () => void;
}

/** What stands behind a figure, or behind one of its points: rows of the catalog, events of a metric, lines of bills. */
export function BehindSheet({ data, bucket, onClose }: BehindSheetProps) {
  const { figure, href } = data;
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        size="lg"
        title={figure.title}
        description={spanOf(data, bucket)}
        {...(href && { footer: <ButtonLink href={href}>More about it</ButtonLink> })}
      >
        <Behind data={data} bucket={bucket} />
      </SheetContent>
    </Sheet>
  );
}

const day = (instant: string) => instant.slice(0, 10);
const dayBefore = (instant: string) => new Date(Date.parse(instant) - 1).toISOString();

function spanOf({ figure, behind }: FigureData, bucket: FigureBucket | null): string {
  const span = bucket ?? behind;
  if (!span) return "";
  if (figure.shape === "series" && figure.interval === "hour") return bucketLabel(span.from, "hour");
  const [from, to] = [bucketLabel(span.from, "day"), bucketLabel(dayBefore(span.to), "day")];
  return from === to ? from : `${from} to ${to}`;
}

function Behind({ data, bucket }: Omit<BehindSheetProps, "onClose">) {
  const { figure, behind } = data;
  if (!behind) return <Rows data={data} bucket={bucket} />;
  const { from, to } = bucket ?? behind;
  return behind.kind === "events" ? (
    <EventsTable definition={behind.definition} scope={behind.scope} range={{ from, to }} />
  ) : (
    <Lines behind={behind} figure={figure} from={day(from)} to={day(to)} />
  );
}

const ALL = "";

interface LinesProps {
  behind: Extract<NonNullable<FigureData["behind"]>, { kind: "lines" }>;
  figure: Figure;
  from: string;
  to: string;
}

/** The lines of bills behind a figure: of all of it, or of one of its parts. */
function Lines({ behind, figure, from, to }: LinesProps) {
  const { by, currency, filter } = behind;
  const [group, setGroup] = useState(ALL);
  const query = useQuery(
    useTRPC().costs.lines.queryOptions({
      from,
      to,
      currency,
      ...filter,
      ...(group === ALL ? {} : { by, group: group === UNALLOCATED ? null : group }),
      limit: MOST_LINES,
    }),
  );
  const groups = groupsOf(figure);
  return (
    <div className="grid gap-4">
      {groups.length > 0 && (
        <Select
          label="Whose lines"
          className="sm:w-64"
          options={[{ value: ALL, label: "All together" }, ...groups]}
          value={group}
          onValueChange={setGroup}
        />
      )}
      <QueryState query={query} what="lines">
        {(lines) => (
          <FigureCard
            description={lines.length === MOST_LINES ? `The ${MOST_LINES} dearest lines` : "Every line"}
            figure={linesFigure(lines, { title: "Lines", currency })}
          />
        )}
      </QueryState>
    </div>
  );
}

/** Parts of a figure of costs that can be looked into by themselves; what is only counted cannot. */
function groupsOf(figure: Figure): { value: string; label: string }[] {
  const parts = figure.shape === "bars" ? figure.bars : figure.shape === "series" ? figure.series : [];
  return parts.flatMap(({ id, label }) => (id === OTHERS ? [] : [{ value: id, label }]));
}

/** The rows behind a point, for each line by itself. */
function Rows({ data, bucket }: Omit<BehindSheetProps, "onClose">) {
  const links = bucket ? pointLinks(data, bucket) : [];
  if (links.length === 0)
    return <EmptyState size="inline" title="The rows of this point cannot be told apart" />;
  return (
    <ul className="divide-y rounded-lg border">
      {links.map(({ id, label, value, href }) => (
        <li key={id} className="flex min-h-10 items-center gap-3 px-3 py-2">
          <Link href={href} className="text-primary-text min-w-0 flex-1 truncate hover:underline">
            {label}
          </Link>
          <span className="tabular text-muted-foreground">
            {value === null ? "none" : formatValue(value, data.figure.unit, data.figure.currency)}
          </span>
        </li>
      ))}
    </ul>
  );
}
