"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { TableFilter } from "@/components/data-table/table-filter";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { humanizeStatus } from "@/components/ui/status";
import {
  auditActions,
  auditOrigins,
  auditParams,
  auditResources,
  auditStatuses,
  isFiltered,
  NO_FILTERS,
} from "./audit-params";

const ANY = "any";
const originNames = { UI: "Portal", API: "API", JOB: "Jobs", SYSTEM: "System" } as const;
const isoDay = (date: Date | null): string => date?.toISOString().slice(0, 10) ?? "";

/** Filters of the audit log; each is part of the address. */
export function AuditFilters() {
  const [params, setParams] = useQueryStates(auditParams);
  const rarer = Boolean(params.blueprint ?? params.action ?? params.origin ?? params.from ?? params.to);
  const [more, setMore] = useState(rarer);
  return (
    <div className="grid w-full gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <TableFilter
          label="Identifier of the object"
          value={params.object}
          onChange={(object) => setParams({ object: object || null })}
        />
        <Select
          label="Kind of object"
          className="w-40"
          value={params.resource ?? ANY}
          onValueChange={(value) =>
            setParams({ resource: auditResources.find((resource) => resource === value) ?? null })
          }
          options={[
            { value: ANY, label: "Everything" },
            ...auditResources.map((resource) => ({
              value: resource,
              label: resource === "api_client" ? "API client" : humanizeStatus(resource),
            })),
          ]}
        />
        <People />
        <Select
          label="Outcome"
          className="w-36"
          value={params.status ?? ANY}
          onValueChange={(value) =>
            setParams({ status: auditStatuses.find((status) => status === value) ?? null })
          }
          options={[
            { value: ANY, label: "Any outcome" },
            { value: "SUCCESS", label: "Success" },
            { value: "FAILURE", label: "Failure" },
          ]}
        />
        <Button variant="ghost" aria-expanded={more} onClick={() => setMore(!more)}>
          {more ? "Fewer filters" : "More filters"}
        </Button>
        {isFiltered(params) && (
          <Button variant="ghost" onClick={() => setParams(NO_FILTERS)}>
            Clear filters
          </Button>
        )}
      </div>
      {more && <RarerFilters />}
    </div>
  );
}

function People() {
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(auditParams);
  const { data: users = [] } = useQuery(trpc.identity.users.list.queryOptions());
  return (
    <Select
      label="Person"
      className="w-44"
      value={params.actor ?? ANY}
      onValueChange={(value) => setParams({ actor: value === ANY ? null : value })}
      options={[
        { value: ANY, label: "Anyone" },
        ...users.map((user) => ({ value: user.id, label: user.name })),
      ]}
    />
  );
}

function RarerFilters() {
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(auditParams);
  const { data: blueprints = [] } = useQuery(trpc.catalog.blueprints.list.queryOptions());
  const options = blueprints.map(({ identifier, title }) => ({ value: identifier, label: title }));
  // A blueprint that is gone still has its entries.
  const chosen = params.blueprint !== null && { value: params.blueprint, label: params.blueprint };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <div className="w-48">
        <Combobox
          label="Blueprint"
          placeholder="Any blueprint"
          options={options}
          value={options.find(({ value }) => value === params.blueprint) ?? (chosen || null)}
          onValueChange={(next) => setParams({ blueprint: next?.value ?? null })}
        />
      </div>
      <Select
        label="What was done"
        className="w-44"
        value={params.action ?? ANY}
        onValueChange={(value) =>
          setParams({ action: auditActions.find((action) => action === value) ?? null })
        }
        options={[
          { value: ANY, label: "Any deed" },
          ...auditActions.map((action) => ({ value: action, label: humanizeStatus(action) })),
        ]}
      />
      <Select
        label="Through"
        className="w-32"
        value={params.origin ?? ANY}
        onValueChange={(value) =>
          setParams({ origin: auditOrigins.find((origin) => origin === value) ?? null })
        }
        options={[
          { value: ANY, label: "Any way" },
          ...auditOrigins.map((origin) => ({ value: origin, label: originNames[origin] })),
        ]}
      />
      <Input
        type="date"
        aria-label="From day"
        className="w-36"
        value={isoDay(params.from)}
        max={isoDay(params.to) || undefined}
        onChange={(event) => setParams({ from: event.target.valueAsDate })}
      />
      <Input
        type="date"
        aria-label="To day"
        className="w-36"
        value={isoDay(params.to)}
        min={isoDay(params.from) || undefined}
        onChange={(event) => setParams({ to: event.target.valueAsDate })}
      />
    </div>
  );
}
