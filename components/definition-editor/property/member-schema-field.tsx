"use client";

import { useState } from "react";
import { parseJson } from "@/components/code/parse-json";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { kindOf } from "@/server/properties/kind";
import { SCHEMA_KEYWORDS } from "@/server/properties/json-schema/keywords";
import type { PropertyDefinition } from "@/server/properties/schema";
import { memberSchema } from "@/server/properties/types/object";
import { issueAt } from "../issues";
import { useBound } from "../bound-fields";
import { useDefinitionEditor } from "../context";
import { idOfPath } from "../path";
import type { DefinitionPath } from "../path";

const print = (schema: object): string => (Object.keys(schema).length ? JSON.stringify(schema, null, 2) : "");

/** The shape that an object must have, in the words of JSON Schema: they are made for other programs, and have no form of their own. */
export function MemberSchemaField({ path }: { path: DefinitionPath }) {
  const { issues, set, touch } = useDefinitionEditor();
  const definition = (useBound(path).value ?? { type: "string" }) as PropertyDefinition;
  const schema = memberSchema(definition);
  const [typed, setTyped] = useState<{ text: string; fault?: string }>({ text: print(schema) });
  if (kindOf(definition) !== "object") return null;
  const parsed = parseJson(typed.text || "{}").value;
  const shown = typed.fault || JSON.stringify(parsed) === JSON.stringify(schema) ? typed.text : print(schema);
  const change = (text: string) => {
    const { value, fault } = parseJson(text.trim() === "" ? "{}" : text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    const problem = fault?.message ?? (isObject ? undefined : "A schema is a JSON object.");
    setTyped({ text, ...(problem && { fault: problem }) });
    if (problem) return;
    const rest = Object.fromEntries(
      Object.entries(definition).filter(([key]) => !(SCHEMA_KEYWORDS as readonly string[]).includes(key)),
    );
    set(path, { ...rest, ...(value as object) });
  };
  const fault = SCHEMA_KEYWORDS.map((key) => issueAt(issues, [...path, key])).find(Boolean);
  return (
    <Field
      id={idOfPath([...path, "properties"])}
      label="Shape, as JSON Schema"
      error={typed.fault ?? fault?.message}
      description="Left empty, any JSON object may be stored."
    >
      <Textarea
        mono
        rows={6}
        value={shown}
        placeholder={'{ "properties": { "port": { "type": "integer" } }, "required": ["port"] }'}
        onBlur={() => touch([...path, "properties"])}
        onChange={(event) => change(event.target.value)}
      />
    </Field>
  );
}
