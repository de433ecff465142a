"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { FigureCard } from "@/components/charts/figure-card";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { addDays } from "@/server/cost/core/billing/days";
import { UNALLOCATED } from "@/server/cost/core/billing/group-names";
import type { CostBy } from "./cost-figures";
import { linesFigure, MOST_LINES } from "./lines-figure";

interface CostLinesProps {
  span: { from: string; to: string; currency: string };
  by: CostBy;
  group: string;
  /** What people call the group. */
  name: string;
  /** The first and the last day of it; null: all of the span. */
  days: [string, string] | null;
  onClose: () => void;
}

/** The very lines of a group, the dearest first, each with what said whose it is. Comes into view, and takes the keyboard there. */
export function CostLines({ span, by, group, name, days, onClose }: CostLinesProps) {
  const trpc = useTRPC();
  const place = useRef<HTMLElement>(null);
  const query = useQuery(
    trpc.costs.lines.queryOptions({
      ...span,
      ...(days ? { from: days[0], to: addDays(days[1], 1) } : {}),
      by,
      group: group === UNALLOCATED ? null : group,
      limit: MOST_LINES,
    }),
  );
  const isThere = query.data !== undefined;
  useEffect(() => {
    if (!isThere) return;
    place.current?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: "nearest" });
  }, [isThere]);
  const when = days ? (days[0] === days[1] ? `, ${days[0]}` : `, ${days[0]} to ${days[1]}`) : "";
  return (
    <section ref={place} tabIndex={-1} aria-label="Lines" className="scroll-mt-16 outline-none">
      <QueryState query={query} what="lines">
        {(lines) => (
          <FigureCard
            description={lines.length === MOST_LINES ? `The ${MOST_LINES} dearest lines` : "Every line"}
            actions={
              <Button variant="ghost" size="icon-sm" aria-label="Close the lines" onClick={onClose}>
                <X aria-hidden />
              </Button>
            }
            figure={linesFigure(lines, {
              title: `Lines of ${group === UNALLOCATED ? "nobody" : name}${when}`,
              currency: span.currency,
            })}
          />
        )}
      </QueryState>
    </section>
  );
}
