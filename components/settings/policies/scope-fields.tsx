"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import { MultiCombobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { ComboboxOption } from "@/components/ui/option-search";
import type { PolicyScope } from "@/server/policy/schema";
import { OPERATION_WORDS } from "./policy-types";

interface ScopeFieldsProps {
  value: PolicyScope;
  onChange: (value: PolicyScope) => void;
}

const chosen = (values: readonly string[], options: readonly ComboboxOption[]): ComboboxOption[] =>
  // What is stored and no longer to be found stays visible under its identifier.
  values.map((value) => options.find((option) => option.value === value) ?? { value, label: value });

// By the words, and not by the schema, whose code has no place in the page.
const OPERATIONS = Object.entries(OPERATION_WORDS).map(([value, label]) => ({ value, label }));

/** Which runs a policy judges; an empty part holds for all. */
export function ScopeFields({ value, onChange }: ScopeFieldsProps) {
  const trpc = useTRPC();
  const actions = useQuery(trpc.actions.list.queryOptions());
  const blueprints = useQuery(trpc.catalog.blueprints.list.queryOptions());
  const parts = [
    {
      key: "actions",
      label: "Actions",
      options: (actions.data ?? []).map(({ identifier, title }) => ({ value: identifier, label: title })),
    },
    {
      key: "blueprints",
      label: "Blueprints",
      options: (blueprints.data ?? []).map(({ identifier, title }) => ({ value: identifier, label: title })),
    },
    { key: "operations", label: "Operations", options: OPERATIONS },
  ] as const;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {parts.map(({ key, label, options }) => (
        <Field key={key} label={label}>
          <MultiCombobox
            label={label}
            options={options}
            value={chosen(value[key], options)}
            placeholder="All"
            onValueChange={(next) =>
              onChange({ ...value, [key]: next.map((option) => option.value) } as PolicyScope)
            }
          />
        </Field>
      ))}
      <Field label="Environments" description="Identifiers, with commas between them.">
        <Input
          placeholder="All"
          defaultValue={value.environments.join(", ")}
          onChange={(event) =>
            onChange({
              ...value,
              environments: event.target.value
                .split(",")
                .map((name) => name.trim())
                .filter((name) => name !== ""),
            })
          }
        />
      </Field>
    </div>
  );
}
