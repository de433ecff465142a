"use client";

import { useBound } from "@/components/definition-editor/bound-fields";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { labelOf } from "@/components/properties/kind";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { useActionEditor } from "../editor-context";
import { PairsField } from "./pairs-field";
import { TemplateField } from "./template-field";

interface MappingFieldsProps {
  path: DefinitionPath;
  blueprint: string | undefined;
  /** Whether an action need not have one. */
  optional?: boolean;
}

const START = { identifier: "", properties: {}, relations: {} };

/** How the entity that comes of it is made: its identifier, title, team, properties and relations. */
export function MappingFields({ path, blueprint, optional = false }: MappingFieldsProps) {
  const { blueprints } = useActionEditor();
  const { value, set } = useBound(path);
  const model = blueprints.find(({ identifier }) => identifier === blueprint);
  const computed = new Set([
    ...Object.keys(model?.mirrorProperties ?? {}),
    ...Object.keys(model?.calculationProperties ?? {}),
    ...Object.keys(model?.aggregationProperties ?? {}),
  ]);
  const properties = Object.entries(model?.schema.properties ?? {})
    .filter(([key]) => !computed.has(key))
    .map(([key, property]) => ({
      key,
      label: labelOf(key, property),
      hint: property.format ? `${property.type}, ${property.format}` : property.type,
      required: Array.isArray(model?.schema.required) && model.schema.required.includes(key),
    }));
  const relations = Object.entries(model?.relations ?? {}).map(([key, relation]) => ({
    key,
    label: labelOf(key, relation),
    hint: relation.many ? `several ${relation.target}` : relation.target,
    required: relation.required ?? false,
  }));
  if (value === undefined)
    return (
      <SectionCard
        title="Entity"
        description="What is made can stand in the catalog, kept up to date by each run."
        actions={
          <Button size="sm" onClick={() => set(START)}>
            Register an entity
          </Button>
        }
      >
        <p className="text-muted-foreground text-sm">Nothing is registered in the catalog.</p>
      </SectionCard>
    );
  return (
    <SectionCard
      title={`Entity: ${model?.title ?? blueprint ?? "of the blueprint"}`}
      description="Written when the run has succeeded. A property without a value is left as it is."
      actions={
        optional && (
          <Button size="sm" variant="ghost" onClick={() => set(undefined)}>
            Register nothing
          </Button>
        )
      }
    >
      <div className="grid gap-6">
        <div className="grid gap-4 sm:grid-cols-2">
          <TemplateField
            path={[...path, "identifier"]}
            label="Identifier"
            required
            placeholder="{{ .inputs.name }}"
          />
          <TemplateField path={[...path, "title"]} label="Title" />
          <TemplateField
            path={[...path, "team"]}
            label="Owning team"
            description="Its leads may be asked to approve."
          />
          <TemplateField path={[...path, "icon"]} label="Icon" />
        </div>
        <PairsField
          path={[...path, "properties"]}
          label="Properties"
          noun="property"
          {...(model && { keys: properties })}
        />
        {(!model || relations.length > 0) && (
          <PairsField
            path={[...path, "relations"]}
            label="Relations"
            noun="relation"
            description="A whole entity, or its identifier."
            {...(model && { keys: relations })}
          />
        )}
      </div>
    </SectionCard>
  );
}
