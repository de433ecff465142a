"use client";

import { Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useMemo } from "react";
import { labelOf } from "@/components/properties/kind";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { freeKey, keyFromTitle } from "@/components/definition-editor/keys";
import { issueAt } from "@/components/definition-editor/issues";
import { idOfPath, withValue } from "@/components/definition-editor/path";
import { itemsOf, renamedItem, SECTIONS, takenKeys } from "../draft/sections";
import type { Section } from "../draft/sections";
import { useBound } from "@/components/definition-editor/bound-fields";
import { useEditor } from "./editor-context";

// Both read the rules of renaming, which most never need.
const Dependents = dynamic(() => import("./dependents").then((module) => module.Dependents), { ssr: false });
const RenameDialog = dynamic(() => import("./rename-dialog").then((module) => module.RenameDialog), {
  ssr: false,
});

interface ItemHeaderProps {
  section: Section;
  itemKey: string;
  onRemove: () => void;
  onRenamed: (key: string) => void;
}

/** Title and key of an item, and how to be rid of it. A key that is not stored yet follows the title. */
export function ItemHeader({ section, itemKey, onRemove, onRenamed }: ItemHeaderProps) {
  const { definition, saved, change, entityCount, issues } = useEditor();
  const { path, noun } = SECTIONS[section];
  const { id, value, error, touch } = useBound([...path, itemKey, "title"]);
  const keyPath = [...path, itemKey];
  const keyError = issueAt(issues, keyPath, true)?.message;
  const isStored = saved !== null && Object.hasOwn(itemsOf(saved, section), itemKey);
  const taken = useMemo(
    () => takenKeys(definition, section).filter((key) => key !== itemKey),
    [definition, section, itemKey],
  );
  const title = typeof value === "string" ? value : "";
  const wished = (text: string) => freeKey(keyFromTitle(text) || noun.replace(" ", "_"), taken);
  const rename = (to: string, text?: string) => {
    change((before) => {
      const titled =
        text === undefined
          ? before
          : withValue(before, [...path, itemKey, "title"], text === "" ? undefined : text);
      return to === itemKey ? titled : renamedItem(titled, section, itemKey, to);
    });
    if (to !== itemKey) onRenamed(to);
  };
  return (
    <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]">
      <Field id={id} label="Title" required={section === "aggregations"} error={error}>
        <Input
          value={title}
          placeholder={labelOf(itemKey, {})}
          onBlur={touch}
          onChange={(event) => {
            const text = event.target.value;
            rename(!isStored && itemKey === wished(title) ? wished(text) : itemKey, text);
          }}
        />
      </Field>
      <Field id={idOfPath(keyPath)} label="Key" required disabled={isStored} error={keyError}>
        <Input
          mono
          value={itemKey}
          onChange={(event) => {
            const to = event.target.value;
            // Two of one name cannot stand side by side, not even while one types.
            if (to !== "" && !taken.includes(to)) rename(to);
          }}
        />
      </Field>
      <div className="flex items-end gap-1.5 pb-1.5">
        {isStored && <RenameDialog section={section} itemKey={itemKey} onRenamed={onRenamed} />}
        <ConfirmDialog
          title={`Remove the ${noun} ${labelOf(itemKey, { title })}?`}
          description={
            isStored && section === "properties" && entityCount > 0
              ? `Its values go from ${entityCount} entities when the blueprint is saved; they stay in the history.`
              : "It goes when the blueprint is saved."
          }
          confirmLabel={`Remove ${noun}`}
          trigger={
            <Button
              variant="destructive-outline"
              aria-label={`Remove ${noun} ${labelOf(itemKey, { title })}`}
            >
              <Trash2 aria-hidden /> Remove
            </Button>
          }
          onConfirm={onRemove}
        >
          {isStored && (
            <Dependents section={section} itemKey={itemKey} title="Built on it; change these first" />
          )}
        </ConfirmDialog>
      </div>
    </div>
  );
}
