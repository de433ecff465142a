"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Combobox, MultiCombobox } from "@/components/ui/combobox";
import { itemDefinition } from "../kind";
import type { PropertyControlProps } from "./control-props";
import { useMayCreate } from "./use-may-create";
import { referenceKind, useReference } from "./use-reference";
import type { ReferenceKind } from "./use-reference";

const CreateEntity = dynamic(() => import("./create-entity").then((module) => module.CreateEntity), {
  ssr: false,
});

const textsOf = (value: PropertyControlProps["value"]): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === "string" && item !== "") : [];

/** One person, team or entity, found by typing and stored by its text. */
function ReferenceField({
  kind,
  definition,
  value,
  onChange,
  name,
  withdrawn,
  label,
  id,
}: PropertyControlProps & { kind: ReferenceKind }) {
  const values = typeof value === "string" && value !== "" ? [value] : [];
  const { chosen, ...reference } = useReference(definition, kind, { name, values, withdrawn });
  const creation = useCreation(kind, definition.blueprint, onChange);
  return (
    <>
      <Combobox
        {...reference}
        value={chosen[0] ?? null}
        onValueChange={(next) => onChange(next?.value ?? "")}
        create={creation.offer}
        {...(label && { label })}
        {...(id && { id })}
      />
      {creation.sheet}
    </>
  );
}

/** A person, stored by e-mail address. */
export const UserField = (props: PropertyControlProps) => <ReferenceField {...props} kind="user" />;

/** A team, stored by identifier. */
export const TeamField = (props: PropertyControlProps) => <ReferenceField {...props} kind="team" />;

/** An entity of the definition's blueprint, searched on the server and stored by identifier. */
export const EntityField = (props: PropertyControlProps) => <ReferenceField {...props} kind="entity" />;

/** Several people, teams or entities: one field that adds, and what was added, none twice. */
export function ReferencesField({
  definition,
  value,
  onChange,
  name,
  withdrawn,
  label,
  id,
}: PropertyControlProps) {
  const item = itemDefinition(definition);
  const kind = referenceKind(item) ?? "entity";
  const values = textsOf(value);
  const { chosen, ...reference } = useReference(item, kind, { name, values, withdrawn });
  const creation = useCreation(kind, item.blueprint, (created) => onChange([...values, created]));
  return (
    <>
      <MultiCombobox
        {...reference}
        value={chosen}
        onValueChange={(next) => onChange(next.map((option) => option.value))}
        create={creation.offer}
        {...(label && { label })}
        {...(id && { id })}
      />
      {creation.sheet}
    </>
  );
}

/** Offers to register what was typed and not found, where the reader may; `onCreated` takes its identifier. */
function useCreation(
  kind: ReferenceKind,
  blueprint: string | undefined,
  onCreated: (identifier: string) => void,
) {
  const [title, setTitle] = useState<string | null>(null);
  const may = useMayCreate(kind === "entity" ? blueprint : undefined);
  return {
    offer: may ? { label: (text: string) => `Create “${text}”…`, run: setTitle } : undefined,
    sheet:
      title !== null && blueprint !== undefined ? (
        <CreateEntity
          blueprint={blueprint}
          title={title}
          onCreated={onCreated}
          onClose={() => setTitle(null)}
        />
      ) : null,
  };
}
