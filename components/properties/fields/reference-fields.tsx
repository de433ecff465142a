"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Combobox } from "@/components/ui/combobox";
import type { ComboboxOption } from "@/components/ui/option-search";
import { useTRPC } from "@/components/trpc/provider";
import type { PropertyControlProps } from "./control-props";
import { useReferenceOptions } from "./reference-options";

const chosenOption = (
  value: PropertyControlProps["value"],
  options: readonly ComboboxOption[] | undefined,
): ComboboxOption | null => {
  if (typeof value !== "string" || value === "") return null;
  // What is stored and no longer to be found stays visible under its identifier.
  return options?.find((option) => option.value === value) ?? { value, label: value };
};

/** A person, stored by e-mail address. */
export function UserField({ value, onChange, label, id }: PropertyControlProps) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.identity.users.list.queryOptions());
  const options = data?.map((user) => ({ value: user.email, label: user.name, description: user.email }));
  return (
    <Combobox
      options={options ?? []}
      value={chosenOption(value, options)}
      onValueChange={(next) => onChange(next?.value ?? "")}
      placeholder="Find a person…"
      {...(label && { label })}
      {...(id && { id })}
    />
  );
}

/** A team, stored by identifier. */
export function TeamField({ value, onChange, label, id }: PropertyControlProps) {
  const trpc = useTRPC();
  const limited = useReferenceOptions().teams;
  const { data } = useQuery(trpc.identity.teams.list.queryOptions(undefined, { enabled: !limited }));
  const options =
    limited ??
    data?.map((team) => ({
      value: team.identifier,
      label: team.title,
      ...(team.title !== team.identifier && { description: team.identifier }),
    }));
  return (
    <Combobox
      options={options ?? []}
      value={chosenOption(value, options)}
      onValueChange={(next) => onChange(next?.value ?? "")}
      placeholder="Find a team…"
      {...(label && { label })}
      {...(id && { id })}
    />
  );
}

/** An entity of the definition's blueprint, searched on the server and stored by identifier. */
export function EntityField({ definition, value, onChange, label, id }: PropertyControlProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const blueprint = definition.blueprint ?? "";
  const identifier = typeof value === "string" ? value : "";
  const { data: known } = useQuery(
    trpc.catalog.entities.get.queryOptions(
      { blueprint, identifier },
      { enabled: blueprint !== "" && identifier !== "", retry: false },
    ),
  );
  const asOption = (entity: { identifier: string; title: string | null }): ComboboxOption => ({
    value: entity.identifier,
    label: entity.title ?? entity.identifier,
    ...(entity.title && entity.title !== entity.identifier && { description: entity.identifier }),
  });
  const load = async (text: string) => {
    const page = await queryClient.fetchQuery(
      trpc.catalog.entities.options.queryOptions({ blueprint, ...(text && { text }) }),
    );
    return page.map(asOption);
  };
  return (
    <Combobox
      loadOptions={load}
      value={identifier === "" ? null : known ? asOption(known) : { value: identifier, label: identifier }}
      onValueChange={(next) => onChange(next?.value ?? "")}
      placeholder="Search the catalog…"
      emptyText="No entity matches."
      {...(label && { label })}
      {...(id && { id })}
    />
  );
}
