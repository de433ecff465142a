"use client";

import { ArrowRight } from "lucide-react";
import { labelOf } from "@/components/properties/kind";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import type { RelationDefinition } from "@/server/catalog/schema";
import { cardinalityOptions } from "../cardinality-options";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { cardinality } from "../graph/model-edges";
import { CheckAt, SelectAt, TextAt, useBound } from "@/components/definition-editor/bound-fields";
import { useEditor } from "./editor-context";
import { KeyedSection } from "./keyed-section";

/** What entities point to. */
export function RelationsTab() {
  const { blueprints } = useEditor();
  const titleOf = (identifier: string) =>
    blueprints.find((one) => one.identifier === identifier)?.title || identifier;
  return (
    <KeyedSection
      section="relations"
      create={() => ({ target: "", required: false, many: false })}
      line={(key, item) => {
        const relation = item as unknown as RelationDefinition;
        return {
          title: labelOf(key, relation),
          detail: relation.target
            ? `${titleOf(relation.target)} · ${cardinality(relation)}`
            : "No target yet",
          icon: <ArrowRight aria-hidden className="size-4" />,
        };
      }}
      about="A relation points from an entity to others: a deployment to its service and its environment."
    >
      {(key, path) => <RelationForm itemKey={key} path={path} />}
    </KeyedSection>
  );
}

function RelationForm({ itemKey, path }: { itemKey: string; path: DefinitionPath }) {
  const { blueprints, definition, saved, set } = useEditor();
  const relation = definition.relations?.[itemKey];
  const stored = saved?.relations && Object.hasOwn(saved.relations, itemKey);
  const { id, error } = useBound([...path, "many"]);
  const fixed = "It cannot change once entities may have it: define a new relation instead.";
  return (
    <Card className="grid gap-4 p-4">
      <SelectAt
        path={[...path, "target"]}
        label="Leads to"
        required
        disabled={stored ?? false}
        description={stored ? fixed : undefined}
        placeholder="Choose a blueprint…"
        options={blueprints.map((one) => ({
          value: one.identifier,
          label: one.title || "This blueprint",
          ...(one === definition && one.title && { description: "this blueprint" }),
        }))}
      />
      <Field
        id={id}
        label="To how many"
        required
        error={error}
        disabled={stored ?? false}
        description={stored ? fixed : undefined}
      >
        <RadioGroup
          variant="cards"
          className="sm:grid-cols-2"
          options={cardinalityOptions}
          value={relation?.many ? "many" : "one"}
          onValueChange={(next) => {
            set([...path, "many"], next === "many");
            if (next === "many") set([...path, "required"], false);
          }}
        />
      </Field>
      <CheckAt
        path={[...path, "required"]}
        label="Required"
        off={false}
        disabled={relation?.many === true}
        description={
          relation?.many
            ? "A relation to many entities cannot be required."
            : "No entity is saved without one."
        }
      />
      <TextAt path={[...path, "description"]} label="Description" rows={2} />
    </Card>
  );
}
