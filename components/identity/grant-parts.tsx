"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import { MultiCombobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import type { ComboboxOption } from "@/components/ui/option-search";

/** Whom something is granted: whoever any part names. People by e-mail address, teams by identifier. */
export interface Granted {
  roles?: string[];
  teams?: string[];
  users?: string[];
}

interface GrantPartsProps {
  value: Granted;
  onChange: (part: Partial<Granted>) => void;
  roles: readonly ComboboxOption[];
  /** What is granted, for assistive technology: "Read". */
  label: string;
}

const chosen = (
  values: readonly string[] | undefined,
  options: readonly ComboboxOption[],
): ComboboxOption[] =>
  // What is stored and no longer to be found stays visible under its identifier.
  (values ?? []).map((value) => options.find((option) => option.value === value) ?? { value, label: value });

/** Pickers of the roles, teams and people that a grant names. */
export function GrantParts({ value, onChange, roles, label }: GrantPartsProps) {
  const trpc = useTRPC();
  const teams = useQuery(trpc.identity.teams.list.queryOptions());
  const people = useQuery(trpc.identity.users.list.queryOptions());
  const parts = [
    { key: "roles", name: "Roles", options: roles },
    {
      key: "teams",
      name: "Teams",
      options: (teams.data ?? []).map(({ identifier, title }) => ({ value: identifier, label: title })),
    },
    {
      key: "users",
      name: "People",
      options: (people.data ?? []).map(({ email, name }) => ({
        value: email,
        label: name,
        description: email,
      })),
    },
  ] as const;
  return parts.map(({ key, name, options }) => (
    <Field key={key} label={name}>
      <MultiCombobox
        label={`${label}: ${name.toLowerCase()}`}
        options={options}
        value={chosen(value[key], options)}
        placeholder={`Add ${name.toLowerCase()}…`}
        onValueChange={(next) => onChange({ [key]: next.map((one) => one.value) })}
      />
    </Field>
  ));
}
