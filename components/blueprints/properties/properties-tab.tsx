"use client";

import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { labelOf } from "@/components/properties/kind";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { kindOf } from "@/server/properties/kind";
import type { PropertyDefinition } from "@/server/properties/schema";
import { REGISTRY } from "@/server/properties/types/registry";
import { idOfPath } from "@/components/definition-editor/path";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { TextAt } from "@/components/definition-editor/bound-fields";
import { useEditor } from "../editor/editor-context";
import { IconAt } from "@/components/definition-editor/icon-picker";
import { KeyedSection } from "../editor/keyed-section";
import { ConstraintFields } from "@/components/definition-editor/property/constraint-fields";
import { DefaultField } from "@/components/definition-editor/property/default-field";
import { KindPicker } from "@/components/definition-editor/property/kind-picker";
import { kindIcons } from "@/components/definition-editor/property/kinds";
import { MemberSchemaField } from "@/components/definition-editor/property/member-schema-field";
import { PropertyPreview } from "./property-preview";

/** What people and machines write about an entity. */
export function PropertiesTab() {
  const { definition } = useEditor();
  const required = definition.schema.required ?? [];
  return (
    <KeyedSection
      section="properties"
      create={() => ({ type: "string" })}
      line={(key, item) => {
        const property = item as PropertyDefinition;
        const kind = kindOf(property);
        return {
          title: labelOf(key, property),
          detail: `${REGISTRY[kind]?.label ?? kind}${required.includes(key) ? " · required" : ""}`,
          icon: <NamedIcon name={property.icon ?? kindIcons[kind]} />,
        };
      }}
      about="A property is a fact about an entity: its language, its address, when it expires."
    >
      {(key, path) => <PropertyForm propertyKey={key} path={path} />}
    </KeyedSection>
  );
}

function PropertyForm({ propertyKey, path }: { propertyKey: string; path: DefinitionPath }) {
  const { definition, saved, entityCount, set } = useEditor();
  const property = definition.schema.properties[propertyKey];
  if (!property) return null;
  const before = saved?.schema.properties[propertyKey];
  const retyped = before !== undefined && before.type !== property.type;
  const required = definition.schema.required ?? [];
  const isRequired = required.includes(propertyKey);
  return (
    <div className="grid items-start gap-4 @3xl:grid-cols-[minmax(0,1fr)_17rem]">
      <Card className="grid gap-4 p-4">
        <KindPicker
          path={path}
          label="Kind"
          note={
            retyped && entityCount > 0
              ? "Values are converted when the blueprint is saved; the report before it says which cannot be."
              : undefined
          }
        />
        <ConstraintFields path={path} />
        <MemberSchemaField path={path} />
        <Field
          id={idOfPath(["schema", "required", propertyKey])}
          label="Required"
          orientation="inline"
          description="No entity is saved without a value."
        >
          <Checkbox
            checked={isRequired}
            onCheckedChange={(on) =>
              set(
                ["schema", "required"],
                on ? [...required, propertyKey] : required.filter((key) => key !== propertyKey),
              )
            }
          />
        </Field>
        <DefaultField path={path} />
        <TextAt path={[...path, "description"]} label="Description" rows={2} />
        <IconAt path={[...path, "icon"]} />
      </Card>
      <PropertyPreview
        key={`${propertyKey} ${kindOf(property)}`}
        propertyKey={propertyKey}
        definition={property}
        required={isRequired}
      />
    </div>
  );
}
