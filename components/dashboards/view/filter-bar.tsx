"use client";

import { useQuery } from "@tanstack/react-query";
import { ListFilter, UserCheck } from "lucide-react";
import dynamic from "next/dynamic";
import { useId, useState } from "react";
import type { ReactNode } from "react";
import { RANGES } from "@/components/insights/insight-params";
import type { RangeId } from "@/components/insights/insight-params";
import { useTRPC } from "@/components/trpc/provider";
import { CountBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { useQueryStates } from "@/components/url-state/use-query-state";
import type { PageDefinition } from "@/server/dashboards/schema";
import type { BoardFilter } from "./board-params";
import { boardParams } from "./board-params";
import { FilterChips } from "./filter-chips";

const FilterEditor = dynamic(() => import("./filter-editor").then((one) => one.FilterEditor), { ssr: false });

/** Stands for the range that the page has by itself. */
const OWN = "own";

/** What the whole page is about: a range of time, filters, one's own teams. All of it is in the address. */
export function FilterBar({ definition, beside }: { definition: PageDefinition; beside?: ReactNode }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [{ range, filters, mine }, set] = useQueryStates(boardParams, { history: "push" });
  const shown = filters ?? (definition.filters as unknown as BoardFilter[] | undefined) ?? [];
  const trpc = useTRPC();
  const blueprints = useQuery({
    ...trpc.catalog.blueprints.list.queryOptions(),
    enabled: open || shown.length > 0,
  });
  return (
    <div className="grid gap-2 print:hidden">
      <div className="flex flex-wrap items-center gap-2" role="group" aria-label="What the page is about">
        <Select
          label="Range of time"
          className="sm:w-48"
          options={[{ value: OWN, label: ownWords(definition) }, ...RANGES]}
          value={range ?? OWN}
          onValueChange={(value) => set({ range: value === OWN ? null : (value as RangeId) })}
        />
        <Button aria-pressed={mine} onClick={() => set({ mine: !mine })} className={mine ? "bg-accent" : ""}>
          <UserCheck aria-hidden /> My teams
        </Button>
        <Button aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>
          <ListFilter aria-hidden /> Filters
          {shown.length > 0 && <CountBadge count={shown.length} label="filters" />}
        </Button>
        {(filters !== null || mine || range !== null) && (
          <Button variant="ghost" onClick={() => set({ filters: null, mine: null, range: null })}>
            Back to the page’s own
          </Button>
        )}
        {beside}
      </div>
      {!open && shown.length > 0 && blueprints.data && (
        <FilterChips
          filters={shown}
          blueprints={blueprints.data}
          onEdit={() => setOpen(true)}
          onChange={(next) => set({ filters: next })}
        />
      )}
      {open && blueprints.data && (
        <FilterEditor
          id={id}
          filters={shown}
          blueprints={blueprints.data}
          onChange={(next) => set({ filters: next }, { history: "replace" })}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}

function ownWords({ range }: PageDefinition): string {
  if (!range) return "As each widget says";
  if ("last" in range) return RANGES.find(({ value }) => value === range.last)?.label ?? `Last ${range.last}`;
  return `${range.from} to ${range.to}`;
}
