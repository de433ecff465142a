"use client";

import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { SelectAt, useBound } from "@/components/definition-editor/bound-fields";
import { valueAt } from "@/components/definition-editor/path";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { modelFrom, queryFields } from "@/components/query/fields";
import { readQuery } from "@/components/query/query-types";
import { Combobox } from "@/components/ui/combobox";
import { Field, Fieldset } from "@/components/ui/field";
import { withValue } from "@/components/definition-editor/path";
import type { PropertyDefinition } from "@/server/properties/schema";
import { textsAt } from "../action-draft";
import { dynamicValues } from "../dynamic/dynamic-query";
import { subjectsOf } from "../dynamic/subjects";
import { useActionEditor } from "../editor-context";
import { QueryField } from "../query-field";
import { inputKindOf } from "./input-kinds";

/** For inputs that pick entities: of which blueprint, which of them, in which order. */
export function PickerFields({ path, inputKey }: { path: DefinitionPath; inputKey: string }) {
  const { definition } = useActionEditor();
  const input = valueAt(definition, path) as PropertyDefinition;
  const kind = inputKindOf(input).id;
  if (kind !== "entity" && kind !== "entities") return null;
  // A list says it of its items; older forms say it beside them.
  const beside = kind === "entity" || input.items?.blueprint === undefined;
  const holder =
    beside && input.blueprint !== undefined ? path : kind === "entity" ? path : [...path, "items"];
  const dataset =
    kind === "entities" && input.dataset !== undefined ? [...path, "dataset"] : [...holder, "dataset"];
  return (
    <>
      <BlueprintField path={[...holder, "blueprint"]} />
      <DatasetField path={dataset} holder={holder} input={path} inputKey={inputKey} />
      <SortFields
        path={[...(kind === "entities" && input.sort !== undefined ? path : holder), "sort"]}
        holder={holder}
      />
    </>
  );
}

function BlueprintField({ path }: { path: DefinitionPath }) {
  const { blueprints } = useActionEditor();
  const { id, value, set, error, touch } = useBound(path);
  const named = typeof value === "string" ? value : "";
  const options = blueprints.map((one) => ({
    value: one.identifier,
    label: one.title,
    description: one.identifier,
    icon: <NamedIcon name={one.icon} className="text-muted-foreground" />,
  }));
  return (
    <Field id={id} label="Blueprint" required error={error} description="Whose entities can be chosen.">
      <Combobox
        options={options}
        value={
          named === "" ? null : (options.find((one) => one.value === named) ?? { value: named, label: named })
        }
        placeholder="Find a blueprint…"
        emptyText="No blueprint matches."
        onValueChange={(next) => {
          touch();
          set(next?.value ?? "");
        }}
      />
    </Field>
  );
}

interface DatasetFieldProps {
  path: DefinitionPath;
  /** Of the picker's definition. */
  holder: DefinitionPath;
  /** Of the input's. */
  input: DefinitionPath;
  inputKey: string;
}

function DatasetField({ path, holder, input, inputKey }: DatasetFieldProps) {
  const { definition, blueprints, change } = useActionEditor();
  const { id, value, set } = useBound(path);
  const blueprint = valueAt(definition, [...holder, "blueprint"]);
  const query = value === undefined ? null : readQuery(value);
  if (typeof blueprint !== "string" || blueprint === "") return null;
  const waitFor = [...input, "dependsOn"];
  const dynamic = dynamicValues(subjectsOf(definition, blueprints, inputKey), ({ input: other }) => {
    if (other === undefined) return;
    // Choices that follow an input mean nothing before it has a value.
    change((before) => {
      const waits = textsAt(before, waitFor);
      return waits.includes(other) ? before : withValue(before, waitFor, [...waits, other]);
    });
  });
  return (
    <Fieldset
      legend={
        <span id={id} tabIndex={-1}>
          Which of them
        </span>
      }
      description="Only entities that meet these conditions can be chosen. A value may come from another input."
    >
      <QueryField
        path={path}
        label="Entities to choose from"
        blueprint={blueprint}
        query={query}
        unreadable={value !== undefined && query === null}
        onChange={(next) => set(next.rules.length === 0 ? undefined : next)}
        dynamic={dynamic}
      />
    </Fieldset>
  );
}

function SortFields({ path, holder }: { path: DefinitionPath; holder: DefinitionPath }) {
  const { definition, blueprints } = useActionEditor();
  const { value, set } = useBound(path);
  const blueprint = valueAt(definition, [...holder, "blueprint"]);
  if (typeof blueprint !== "string" || blueprint === "") return null;
  const sort = (value ?? {}) as { property?: string; order?: string };
  const options = queryFields(modelFrom(blueprints), blueprint)
    .filter(({ kind, definition: { type } }) => kind === "property" && type !== "object" && type !== "array")
    .map(({ key, title }) => ({ value: key, label: title }));
  return (
    <div className="grid gap-4 @xl:grid-cols-2">
      <SelectAt
        path={[...path, "property"]}
        label="Sorted by"
        none="Title"
        options={
          sort.property && !options.some((one) => one.value === sort.property)
            ? [...options, { value: sort.property, label: sort.property }]
            : options
        }
        onValue={(property) =>
          set(property === undefined ? undefined : { order: sort.order ?? "ASC", property })
        }
      />
      {sort.property !== undefined && (
        <SelectAt
          path={[...path, "order"]}
          label="Direction"
          required
          options={[
            { value: "ASC", label: "Ascending" },
            { value: "DESC", label: "Descending" },
          ]}
          onValue={(order) => set({ ...sort, order })}
        />
      )}
    </div>
  );
}
