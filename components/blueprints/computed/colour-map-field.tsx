"use client";

import { Plus, X } from "lucide-react";
import { ColourBadge } from "@/components/properties/colour-badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { COLOURS } from "@/server/properties/schema";
import type { Colour } from "@/server/properties/schema";
import { freeKey, renamedKey, withoutKey } from "@/components/definition-editor/keys";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { useBound } from "@/components/definition-editor/bound-fields";
import { colourName } from "@/components/definition-editor/property/choices-field";

const options = COLOURS.map((colour) => ({ value: colour, label: colourName(colour) }));

/** Colours by value. */
export function ColourMapField({ path }: { path: DefinitionPath }) {
  const { id, value, set, error } = useBound(path);
  const colours = (value ?? {}) as Record<string, Colour>;
  const entries = Object.entries(colours);
  return (
    <Field id={id} label="Colours" error={error}>
      <div className="grid gap-2">
        {entries.map(([text, colour], index) => (
          <div key={index} className="flex flex-wrap items-center gap-1.5">
            <Input
              id={`${id}/${index}`}
              aria-label={`Value ${index + 1}`}
              className="min-w-28 flex-1 max-sm:basis-full"
              value={text}
              onChange={(event) => {
                const to = event.target.value;
                if (!Object.hasOwn(colours, to)) set(renamedKey(colours, text, to));
              }}
            />
            <Select
              id={`${id}/${index}/colour`}
              label={`Colour of value ${index + 1}`}
              className="w-32"
              options={options}
              value={colour}
              onValueChange={(next) => set({ ...colours, [text]: next })}
            />
            <span className="flex w-20 min-w-0 max-sm:hidden">
              <ColourBadge colour={colour}>{text}</ColourBadge>
            </span>
            <Button
              size="icon-sm"
              variant="ghost"
              aria-label={`Remove value ${index + 1}`}
              onClick={() => set(withoutKey(colours, text))}
            >
              <X aria-hidden />
            </Button>
          </div>
        ))}
        <div>
          <Button
            id={id}
            size="sm"
            aria-label="Add colour"
            onClick={() =>
              set({
                ...colours,
                [freeKey("value", Object.keys(colours))]: COLOURS[entries.length % COLOURS.length],
              })
            }
          >
            <Plus aria-hidden /> Add colour
          </Button>
        </div>
      </div>
    </Field>
  );
}
