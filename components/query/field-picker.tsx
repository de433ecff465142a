"use client";

import { useMemo } from "react";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { Combobox } from "@/components/ui/combobox";
import type { ComboboxOption } from "@/components/ui/option-search";
import { kindOf } from "@/server/properties/kind";
import { useQueryEditor } from "./editor-context";
import type { QueryField } from "./fields";
import type { Rule } from "./query-types";
import { ruleFor, ruleKind, withField } from "./rule";
import { fieldIdOf } from "./subject";

/** Conditions that are about no single field. The id cannot be a property's key: that has no space. */
const SPECIAL: readonly (ComboboxOption & { rule: Rule })[] = [
  {
    value: "related to",
    label: "Related to…",
    description: "Relation at any distance",
    rule: { operator: "relatedTo", blueprint: "", value: [] },
  },
  {
    value: "along a path",
    label: "Along a path…",
    description: "Relation by relation, up to so many hops",
    rule: { operator: "matchAny", property: { path: [] }, value: [] },
  },
  {
    value: "any of a type",
    label: "Any property of a type…",
    description: "Such as any address or any e-mail",
    rule: { operator: "=", propertySchema: { type: "string", format: "url" } },
  },
];

const ICONS: Partial<Record<string, string>> = {
  number: "Metric",
  boolean: "Checklist",
  "date-time": "Clock",
  timer: "Timer",
  user: "User",
  team: "Team",
  url: "Link",
  enum: "Tag",
  entity: "Link",
  markdown: "Docs",
  object: "JsonEditor",
  email: "Mail",
};

/** A field's own icon, else one for its kind. */
const iconOf = (field: QueryField): string =>
  field.icon ?? (field.kind === "relation" ? "Link" : (ICONS[kindOf(field.definition)] ?? "DefaultProperty"));

const asOption = (field: QueryField): ComboboxOption => ({
  value: field.id,
  label: field.title,
  description: field.group === "Property" ? field.key : `${field.group} · ${field.key}`,
  icon: <NamedIcon name={iconOf(field)} className="text-muted-foreground" />,
});

interface FieldPickerProps {
  id: string;
  rule: Rule;
  onChange: (rule: Rule) => void;
  label: string;
}

/** What a condition is about: found by typing among everything that it can be about. */
export function FieldPicker({ id, rule, onChange, label }: FieldPickerProps) {
  const { fields, fieldById } = useQueryEditor();
  const options = useMemo(
    () => [
      ...fields.map(asOption),
      ...SPECIAL.map(({ rule: _rule, ...option }) => ({
        ...option,
        icon: <NamedIcon name="Network" className="text-muted-foreground" />,
      })),
    ],
    [fields],
  );
  const kind = ruleKind(rule);
  const special = { relatedTo: SPECIAL[0], path: SPECIAL[1], type: SPECIAL[2] }[kind as "path"];
  const fieldId = fieldIdOf(rule);
  const chosen =
    options.find((option) => option.value === (kind === "field" ? fieldId : special?.value)) ??
    (fieldId === undefined ? null : { value: fieldId, label: fieldId });
  return (
    <Combobox
      id={id}
      label={label}
      options={options}
      value={chosen}
      placeholder="Find a property…"
      emptyText="No property matches."
      onValueChange={(next) => {
        const other = SPECIAL.find((one) => one.value === next?.value);
        if (other) return onChange(structuredClone(other.rule));
        const field = next && fieldById.get(next.value);
        if (!field) return;
        const before = fieldId === undefined ? undefined : fieldById.get(fieldId);
        onChange(kind === "field" ? withField(rule, before, field) : ruleFor(field));
      }}
    />
  );
}
