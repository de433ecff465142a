"use client";

import { CheckAt, NumberAt, SelectAt, TextAt, useBound } from "@/components/definition-editor/bound-fields";
import { IconAt } from "@/components/definition-editor/icon-picker";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { kindOfWidget } from "../../widgets/widget-kinds";
import type { Widget } from "@/server/dashboards/core/widgets/union";
import { withChart } from "./chart-fields";
import {
  ActionControl,
  BlueprintControl,
  MetricControl,
  PersonControl,
  PropertyControl,
  TeamControl,
} from "./choice-controls";
import type { Given, WidgetField } from "./field";
import { GridControl, GroupsControl } from "./group-controls";
import { ConditionsControl, EntityControl, LinksControl, QueryControl, SortControl } from "./part-controls";
import { PlaceholderHints } from "./placeholder-hints";
import { widgetFields } from "./widget-fields";

/** The form of one widget, which stands at a path of the widget that is edited: [] is that one itself. */
export function WidgetForm({ base }: { base: DefinitionPath }) {
  const { value, set } = useBound(base);
  const given = value as Given;
  const kind = kindOfWidget(given.type as Widget["type"]);
  return (
    <div className="grid gap-5">
      <TextAt path={[...base, "title"]} label="Title" placeholder={kind.label} />
      {given.type === "markdown" && (
        <SelectAt
          path={[...base, "source"]}
          label="The text is"
          options={[{ value: "property", label: "A property of an entity" }]}
          none="My own"
          onValue={(source) => {
            const { id, type, title } = given;
            const own = source ? { source } : { markdown: "" };
            set({ ...(id !== undefined && { id }), type, ...(title !== undefined && { title }), ...own });
          }}
        />
      )}
      {widgetFields(given).map((field) => (
        <Control
          key={`${field.control} ${field.path.join(".")}`}
          field={field}
          path={[...base, ...field.path]}
          onChart={(chart) => set(withChart(given, chart))}
        />
      ))}
      <PlaceholderHints given={given} />
      <details className="group">
        <summary className="text-muted-foreground cursor-pointer text-sm">Icon and description</summary>
        <div className="mt-3 grid gap-4">
          <IconAt path={[...base, "icon"]} />
          <TextAt path={[...base, "description"]} label="Description" rows={2} />
        </div>
      </details>
    </div>
  );
}

interface ControlProps {
  field: WidgetField;
  path: DefinitionPath;
  onChart: (chart: string) => void;
}

function Control({ field, path, onChart }: ControlProps) {
  const common = {
    path,
    label: field.label,
    required: field.required ?? false,
    ...(field.description !== undefined && { description: field.description }),
  };
  switch (field.control) {
    case "text":
      return (
        <TextAt
          {...common}
          mono={field.mono ?? false}
          {...(field.rows && { rows: field.rows })}
          {...(field.placeholder && { placeholder: field.placeholder })}
        />
      );
    case "number":
      return <NumberAt {...common} />;
    case "check":
      return <CheckAt {...common} />;
    case "select":
      return (
        <SelectAt
          {...common}
          options={field.options}
          {...(field.none !== undefined && { none: field.none })}
          {...(field.resets && { onValue: (value: string | undefined) => value && onChart(value) })}
        />
      );
    case "blueprint":
      return <BlueprintControl field={field} path={path} />;
    case "property":
      return <PropertyControl field={field} path={path} />;
    case "entity":
      return <EntityControl field={field} path={path} />;
    case "query":
      return <QueryControl field={field} path={path} />;
    case "action":
      return <ActionControl field={field} path={path} />;
    case "person":
      return <PersonControl field={field} path={path} />;
    case "team":
      return <TeamControl field={field} path={path} />;
    case "metric":
      return <MetricControl field={field} path={path} />;
    case "links":
      return <LinksControl field={field} path={path} />;
    case "conditions":
      return <ConditionsControl field={field} path={path} />;
    case "sort":
      return <SortControl field={field} path={path} />;
    case "groups":
      return <GroupsControl field={field} path={path} />;
    case "grid":
      return <GridControl field={field} path={path} />;
  }
}
