"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { FigureCard } from "@/components/charts/figure-card";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { addDays } from "@/server/cost/core/billing/days";
import type { CostBy } from "./cost-figures";

const MOST = 200;

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

/** What said whose a line is, in words: "tag team" is "Tag: team". */
const givenBy = (text: string | null): string | null =>
  text === null
    ? null
    : text.replace(
        /^(\w)(\w*)(?: (.*))?$/,
        (_, first: string, rest: string, what?: string) =>
          `${first.toUpperCase()}${rest}${what ? `: ${what}` : ""}`,
      );

/** The very lines of a group, the dearest first, each with what said whose it is. Comes into view, and takes the keyboard there. */
export function CostLines({ span, by, group, name, days, onClose }: CostLinesProps) {
  const trpc = useTRPC();
  const place = useRef<HTMLElement>(null);
  const query = useQuery(
    trpc.costs.lines.queryOptions({
      ...span,
      ...(days ? { from: days[0], to: addDays(days[1], 1) } : {}),
      by,
      group: group === "(unallocated)" ? null : group,
      limit: MOST,
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
            description={lines.length === MOST ? `The ${MOST} dearest lines` : "Every line"}
            actions={
              <Button variant="ghost" size="icon-sm" aria-label="Close the lines" onClick={onClose}>
                <X aria-hidden />
              </Button>
            }
            figure={{
              shape: "table",
              title: `Lines of ${group === "(unallocated)" ? "nobody" : name}${when}`,
              unit: "money",
              currency: span.currency,
              direction: "none",
              sources: ["Bills of providers"],
              ...(lines.length ? {} : { note: "There is no line of it in this span." }),
              n: lines.length,
              columns: [
                { id: "day", label: "Day", kind: "text" },
                { id: "service", label: "Provider's service", kind: "text" },
                { id: "resource", label: "Resource", kind: "text" },
                { id: "description", label: "Charge", kind: "text" },
                { id: "allocatedBy", label: "Given by", kind: "text" },
                { id: "amount", label: "Cost", kind: "number", unit: "money" },
              ],
              rows: lines.map((line, n) => ({
                id: String(n),
                cells: {
                  day: line.day,
                  service: line.service ?? line.provider,
                  resource: line.resource,
                  description: line.description ?? line.category,
                  allocatedBy: givenBy(line.allocatedBy),
                  amount: Number(line.amount),
                },
              })),
            }}
          />
        )}
      </QueryState>
    </section>
  );
}
