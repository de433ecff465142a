"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import { Checkbox } from "@/components/ui/checkbox";
import { MultiCombobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import type { ComboboxOption } from "@/components/ui/option-search";
import { moderatorOf } from "@/server/catalog/core/permissions";
import type { Grant } from "@/server/catalog/schema";

interface GrantEditorProps {
  blueprint: string;
  grant: Grant;
  onChange: (grant: Grant) => void;
  /** What is granted, for assistive technology: "Read". */
  label: string;
}

/** Roles as people read them. */
export const roleName = (role: string, blueprint: string): string =>
  role === "Admin"
    ? "Administrators"
    : role === "Member"
      ? "Everybody"
      : role === moderatorOf(blueprint)
        ? "Moderators"
        : role;

const chosen = (
  values: readonly string[] | undefined,
  options: readonly ComboboxOption[],
): ComboboxOption[] =>
  // What is stored and no longer to be found stays visible under its identifier.
  (values ?? []).map((value) => options.find((option) => option.value === value) ?? { value, label: value });

/** Whom something is granted: whoever any part names. */
export function GrantEditor({ blueprint, grant, onChange, label }: GrantEditorProps) {
  const trpc = useTRPC();
  const teams = useQuery(trpc.identity.teams.list.queryOptions());
  const people = useQuery(trpc.identity.users.list.queryOptions());
  const roleOptions = ["Admin", moderatorOf(blueprint), "Member"].map((role) => ({
    value: role,
    label: roleName(role, blueprint),
  }));
  const teamOptions = (teams.data ?? []).map(({ identifier, title }) => ({
    value: identifier,
    label: title,
  }));
  const peopleOptions = (people.data ?? []).map(({ email, name }) => ({
    value: email,
    label: name,
    description: email,
  }));
  const parts = [
    { key: "roles", name: "Roles", options: roleOptions },
    { key: "teams", name: "Teams", options: teamOptions },
    { key: "users", name: "People", options: peopleOptions },
  ] as const;
  return (
    <div className="grid gap-3">
      {parts.map(({ key, name, options }) => (
        <Field key={key} label={name}>
          <MultiCombobox
            label={`${label}: ${name.toLowerCase()}`}
            options={options}
            value={chosen(grant[key], options)}
            placeholder={`Add ${name.toLowerCase()}…`}
            onValueChange={(next) => onChange({ ...grant, [key]: next.map(({ value }) => value) })}
          />
        </Field>
      ))}
      <Field label="Members of the owning team" orientation="inline">
        <Checkbox
          checked={grant.ownedByTeam === true}
          onCheckedChange={(ownedByTeam) => onChange({ ...grant, ownedByTeam })}
        />
      </Field>
    </div>
  );
}

/** A grant in words: "Administrators, Moderators and members of the owning team". */
export function grantWords(grant: Grant | undefined, blueprint: string): string {
  const parts = [
    ...(grant?.roles ?? []).map((role) => roleName(role, blueprint)),
    ...(grant?.teams ?? []).map((team) => `team ${team}`),
    ...(grant?.users ?? []),
    ...(grant?.ownedByTeam ? ["members of the owning team"] : []),
  ];
  if (parts.length === 0) return "Nobody";
  return parts.length === 1 ? String(parts[0]) : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
