"use client";

import { Copy, Trash2 } from "lucide-react";
import { useState } from "react";
import { useBound } from "@/components/definition-editor/bound-fields";
import { issueAt } from "@/components/definition-editor/issues";
import { freeKey, keyFromTitle } from "@/components/definition-editor/keys";
import { idOfPath, withValue } from "@/components/definition-editor/path";
import { labelOf } from "@/components/properties/kind";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PROPERTY_KEY } from "@/server/properties/schema";
import { INPUTS, inputsOf } from "../action-draft";
import { useActionEditor } from "../editor-context";
import { renamedInput } from "../form-change";
import { headingsOf } from "../layout-model";
import { inputKindOf } from "./input-kinds";
import type { PropertyDefinition } from "@/server/properties/schema";

/** Why a text cannot be the key of an input; null where it can. */
function keyFault(text: string, taken: readonly string[]): string | null {
  if (text === "") return `An input needs a key. ${KEPT}`;
  if (!PROPERTY_KEY.test(text)) return `Up to 100 letters, digits and @ _ = \\ - only. ${KEPT}`;
  return taken.includes(text) ? `Another input or heading has this key. ${KEPT}` : null;
}

const KEPT = "The earlier key stays until then.";

interface InputHeaderProps {
  inputKey: string;
  onRenamed: (key: string) => void;
  onRemove: () => void;
  onDuplicate: () => void;
}

/** Title and key of an input. A key that is not published yet follows the title; one that changes is followed by all that names it. */
export function InputHeader({ inputKey, onRenamed, onRemove, onDuplicate }: InputHeaderProps) {
  const { definition, saved, change, issues } = useActionEditor();
  const { id, value, error, touch } = useBound([...INPUTS, inputKey, "title"]);
  const isStored = saved !== null && Object.hasOwn(inputsOf(saved), inputKey);
  const taken = [...Object.keys(inputsOf(definition)), ...Object.keys(headingsOf(definition))].filter(
    (key) => key !== inputKey,
  );
  const title = typeof value === "string" ? value : "";
  const input = (inputsOf(definition)[inputKey] ?? { type: "string" }) as PropertyDefinition;
  const unnamed = inputKindOf(input).id.replace(/[^A-Za-z0-9]+/g, "_");
  const wished = (text: string) => freeKey(keyFromTitle(text) || unnamed, taken);
  const rename = (to: string, text?: string) => {
    change((before) => {
      const titled =
        text === undefined ? before : withValue(before, [...INPUTS, inputKey, "title"], text || undefined);
      return to === inputKey ? titled : renamedInput(titled, inputKey, to);
    });
    if (to !== inputKey) onRenamed(to);
  };
  const name = labelOf(inputKey, { title });
  // What cannot be a key stands here alone until it can: two of one name cannot stand side by side, not even while one types.
  const [typed, setTyped] = useState<string | null>(null);
  const unusable = typed === null ? null : keyFault(typed, taken);
  return (
    <div className="grid gap-4 @xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]">
      <Field id={id} label="Title" error={error}>
        <Input
          value={title}
          placeholder={labelOf(inputKey, {})}
          onBlur={touch}
          onChange={(event) => {
            const text = event.target.value;
            rename(!isStored && inputKey === wished(title) ? wished(text) : inputKey, text);
          }}
        />
      </Field>
      <Field
        id={idOfPath([...INPUTS, inputKey])}
        label="Key"
        required
        error={unusable ?? issueAt(issues, [...INPUTS, inputKey], true)?.message}
      >
        <Input
          mono
          value={typed ?? inputKey}
          onBlur={() => setTyped(null)}
          onChange={(event) => {
            const to = event.target.value;
            const fits = keyFault(to, taken) === null;
            setTyped(fits ? null : to);
            if (fits) rename(to);
          }}
        />
      </Field>
      <div className="flex items-end gap-1.5 pb-1.5">
        <Button aria-label={`Duplicate input ${name}`} onClick={onDuplicate}>
          <Copy aria-hidden /> Duplicate
        </Button>
        <ConfirmDialog
          title={`Remove the input ${name}?`}
          description="It goes from the order, the steps and what waits for it. Expressions that read it are pointed out."
          confirmLabel="Remove input"
          trigger={
            <Button variant="destructive-outline" aria-label={`Remove input ${name}`}>
              <Trash2 aria-hidden /> Remove
            </Button>
          }
          onConfirm={onRemove}
        />
      </div>
    </div>
  );
}
