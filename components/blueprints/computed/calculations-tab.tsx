"use client";

import { SquareFunction } from "lucide-react";
import { useRef } from "react";
import { labelOf } from "@/components/properties/kind";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { Kind } from "@/server/properties/kind";
import { REGISTRY } from "@/server/properties/types/registry";
import { withValue } from "@/components/definition-editor/path";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { CheckAt, SelectAt, TextAt, useBound } from "@/components/definition-editor/bound-fields";
import { useEditor } from "../editor/editor-context";
import { IconAt } from "@/components/definition-editor/icon-picker";
import { KeyedSection } from "../editor/keyed-section";
import { ColourMapField } from "./colour-map-field";
import { computedKind, computedKindOptions, shownAs, typeOfKind } from "./computed-kinds";
import { TryIt } from "./try-it";
import { fieldOptions, valueFields } from "./value-fields";

/** Values that follow from others of the same entity. */
export function CalculationsTab() {
  return (
    <KeyedSection
      section="calculations"
      create={() => ({ calculation: "", type: "string" })}
      line={(key, item) => ({
        title: labelOf(key, item),
        detail: REGISTRY[computedKind(item)]?.label ?? String(item.type),
        icon: <SquareFunction aria-hidden className="size-4" />,
      })}
      about="A calculation makes a value of others of the same entity: a link out of a name, a warning out of a number."
    >
      {(key, path) => <CalculationForm itemKey={key} path={path} />}
    </KeyedSection>
  );
}

function CalculationForm({ itemKey, path }: { itemKey: string; path: DefinitionPath }) {
  const { change } = useEditor();
  const item = (useBound(path).value ?? {}) as Record<string, unknown>;
  const type = useBound([...path, "type"]);
  const format = useBound([...path, "format"]);
  const kind = computedKind(item);
  const specs = REGISTRY[kind]?.specs ?? [];
  return (
    <div className="grid grid-cols-1 items-start gap-4 @3xl:grid-cols-[minmax(0,1fr)_17rem]">
      <Card className="grid grid-cols-1 gap-4 p-4">
        <Expression path={[...path, "calculation"]} itemKey={itemKey} />
        <Field id={type.id} label="The result is" required error={type.error ?? format.error}>
          <Select
            options={computedKindOptions}
            value={kind}
            onValueChange={(next) => {
              const made = typeOfKind(next as Kind);
              change((before) => {
                const typed = withValue(before, [...path, "type"], made.type);
                const formatted = withValue(typed, [...path, "format"], made.format);
                const plain = withValue(formatted, [...path, "spec"], undefined);
                return made.type === "array" ? plain : withValue(plain, [...path, "items"], undefined);
              });
            }}
          />
        </Field>
        {kind === "array" && (
          <SelectAt
            path={[...path, "items", "type"]}
            label="Its items are"
            none="Anything"
            options={["string", "number", "boolean", "object"].map((one) => ({
              value: one,
              label: REGISTRY[one as Kind].label,
            }))}
            onValue={(next) =>
              change((before) => withValue(before, [...path, "items"], next && { type: next }))
            }
          />
        )}
        {specs.length > 0 && (
          <SelectAt
            path={[...path, "spec"]}
            label="Shown on the entity's page as"
            none="Plain value"
            options={specs.map((spec) => ({ value: spec, label: spec }))}
          />
        )}
        <CheckAt path={[...path, "colorized"]} label="Coloured" description="Values stand out by colour." />
        {item.colorized === true && <ColourMapField path={[...path, "colors"]} />}
        <TextAt path={[...path, "description"]} label="Description" rows={2} />
        <IconAt path={[...path, "icon"]} />
      </Card>
      <TryIt
        kind="calculation"
        itemKey={itemKey}
        ready={typeof item.calculation === "string" && item.calculation.trim() !== ""}
        shape={shownAs(item)}
      />
    </div>
  );
}

/** jq cannot name every key after a dot. */
const asReference = (key: string): string => {
  if (key.startsWith("$")) return `.${key.slice(1)}`;
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `.properties.${key}` : `.properties[${JSON.stringify(key)}]`;
};

function Expression({ path, itemKey }: { path: DefinitionPath; itemKey: string }) {
  const { definition, blueprints } = useEditor();
  const { id, value, set, error, touch } = useBound(path);
  const area = useRef<HTMLTextAreaElement>(null);
  const text = typeof value === "string" ? value : "";
  const fields = valueFields(blueprints, definition.identifier).filter(({ key }) => key !== itemKey);
  const insert = (key: string) => {
    const target = area.current;
    const [start, end] = [target?.selectionStart ?? text.length, target?.selectionEnd ?? text.length];
    const reference = asReference(key);
    set(text.slice(0, start) + reference + text.slice(end));
    requestAnimationFrame(() => {
      target?.focus();
      target?.setSelectionRange(start + reference.length, start + reference.length);
    });
  };
  return (
    <Field
      id={id}
      label="Expression"
      required
      error={error}
      description="jq over the entity: .properties.<key>, .identifier, .title, .team. An if needs its else."
    >
      <div className="grid gap-2">
        <Textarea
          ref={area}
          mono
          rows={5}
          value={text}
          placeholder={'if .properties.cost > 100 then "expensive" else "fine" end'}
          onBlur={touch}
          onChange={(event) => set(event.target.value)}
        />
        <Select
          id={`${id}/insert`}
          label="Insert a property"
          size="sm"
          className="sm:w-64"
          placeholder="Insert a property…"
          options={fieldOptions(fields)}
          value={null}
          onValueChange={insert}
        />
      </div>
    </Field>
  );
}
