"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import { Combobox, MultiCombobox } from "@/components/ui/combobox";
import type { ComboboxOption } from "@/components/ui/option-search";
import { shapeOf } from "./fields";
import { ME, MY_TEAMS } from "./rule";
import { isContext } from "./subject";
import type { ContextValue } from "./subject";
import type { ValueEditorProps } from "./value-editor";

/** Stands for the reader among the options; no address and no identifier has a space. */
const READER = "the reader";

interface Choices {
  options?: readonly ComboboxOption[];
  loadOptions?: (text: string) => Promise<readonly ComboboxOption[]>;
  reader?: ComboboxOption;
  context?: ContextValue;
}

/** People, teams or entities to compare with, and "me" and "my teams", which differ by reader. */
export function ReferenceValue(props: ValueEditorProps) {
  switch (shapeOf(props.definition)) {
    case "user":
      return <PeopleValue {...props} />;
    case "team":
      return <TeamsValue {...props} />;
    default:
      return <EntitiesValue {...props} blueprint={props.definition.blueprint ?? ""} />;
  }
}

function PeopleValue(props: ValueEditorProps) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.identity.users.list.queryOptions());
  const options = data?.map((user) => ({ value: user.email, label: user.name, description: user.email }));
  return (
    <Chooser
      {...props}
      options={options ?? []}
      reader={{ value: READER, label: "Me", description: "Whoever reads" }}
      context={ME}
      placeholder="Find a person…"
    />
  );
}

function TeamsValue(props: ValueEditorProps) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.identity.teams.list.queryOptions());
  const options = data?.map((team) => ({
    value: team.identifier,
    label: team.title,
    ...(team.title !== team.identifier && { description: team.identifier }),
  }));
  return (
    <Chooser
      {...props}
      options={options ?? []}
      reader={{ value: READER, label: "My teams", description: "Of whoever reads" }}
      context={MY_TEAMS}
      placeholder="Find a team…"
    />
  );
}

/** Entities of a blueprint, found on the server. */
export function EntitiesValue({ blueprint, ...props }: ValueEditorProps & { blueprint: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const load = async (text: string): Promise<ComboboxOption[]> => {
    if (!blueprint) return [];
    const found = await queryClient.fetchQuery(
      trpc.catalog.entities.options.queryOptions({ blueprint, ...(text && { text }) }),
    );
    return found.map((entity) => ({
      value: entity.identifier,
      label: entity.title ?? entity.identifier,
      ...(entity.title && entity.title !== entity.identifier && { description: entity.identifier }),
    }));
  };
  // Another blueprint has other entities: what was found before must not be offered.
  return <Chooser key={blueprint} {...props} loadOptions={load} placeholder="Search the catalog…" />;
}

function Chooser({
  id,
  label,
  operand,
  value,
  onChange,
  options,
  loadOptions,
  reader,
  context,
  placeholder,
}: ValueEditorProps & Choices & { placeholder: string }) {
  const all = reader && options ? [reader, ...options] : options;
  const optionOf = (one: unknown): ComboboxOption => {
    const text = typeof one === "string" ? one : JSON.stringify(one);
    return all?.find((option) => option.value === text) ?? { value: text, label: text };
  };
  const chosen = isContext(value)
    ? [isReader(value, context) && reader ? reader : contextOption(value)]
    : (Array.isArray(value)
        ? (value as unknown[])
        : value === undefined || value === null
          ? []
          : [value]
      ).map(optionOf);
  const common = {
    id,
    label,
    placeholder,
    ...(loadOptions ? { loadOptions } : { options: all ?? [] }),
  };
  if (operand === "many")
    return (
      <MultiCombobox
        {...common}
        value={chosen}
        onValueChange={(next) => {
          const last = next.at(-1);
          // The reader stands alone: the published form has no list of them and others.
          if (last?.value === READER && context) return onChange(context);
          onChange(
            next.map((option) => option.value).filter((one) => one !== READER && !one.startsWith(CONTEXT)),
          );
        }}
      />
    );
  return (
    <Combobox
      {...common}
      value={chosen[0] ?? null}
      onValueChange={(next) => onChange(next?.value === READER && context ? context : next?.value)}
    />
  );
}

const CONTEXT = "context ";
const isReader = (value: ContextValue, context: ContextValue | undefined): boolean =>
  context !== undefined && value.context === context.context && value.property === context.property;
const contextOption = (value: ContextValue): ComboboxOption => ({
  value: `${CONTEXT}${value.context} ${value.property}`,
  label: `${value.context === "user" ? "My" : "My teams'"} ${value.property.replace(/^\$/, "")}`,
});
