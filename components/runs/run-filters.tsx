"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import { backendLabel } from "@/components/actions/admin/backend-label";
import { TableFilter } from "@/components/data-table/table-filter";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { InvocationKind } from "@/server/pipelines/schema";
import { RUN_FILTERS, runFilterKeys, SOURCES } from "./list-params";
import type { RunListState, Source, runListParsers } from "./list-params";
import type { ChangeOf } from "@/components/url-state/parsers";

type Change = ChangeOf<typeof runListParsers>;

const ANY = " any";

const FIELDS = [
  { key: "action", label: "Action" },
  { key: "blueprint", label: "Blueprint" },
  { key: "team", label: "Team" },
  { key: "requester", label: "Requester" },
  { key: "backend", label: "Backend" },
  { key: "environment", label: "Environment" },
] as const;

const dayOf = (date: Date | null): string => date?.toISOString().slice(0, 10) ?? "";
const dateOf = (day: string): Date | null => (day === "" ? null : new Date(`${day}T00:00:00Z`));

/** What narrows the list of runs. Fields in which all runs are alike are left out, unless the address names one. */
export function RunFilters({ state, onChange }: { state: RunListState; onChange: (change: Change) => void }) {
  const trpc = useTRPC();
  const facets = useQuery(trpc.runs.facets.queryOptions(undefined, { staleTime: 30_000 }));
  return (
    <>
      <TableFilter label="Filter runs" value={state.q} onChange={(q) => onChange({ q })} />
      <Select
        label="Status"
        className="w-auto"
        value={state.show}
        onValueChange={(show) => onChange({ show })}
        options={runFilterKeys.map((key) => ({ value: key, label: RUN_FILTERS[key].label }))}
      />
      {FIELDS.map(({ key, label }) => {
        const known = (facets.data ?? []).filter(({ facet }) => facet === key);
        const value = state[key];
        if (known.length < 2 && value === "") return null;
        const options = known.map((one) => ({
          value: one.value,
          label: key === "backend" ? backendLabel(one.value as InvocationKind) : one.label,
        }));
        return (
          <Select
            key={key}
            label={label}
            className="w-auto max-w-56"
            value={value === "" ? ANY : value}
            options={[
              { value: ANY, label: `${label}: any` },
              ...options,
              ...(value === "" || options.some((one) => one.value === value)
                ? []
                : [{ value, label: value }]),
            ]}
            onValueChange={(next) => onChange({ [key]: next === ANY ? null : next } as Change)}
          />
        );
      })}
      <Select
        label="Requested through"
        className="w-auto"
        value={state.source ?? ANY}
        options={[
          { value: ANY, label: "Through: any" },
          ...(Object.keys(SOURCES) as Source[]).map((value) => ({ value, label: SOURCES[value] })),
        ]}
        onValueChange={(next) => onChange({ source: next === ANY ? null : (next as Source) })}
      />
      <span className="flex items-center gap-1.5">
        <DayField label="Requested from" value={state.from} onChange={(from) => onChange({ from })} />
        <span aria-hidden className="text-muted-foreground">
          –
        </span>
        <DayField label="Requested until" value={state.to} onChange={(to) => onChange({ to })} />
      </span>
      {state.entity !== "" && (
        <Button variant="secondary" onClick={() => onChange({ entity: null })}>
          Entity: {state.entity} ×
        </Button>
      )}
      <Button
        variant={state.mine ? "secondary" : "ghost"}
        aria-pressed={state.mine}
        onClick={() => onChange({ mine: !state.mine })}
      >
        Mine
      </Button>
    </>
  );
}

function DayField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: Date | null;
  onChange: (value: Date | null) => void;
}) {
  return (
    <Input
      type="date"
      aria-label={label}
      className="w-36"
      value={dayOf(value)}
      onChange={(event) => onChange(dateOf(event.target.value))}
    />
  );
}
