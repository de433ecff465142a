"use client";

import { useQuery } from "@tanstack/react-query";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { useBound } from "@/components/definition-editor/bound-fields";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { fieldsOf, shapeOf } from "@/components/query/fields";
import { useTRPC } from "@/components/trpc/provider";
import { Combobox, MultiCombobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import type { ComboboxOption } from "@/components/ui/option-search";
import { useBoard } from "../../board-context";
import { PAGE_BLUEPRINT } from "../new-widgets";
import type { WidgetField } from "./field";

type Of<C extends WidgetField["control"]> = Extract<WidgetField, { control: C }>;
export interface ControlProps<C extends WidgetField["control"]> {
  field: Of<C>;
  path: DefinitionPath;
}

interface OneProps {
  field: WidgetField & { none?: string };
  path: DefinitionPath;
  options: readonly ComboboxOption[] | undefined;
  /** How a chosen value stands in the widget, where that is not simply its text. */
  write?: (value: string) => unknown;
  read?: (value: unknown) => unknown;
}

/** One of a list that is found by typing. What is stored and no longer to be found stays visible under its name. */
function OneOf({ field, path, options = [], write, read }: OneProps) {
  const { id, value: stored, set, error, touch } = useBound(path);
  const value = read ? read(stored) : stored;
  const chosen =
    typeof value === "string" && value !== ""
      ? (options.find((option) => option.value === value) ?? { value, label: value })
      : null;
  return (
    <Field
      id={id}
      label={field.label}
      description={field.description}
      required={field.required ?? false}
      error={error}
    >
      <Combobox
        value={chosen}
        options={options}
        placeholder={field.none ?? "Choose…"}
        onValueChange={(next) => {
          touch();
          set(next ? (write ? write(next.value) : next.value) : undefined);
        }}
      />
    </Field>
  );
}

interface ManyProps extends Omit<OneProps, "write" | "read"> {
  write?: (values: string[]) => unknown;
  read?: (value: unknown) => string[];
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];

function ManyOf({ field, path, options = [], write, read = strings }: ManyProps) {
  const { id, value, set, error, touch } = useBound(path);
  const chosen = read(value).map(
    (one) => options.find((option) => option.value === one) ?? { value: one, label: one },
  );
  return (
    <Field
      id={id}
      label={field.label}
      description={field.description}
      required={field.required ?? false}
      error={error}
    >
      <MultiCombobox
        value={chosen}
        options={options}
        placeholder={chosen.length === 0 ? "Choose…" : "Add…"}
        onValueChange={(next) => {
          touch();
          const values = next.map((one) => one.value);
          set(values.length === 0 && !field.required ? undefined : write ? write(values) : values);
        }}
      />
    </Field>
  );
}

export function BlueprintControl({ field, path }: ControlProps<"blueprint">) {
  const blueprints = useQuery(useTRPC().catalog.blueprints.list.queryOptions());
  const { entitiesOf } = useBoard();
  const options = blueprints.data?.map(({ identifier, title, icon }) => ({
    value: identifier,
    label: title,
    icon: <NamedIcon name={icon} />,
  }));
  const ofPage = { value: PAGE_BLUEPRINT, label: "That of the page", icon: <NamedIcon name="Blueprint" /> };
  const all = entitiesOf === null || !options ? options : [ofPage, ...options];
  return <OneOf field={field} path={path} options={all} />;
}

/** The blueprint that a field names: on a page for entities it may be that of the page. */
export function useNamedBlueprint(named: string | undefined): string | undefined {
  const { entitiesOf } = useBoard();
  return named === PAGE_BLUEPRINT ? (entitiesOf ?? undefined) : named;
}

/** A property, a relation or a fact about the entity, of those that suit. */
export function PropertyControl({ field, path }: ControlProps<"property">) {
  const trpc = useTRPC();
  const of = useNamedBlueprint(field.blueprint);
  const ids = { identifier: of ?? "" };
  const enabled = of !== undefined;
  const blueprint = useQuery({ ...trpc.catalog.blueprints.get.queryOptions(ids), enabled });
  const properties = useQuery({ ...trpc.catalog.blueprints.properties.queryOptions(ids), enabled });
  const options =
    blueprint.data &&
    properties.data &&
    fieldsOf(blueprint.data, properties.data)
      .filter(({ definition }) => !field.shapes || field.shapes.includes(shapeOf(definition)))
      .map(({ id, title, group }) => ({ value: id, label: title, description: group }));
  return field.many ? (
    <ManyOf field={field} path={path} options={options} />
  ) : (
    <OneOf field={field} path={path} options={options} />
  );
}

export function ActionControl({ field, path }: ControlProps<"action">) {
  const actions = useQuery(useTRPC().actions.list.queryOptions({}));
  const options = actions.data?.map(({ identifier, title, icon }) => ({
    value: identifier,
    label: title,
    icon: <NamedIcon name={icon} fallback="action" />,
  }));
  if (!field.many) return <OneOf field={field} path={path} options={options} />;
  return (
    <ManyOf
      field={field}
      path={path}
      options={options}
      read={(value) =>
        Array.isArray(value) ? strings(value.map((one: { action?: unknown }) => one.action)) : []
      }
      write={(values) => values.map((action) => ({ action }))}
    />
  );
}

export function PersonControl({ field, path }: ControlProps<"person">) {
  const people = useQuery(useTRPC().identity.users.list.queryOptions());
  const options = people.data?.map(({ email, name }) => ({ value: email, label: name, description: email }));
  return <OneOf field={field} path={path} options={options} />;
}

/** A team; of a metric, as what the metric is about. */
export function TeamControl({ field, path }: ControlProps<"team">) {
  const teams = useQuery(useTRPC().identity.teams.list.queryOptions());
  const options = teams.data?.map(({ identifier, title }) => ({ value: identifier, label: title }));
  const isScope = path.at(-1) === "scope";
  return (
    <OneOf
      field={field}
      path={path}
      options={options}
      {...(isScope && {
        read: (value: unknown) => (value as { id?: unknown } | undefined)?.id,
        write: (id: string) => ({ kind: "team", id }),
      })}
    />
  );
}

export function MetricControl({ field, path }: ControlProps<"metric">) {
  const metrics = useQuery(useTRPC().metrics.list.queryOptions());
  const options = metrics.data?.map(({ id, title, question }) => ({
    value: id,
    label: title,
    description: question,
  }));
  return <OneOf field={field} path={path} options={options} />;
}
