"use client";

import { useState } from "react";
import { PropertyControl } from "@/components/properties/fields/property-control";
import { labelOf } from "@/components/properties/kind";
import { PropertyCell } from "@/components/properties/property-cell";
import { fromRaw, toRaw, Unreadable } from "@/components/properties/value";
import type { RawValue } from "@/components/properties/value";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { kindOf } from "@/server/properties/kind";
import type { PropertyDefinition } from "@/server/properties/schema";
import { sampleOf } from "@/components/definition-editor/property/kinds";

interface PropertyPreviewProps {
  propertyKey: string;
  definition: PropertyDefinition;
  required: boolean;
}

/** The property as people will meet it: its field in the form of an entity, and its cell in the table. */
export function PropertyPreview({ propertyKey, definition, required }: PropertyPreviewProps) {
  const kind = kindOf(definition);
  const [typed, setTyped] = useState<{ kind: string; raw: RawValue } | null>(null);
  const raw = typed?.kind === kind ? typed.raw : toRaw(definition.default, definition);
  const { value, fault } = readable(raw, definition);
  const label = labelOf(propertyKey, definition);
  return (
    <SectionCard title="Preview" description="Try it: nothing of this is stored.">
      <div className="grid gap-4">
        <Field
          label={label}
          description={definition.description}
          required={kind === "boolean" || required}
          error={fault}
          orientation={kind === "boolean" ? "inline" : "stacked"}
        >
          <PropertyControl
            definition={definition}
            value={raw}
            onChange={(next) => setTyped({ kind, raw: next })}
          />
        </Field>
        <table className="w-full text-left text-sm">
          <thead>
            <tr>
              <th scope="col" className="text-muted-foreground border-b pb-1 text-xs font-medium">
                {label}
              </th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td className="h-9 max-w-0 truncate border-b">
                <PropertyCell definition={definition} value={value ?? sampleOf(definition)} />
              </td>
            </tr>
          </tbody>
        </table>
      </div>
    </SectionCard>
  );
}

function readable(raw: RawValue, definition: PropertyDefinition): { value?: unknown; fault?: string } {
  try {
    return { value: fromRaw(raw, definition) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { fault: error.message };
  }
}
