"use client";

import { useQuery } from "@tanstack/react-query";
import type { FormFailure } from "@/components/forms/form-failure";
import { useTRPC } from "@/components/trpc/provider";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { CONDITION_FIELDS } from "@/server/cost/core/billing/settings";
import type { Condition } from "./draft";
import { Rows } from "./rows";

interface TeamFieldProps {
  label: string;
  value: string;
  onChange: (team: string) => void;
  error?: string | undefined;
  description?: string;
  /** What no choice means. */
  none?: string;
}

/** A team of the portal. One that is gone keeps standing until another is chosen. */
export function TeamField({ label, value, onChange, error, description, none = "No team" }: TeamFieldProps) {
  const trpc = useTRPC();
  const teams = useQuery(trpc.identity.teams.list.queryOptions());
  const known = (teams.data ?? []).map(({ identifier, title }) => ({ value: identifier, label: title }));
  const other =
    value && !known.some((team) => team.value === value)
      ? [{ value, label: teams.data ? `${value} (no such team)` : value }]
      : [];
  return (
    <Field label={label} error={error} {...(description ? { description } : {})}>
      <Select
        options={[{ value: "", label: none }, ...known, ...other]}
        value={value}
        onValueChange={onChange}
      />
    </Field>
  );
}

/** Whose a cost is to be: each part may be left to what says it next. */
export function AssignFields({
  value,
  onChange,
  error,
}: {
  value: { team: string; environment: string; costCentre: string };
  onChange: (change: Partial<{ team: string; environment: string; costCentre: string }>) => void;
  error?: string | undefined;
}) {
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <TeamField
        label="Team"
        value={value.team}
        error={error}
        onChange={(team) => onChange({ team })}
        none="As told elsewhere"
      />
      <Field label="Environment">
        <Input
          value={value.environment}
          onChange={(event) => onChange({ environment: event.target.value })}
          placeholder="As told elsewhere"
        />
      </Field>
      <Field label="Cost centre">
        <Input
          value={value.costCentre}
          onChange={(event) => onChange({ costCentre: event.target.value })}
          placeholder="As told elsewhere"
        />
      </Field>
    </div>
  );
}

const FIELD_LABELS: Record<(typeof CONDITION_FIELDS)[number], string> = {
  provider: "Provider",
  billingAccountId: "Billing account",
  subAccountId: "Sub-account",
  serviceCategory: "Category of service",
  serviceName: "Provider's service",
  region: "Region",
  resourceId: "Resource",
  resourceType: "Type of resource",
};
const TAG = "tag:";
const OPERATORS = [
  { value: "is", label: "is" },
  { value: "startsWith", label: "starts with" },
  { value: "contains", label: "contains" },
  { value: "exists", label: "is there" },
] as const;

interface ConditionsProps {
  value: readonly Condition[];
  onChange: (when: Condition[]) => void;
  failure: FormFailure;
  /** Where the list stands in the settings. */
  path: readonly (string | number)[];
}

/** What a cost has to be like: all of these. */
export function Conditions({ value, onChange, failure, path }: ConditionsProps) {
  const missing = failure.exactly(...path);
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 text-sm font-medium">Where all of these hold</legend>
      <Rows
        noun="condition"
        rows={value}
        blank={{ field: "serviceName", operator: "is", value: "" } as Condition}
        onChange={onChange}
        nameOf={(_, index) => `condition ${index + 1}`}
      >
        {(condition, set, index) => {
          const tag = condition.field.startsWith(TAG);
          return (
            <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
              <Field label="What" required error={failure.at(...path, index, "field")}>
                <Select
                  options={[
                    ...Object.entries(FIELD_LABELS).map(([value, label]) => ({ value, label })),
                    { value: TAG, label: "Tag" },
                  ]}
                  value={tag ? TAG : condition.field}
                  onValueChange={(field) => set({ field })}
                />
              </Field>
              {tag && (
                <Field label="Key of the tag" required error={failure.at(...path, index, "field")}>
                  <Input
                    mono
                    value={condition.field.slice(TAG.length)}
                    onChange={(event) => set({ field: `${TAG}${event.target.value}` })}
                    placeholder="project"
                  />
                </Field>
              )}
              <Field label="How" required>
                <Select
                  options={OPERATORS}
                  value={condition.operator}
                  onValueChange={(operator) => set({ operator })}
                />
              </Field>
              {condition.operator !== "exists" && (
                <Field label="Value" required error={failure.at(...path, index, "value")}>
                  <Input value={condition.value} onChange={(event) => set({ value: event.target.value })} />
                </Field>
              )}
            </div>
          );
        }}
      </Rows>
      {missing && <p className="text-danger-text text-xs">{missing}</p>}
    </fieldset>
  );
}
