"use client";

import { Plus, TextCursorInput } from "lucide-react";
import { useState } from "react";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { focusPath } from "@/components/definition-editor/focus";
import { ItemList } from "@/components/definition-editor/item-list";
import { freeKey } from "@/components/definition-editor/keys";
import { labelOf } from "@/components/properties/kind";
import { EmptyState } from "@/components/states/states";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { PropertyDefinition } from "@/server/properties/schema";
import { INPUTS, inputsOf, textsAt, USER_INPUTS } from "../action-draft";
import { useActionEditor } from "../editor-context";
import { withInput, withoutInput } from "../form-change";
import { formOrder, headingsOf, movedInput } from "../layout-model";
import { InputForm } from "./input-form";
import { inputKindOf } from "./input-kinds";
import type { InputKind } from "./input-kinds";
import { KindDialog } from "./kind-dialog";

/** What the form asks for: the inputs in their order, and the one that is selected. */
export function InputsTab() {
  const { definition, change, item, tab, goTo } = useActionEditor();
  const [adding, setAdding] = useState(false);
  /** Names the form: it is made anew for another input, not for another key of the same. */
  const [form, setForm] = useState(0);
  const inputs = inputsOf(definition) as Record<string, PropertyDefinition>;
  const keys = formOrder(definition);
  const required = textsAt(definition, [...USER_INPUTS, "required"]);
  const selected = item !== null && Object.hasOwn(inputs, item) ? item : keys[0];
  const input = selected === undefined ? undefined : inputs[selected];
  const taken = [...Object.keys(inputs), ...Object.keys(headingsOf(definition))];

  const select = (key: string | null) => {
    setForm((before) => before + 1);
    goTo(tab, key);
  };
  const insert = (wished: string, made: PropertyDefinition) => {
    const key = freeKey(wished, taken);
    change((before) => withInput(before, key, made, selected ?? null));
    select(key);
    focusPath([...INPUTS, key, "title"]);
  };
  const add = (kind: InputKind) => {
    setAdding(false);
    insert(kind.id.replace(/[^A-Za-z0-9]+/g, "_"), kind.make({ type: "string" }));
  };
  const remove = (key: string) => {
    const at = keys.indexOf(key);
    change((before) => withoutInput(before, key));
    select(keys[at + 1] ?? keys[at - 1] ?? null);
  };
  const addButton = (
    <Button onClick={() => setAdding(true)} aria-haspopup="dialog">
      <Plus aria-hidden /> Add input
    </Button>
  );
  return (
    <>
      {selected === undefined || input === undefined ? (
        <Card>
          <EmptyState icon={TextCursorInput} title="No inputs yet" action={addButton} size="region">
            An input is a question of the form: a name, a size, the cluster to deploy to. Without any, the
            action runs as it is.
          </EmptyState>
        </Card>
      ) : (
        <div className="grid items-start gap-5 md:grid-cols-[15rem_minmax(0,1fr)]">
          <div className="grid gap-2 md:sticky md:top-14">
            <ItemList
              label="Inputs"
              path={INPUTS}
              lines={keys.map((key) => {
                const one = inputs[key] ?? { type: "string" };
                const kind = inputKindOf(one);
                return {
                  key,
                  title: labelOf(key, one),
                  detail: `${kind.label}${required.includes(key) ? " · required" : ""}`,
                  icon: <NamedIcon name={one.icon ?? kind.icon} />,
                };
              })}
              selected={selected}
              onSelect={select}
              onMove={(key, to) => change((before) => movedInput(before, key, to))}
            />
            {addButton}
          </div>
          <section key={form} aria-label={`input ${selected}`} className="@container grid min-w-0 gap-4">
            <InputForm
              inputKey={selected}
              onRenamed={(key) => goTo(tab, key)}
              onRemove={() => remove(selected)}
              onDuplicate={() =>
                insert(selected, {
                  ...structuredClone(input),
                  ...(input.title && { title: `${input.title} copy` }),
                })
              }
            />
          </section>
        </div>
      )}
      {adding && <KindDialog onChoose={add} onClose={() => setAdding(false)} />}
    </>
  );
}
