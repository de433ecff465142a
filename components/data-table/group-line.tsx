"use client";

import { ChevronRight } from "lucide-react";
import { readFailure } from "@/components/states/domain-error";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { formatCount } from "@/components/ui/format";
import { Skeleton } from "@/components/ui/skeleton";
import type { RowGroup, TableLine } from "./columns";

/** The heading of a group, as a button that opens and closes it. */
export function GroupHeading<Row>({ group }: { group: RowGroup<Row> }) {
  return (
    <button
      type="button"
      data-row-focus
      aria-expanded={group.open}
      aria-label={`${group.label}, ${formatCount(group.count)}`}
      onClick={group.onToggle}
      className="inline-flex h-full min-w-0 items-center gap-2 rounded-xs font-medium"
    >
      <ChevronRight
        aria-hidden
        className={cn("text-muted-foreground size-4 transition-transform", group.open && "rotate-90")}
      />
      {group.title}
      <span className="text-muted-foreground tabular text-xs font-normal">{formatCount(group.count)}</span>
    </button>
  );
}

/** What stands for the rest of an open group: that it loads, why it does not, or a way to more. */
export function GroupRest<Row>({
  line: { kind, group },
}: {
  line: Exclude<TableLine<Row>, { kind: "row" | "group" }>;
}) {
  if (kind === "loading") return <Skeleton className="w-1/3" />;
  if (kind === "failed")
    return <span className="text-danger text-xs">{readFailure(group.error).message}</span>;
  return (
    <Button
      size="sm"
      variant="ghost"
      className="text-muted-foreground -ml-2"
      onClick={() => group.onMore?.()}
    >
      Show more of {group.label}
    </Button>
  );
}

/** A line of a grouped table that is no row of data. */
export function GroupLine<Row>({
  line,
  columns,
}: {
  line: Exclude<TableLine<Row>, { kind: "row" }>;
  columns: number;
}) {
  const isHeading = line.kind === "group";
  return (
    <tr className="group/row">
      <td
        colSpan={columns}
        className={cn(
          "border-border/70 h-9 border-b px-3 group-last/row:border-b-0 first:pl-4",
          isHeading && "bg-muted/50",
        )}
      >
        <span className="sticky left-4 inline-flex h-full items-center">
          {line.kind === "group" ? (
            <GroupHeading group={line.group} />
          ) : (
            <GroupRest line={{ kind: line.kind, group: line.group }} />
          )}
        </span>
      </td>
    </tr>
  );
}
