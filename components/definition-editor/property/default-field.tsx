"use client";

import { useState } from "react";
import { PropertyControl } from "@/components/properties/fields/property-control";
import { fromRaw, toRaw, Unreadable } from "@/components/properties/value";
import type { RawValue } from "@/components/properties/value";
import { Field } from "@/components/ui/field";
import { kindOf } from "@/server/properties/kind";
import type { PropertyDefinition } from "@/server/properties/schema";
import { useBound } from "../bound-fields";
import type { DefinitionPath } from "../path";

/** What an entity has that is made without a value: entered in the field that people will see. */
export function DefaultField({
  path,
  description = "For entities that are made without a value; what exists already stays as it is.",
}: {
  path: DefinitionPath;
  description?: string;
}) {
  const { id, value, set, error, touch } = useBound([...path, "default"]);
  const definition = useBound(path).value as PropertyDefinition;
  const [typed, setTyped] = useState<{ raw: RawValue; fault?: string } | null>(null);
  // What is typed on the way to a value stays as it is; a change from elsewhere, such as of the kind, wins.
  const isTyped = typed !== null && sameValue(typed.raw, value, definition, typed.fault);
  const raw = isTyped ? typed.raw : toRaw(value, definition);
  const change = (next: RawValue) => {
    try {
      const read = fromRaw(next, definition);
      setTyped({ raw: next });
      set(read);
    } catch (fault) {
      if (!(fault instanceof Unreadable)) throw fault;
      setTyped({ raw: next, fault: fault.message });
    }
  };
  return (
    <Field
      id={id}
      label="Default"
      error={(isTyped ? typed.fault : undefined) ?? error}
      orientation={kindOf(definition) === "boolean" ? "inline" : "stacked"}
      description={description}
    >
      <PropertyControl definition={definition} value={raw} onChange={change} onBlur={touch} />
    </Field>
  );
}

function sameValue(raw: RawValue, value: unknown, definition: PropertyDefinition, fault?: string): boolean {
  if (fault !== undefined) return true;
  try {
    return JSON.stringify(fromRaw(raw, definition)) === JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return false;
  }
}
