"use client";

import { useQuery } from "@tanstack/react-query";
import { FigureCard } from "@/components/charts/figure-card";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { addDays } from "@/server/cost/core/billing/days";
import { type CostBy, nameOfGroup } from "./cost-figures";

const MOST = 200;

interface CostLinesProps {
  span: { from: string; to: string; currency: string };
  by: CostBy;
  group: string;
  /** The only day of it. */
  day?: string;
}

/** The very lines of a group, the dearest first, each with what said whose it is. */
export function CostLines({ span, by, group, day }: CostLinesProps) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.costs.lines.queryOptions({
      ...span,
      ...(day ? { from: day, to: addDays(day, 1) } : {}),
      by,
      group: group === "(unallocated)" ? null : group,
      limit: MOST,
    }),
  );
  return (
    <QueryState query={query} what="lines">
      {(lines) => (
        <FigureCard
          description={lines.length === MOST ? `The ${MOST} dearest lines` : "Every line"}
          figure={{
            shape: "table",
            title: `Lines of ${group === "(unallocated)" ? "nobody" : nameOfGroup(group)}${day ? `, ${day}` : ""}`,
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
                allocatedBy: line.allocatedBy,
                amount: Number(line.amount),
              },
            })),
          }}
        />
      )}
    </QueryState>
  );
}
