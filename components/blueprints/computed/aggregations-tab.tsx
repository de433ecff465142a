"use client";

import { Sigma } from "lucide-react";
import dynamic from "next/dynamic";
import { labelOf } from "@/components/properties/kind";
import { EMPTY_QUERY, readQuery } from "@/components/query/query-types";
import { LoadingState, SkeletonLines } from "@/components/states/loading";
import { Card } from "@/components/ui/card";
import { Field, Fieldset } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { issueAt } from "@/components/definition-editor/issues";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { SelectAt, TextAt, useBound } from "@/components/definition-editor/bound-fields";
import { useEditor } from "../editor/editor-context";
import { IconAt } from "@/components/definition-editor/icon-picker";
import { KeyedSection } from "../editor/keyed-section";
import { functionOf, functionOptions, specFor } from "./aggregation-spec";
import type { AggregationFunction, CalculationSpec } from "./aggregation-spec";
import { PathFilterField } from "./path-filter-field";
import { TryIt } from "./try-it";
import { fieldOptions, valueFields } from "./value-fields";

const QueryEditor = dynamic(
  () => import("@/components/query/query-editor").then((module) => module.QueryEditor),
  {
    ssr: false,
    loading: () => (
      <LoadingState label="Loading the filter">
        <SkeletonLines />
      </LoadingState>
    ),
  },
);

const spans = [
  { value: "hour", label: "Hour" },
  { value: "day", label: "Day" },
  { value: "week", label: "Week" },
  { value: "month", label: "Month" },
];

/** Numbers over related entities. */
export function AggregationsTab() {
  const { blueprints } = useEditor();
  const titleOf = (identifier: string) =>
    blueprints.find((one) => one.identifier === identifier)?.title || identifier;
  return (
    <KeyedSection
      section="aggregations"
      create={() => ({
        title: "Aggregation",
        type: "number",
        target: "",
        calculationSpec: specFor("count", {}),
      })}
      line={(key, item) => {
        const name = functionOf((item.calculationSpec ?? {}) as CalculationSpec);
        const label = functionOptions.find(({ value }) => value === name)?.label ?? name;
        return {
          title: labelOf(key, item),
          detail: item.target ? `${label} · ${titleOf(String(item.target))}` : "No target yet",
          icon: <Sigma aria-hidden className="size-4" />,
        };
      }}
      about="An aggregation counts, sums or averages related entities: how often a service is deployed in a week."
    >
      {(key, path) => <AggregationForm itemKey={key} path={path} />}
    </KeyedSection>
  );
}

function AggregationForm({ itemKey, path }: { itemKey: string; path: DefinitionPath }) {
  const { blueprints, set } = useEditor();
  const item = (useBound(path).value ?? {}) as Record<string, unknown>;
  const target = typeof item.target === "string" ? item.target : "";
  return (
    <div className="grid grid-cols-1 items-start gap-4 @3xl:grid-cols-[minmax(0,1fr)_17rem]">
      <Card className="grid grid-cols-1 gap-4 p-4">
        <SelectAt
          path={[...path, "target"]}
          label="Over entities of"
          required
          placeholder="Choose a blueprint…"
          options={blueprints.map((one) => ({
            value: one.identifier,
            label: one.title || "This blueprint",
          }))}
          onValue={(next) => {
            // What is asked of the old target means nothing for another.
            const { query: _query, pathFilter: _filter, ...rest } = item;
            const spec = (item.calculationSpec ?? {}) as CalculationSpec;
            const { property: _property, measureTimeBy: _by, ...kept } = spec;
            set(path, { ...rest, target: next ?? "", calculationSpec: specFor(functionOf(spec), kept) });
          }}
        />
        <FunctionFields path={[...path, "calculationSpec"]} target={target} />
        {target !== "" && (
          <>
            <PathFilterField path={[...path, "pathFilter"]} target={target} />
            <FilterField path={[...path, "query"]} target={target} />
          </>
        )}
        <TextAt path={[...path, "description"]} label="Description" rows={2} />
        <IconAt path={[...path, "icon"]} />
      </Card>
      <TryIt kind="aggregation" itemKey={itemKey} ready={target !== ""} shape={{ type: "number" }} />
    </div>
  );
}

/** What is done with the entities, and what that needs to know. */
function FunctionFields({ path, target }: { path: DefinitionPath; target: string }) {
  const { blueprints } = useEditor();
  const { id, value, set, error } = useBound(path);
  const spec = (value ?? {}) as CalculationSpec;
  const name = functionOf(spec);
  const fields = target === "" ? [] : valueFields(blueprints, target);
  const numbers = fields.filter(({ definition }) => definition.type === "number");
  const dates = fields.filter(({ definition }) => definition.format === "date-time");
  const ofProperty = spec.calculationBy === "property";
  const overTime = name === "average" || name === "average-entities";
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Field id={id} label="Tell" required error={error && !ofProperty ? error : undefined}>
        <Select
          options={functionOptions}
          value={name}
          onValueChange={(next) => set(specFor(next as AggregationFunction, spec))}
        />
      </Field>
      {ofProperty && (
        <SelectAt
          path={[...path, "property"]}
          label="Of the property"
          required
          placeholder={numbers.length ? "Choose a property…" : "The target has no number"}
          options={fieldOptions(numbers)}
        />
      )}
      {overTime && (
        <>
          <SelectAt
            path={[...path, "averageOf"]}
            label="Per"
            required
            options={ofProperty ? [{ value: "total", label: "Entity" }, ...spans] : spans}
          />
          {spec.averageOf !== "total" && (
            <SelectAt
              path={[...path, "measureTimeBy"]}
              label="In time by"
              none="When it was created"
              options={fieldOptions(dates).filter((one) => one.value !== "$createdAt")}
            />
          )}
        </>
      )}
    </div>
  );
}

/** Conditions on the counted entities, by the editor that every filter has. */
function FilterField({ path, target }: { path: DefinitionPath; target: string }) {
  const { blueprints, issues } = useEditor();
  const { value, set } = useBound(path);
  const own = issues
    .filter((issue) => issueAt([issue], path))
    .map((issue) => ({ ...issue, path: issue.path.slice(path.length) }));
  return (
    <Fieldset legend="Only those that match" description="Without a condition, all of them count.">
      <QueryEditor
        label="Conditions"
        blueprints={blueprints}
        blueprint={target}
        value={readQuery(value) ?? EMPTY_QUERY}
        issues={own}
        onChange={(next) => set(next.rules.length === 0 ? undefined : next)}
      />
    </Fieldset>
  );
}
