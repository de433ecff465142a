"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { FigureCard } from "@/components/charts/figure-card";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { SectionCard } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import { savingsFigure, unitFigure, unitNumberFigure } from "./cost-figures";

interface UnitCostProps {
  /** Whole months, as days; the second is not in them. */
  span: { from: string; to: string; currency: string };
  lastMonth: string;
  /** The last day that is billed. */
  billedUntil: string | null;
  unit: string;
  onUnit: (unit: string) => void;
}

/** What one of a unit of work cost, month by month. */
export function UnitCost({ span, lastMonth, billedUntil, unit, onUnit }: UnitCostProps) {
  const trpc = useTRPC();
  const units = useQuery(trpc.costs.units.list.queryOptions());
  const known = units.data?.some(({ identifier }) => identifier === unit) ? unit : "services";
  const query = useQuery({
    ...trpc.costs.units.cost.queryOptions({
      unit: known,
      fromMonth: span.from.slice(0, 7),
      untilMonth: lastMonth.slice(0, 7),
      currency: span.currency,
    }),
    enabled: units.data !== undefined,
    placeholderData: keepPreviousData,
  });
  return (
    <QueryState query={query} what="the cost of a unit">
      {(cost) => (
        <FigureCard
          figure={
            cost.months.length === 1 ? unitNumberFigure(cost, billedUntil) : unitFigure(cost, billedUntil)
          }
          description="What was billed in a month, divided by how many there were"
        >
          <Select
            label="Unit of work"
            className="sm:w-56"
            options={(units.data ?? []).map(({ identifier, title }) => ({ value: identifier, label: title }))}
            value={known}
            onValueChange={onUnit}
          />
        </FigureCard>
      )}
    </QueryState>
  );
}

/** What lifetimes and automations saved, thing by thing. */
export function SavingsFigure({ span }: Pick<UnitCostProps, "span">) {
  const trpc = useTRPC();
  const query = useQuery(trpc.costs.savings.queryOptions({ from: span.from, to: span.to }));
  return (
    <QueryState query={query} what="the savings">
      {(savings) =>
        savings.things === 0 ? (
          <SectionCard title="Saved by lifetimes and schedules">
            <p className="text-muted-foreground">
              No lifetime or automation destroyed anything in these months. What one destroys saves its
              estimated cost for the rest of the month.
            </p>
          </SectionCard>
        ) : (
          <FigureCard
            figure={savingsFigure(savings, span.currency)}
            description="Things that a lifetime or an automation destroyed: their estimated cost a month, times the part of that month that was left."
          />
        )
      }
    </QueryState>
  );
}
