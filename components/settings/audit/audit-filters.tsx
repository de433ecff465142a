"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { humanizeStatus } from "@/components/ui/status";
import { auditOrigins, auditParams, auditResources, auditStatuses } from "./audit-params";

const ANY = "any";
const originNames = { UI: "Portal", API: "API", JOB: "Jobs", SYSTEM: "System" } as const;
const isoDay = (date: Date | null): string => date?.toISOString().slice(0, 10) ?? "";

/** Filters of the audit log; each is part of the address. */
export function AuditFilters() {
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(auditParams);
  const { data: users = [] } = useQuery(trpc.identity.users.list.queryOptions());
  const filtered = Boolean(
    params.resource ?? params.actor ?? params.status ?? params.origin ?? params.from ?? params.to,
  );
  return (
    <>
      <Select
        label="Kind of object"
        className="w-40"
        value={params.resource ?? ANY}
        onValueChange={(value) =>
          void setParams({ resource: auditResources.find((resource) => resource === value) ?? null })
        }
        options={[
          { value: ANY, label: "Everything" },
          ...auditResources.map((resource) => ({
            value: resource,
            label: resource === "api_client" ? "API client" : humanizeStatus(resource),
          })),
        ]}
      />
      <Select
        label="Person"
        className="w-44"
        value={params.actor ?? ANY}
        onValueChange={(value) => void setParams({ actor: value === ANY ? null : value })}
        options={[
          { value: ANY, label: "Anyone" },
          ...users.map((user) => ({ value: user.id, label: user.name })),
        ]}
      />
      <Select
        label="Outcome"
        className="w-36"
        value={params.status ?? ANY}
        onValueChange={(value) =>
          void setParams({ status: auditStatuses.find((status) => status === value) ?? null })
        }
        options={[
          { value: ANY, label: "Any outcome" },
          { value: "SUCCESS", label: "Success" },
          { value: "FAILURE", label: "Failure" },
        ]}
      />
      <Select
        label="Through"
        className="w-32"
        value={params.origin ?? ANY}
        onValueChange={(value) =>
          void setParams({ origin: auditOrigins.find((origin) => origin === value) ?? null })
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
        onChange={(event) => void setParams({ from: event.target.valueAsDate })}
      />
      <Input
        type="date"
        aria-label="To day"
        className="w-36"
        value={isoDay(params.to)}
        min={isoDay(params.from) || undefined}
        onChange={(event) => void setParams({ to: event.target.valueAsDate })}
      />
      {filtered && (
        <Button
          variant="ghost"
          onClick={() =>
            void setParams({ resource: null, actor: null, status: null, origin: null, from: null, to: null })
          }
        >
          Clear filters
        </Button>
      )}
    </>
  );
}
