"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { CostScope } from "@/server/cost/schema";

/** A scope as it is typed: empty stands for everything. */
export type ScopeDraft = Record<keyof CostScope, string>;

const EVERY = "";

export const scopeDraft = (scope?: CostScope): ScopeDraft => ({
  team: scope?.team ?? EVERY,
  costCentre: scope?.costCentre ?? "",
  environment: scope?.environment ?? "",
});

export const scopeOf = ({ team, costCentre, environment }: ScopeDraft): CostScope => ({
  team: team || null,
  costCentre: costCentre.trim() || null,
  environment: environment.trim() || null,
});

interface ScopeFieldsProps {
  value: ScopeDraft;
  onChange: (scope: ScopeDraft) => void;
  issueAt: (...path: string[]) => string | undefined;
}

/** Team, cost centre and environment: of a budget, or of what was billed. */
export function ScopeFields({ value, onChange, issueAt }: ScopeFieldsProps) {
  const trpc = useTRPC();
  const teams = useQuery(trpc.identity.teams.list.queryOptions());
  const known = (teams.data ?? []).map(({ identifier, title }) => ({ value: identifier, label: title }));
  return (
    <div className="grid gap-4">
      <Field label="Team" error={issueAt("scope", "team")}>
        <Select
          value={value.team}
          onValueChange={(team) => onChange({ ...value, team })}
          options={[
            { value: EVERY, label: "Every team" },
            ...known,
            // A team that has gone keeps its budget, and its name here.
            ...(value.team === EVERY || known.some((team) => team.value === value.team)
              ? []
              : [{ value: value.team, label: value.team }]),
          ]}
        />
      </Field>
      <div className="grid grid-cols-2 gap-4">
        <Field label="Cost centre" error={issueAt("scope", "costCentre")}>
          <Input
            value={value.costCentre}
            onChange={(event) => onChange({ ...value, costCentre: event.target.value })}
          />
        </Field>
        <Field label="Environment" error={issueAt("scope", "environment")}>
          <Input
            value={value.environment}
            placeholder="production"
            onChange={(event) => onChange({ ...value, environment: event.target.value })}
          />
        </Field>
      </div>
    </div>
  );
}
