"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/states/states";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { freeKey, movedKey, withoutKey } from "@/components/definition-editor/keys";
import { withValue } from "@/components/definition-editor/path";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { itemsOf, SECTIONS, takenKeys } from "../draft/sections";
import type { Section } from "../draft/sections";
import { useEditor } from "./editor-context";
import { focusPath } from "@/components/definition-editor/focus";
import { ItemHeader } from "./item-header";
import { ItemList } from "@/components/definition-editor/item-list";
import type { ItemLine } from "@/components/definition-editor/item-list";

export interface KeyedSectionProps {
  section: Section;
  /** What is added by the button. */
  create: () => Record<string, unknown>;
  /** How an item reads in the list. */
  line: (key: string, item: Record<string, unknown>) => Omit<ItemLine, "key">;
  /** Says what such a thing is, where there is none yet. */
  about: ReactNode;
  /** Why none can be added now; null when one can. */
  blocked?: ReactNode;
  /** The form of one item. */
  children: (key: string, path: DefinitionPath) => ReactNode;
}

/** Named things of a blueprint: a list that is ordered, and the form of the one that is selected. */
export function KeyedSection({ section, create, line, about, blocked, children }: KeyedSectionProps) {
  const { definition, change, item, tab, goTo } = useEditor();
  const { path, noun } = SECTIONS[section];
  const items = itemsOf(definition, section);
  const keys = Object.keys(items);
  const selected = item !== null && Object.hasOwn(items, item) ? item : keys[0];
  /** Names the form: it is made anew for another item, not for another key of the same. */
  const [form, setForm] = useState(0);
  const select = (key: string | null) => {
    setForm((before) => before + 1);
    goTo(tab, key);
  };
  const add = () => {
    const key = freeKey(noun.replace(" ", "_"), takenKeys(definition, section));
    change((before) => withValue(before, [...path, key], create()));
    select(key);
    focusPath([...path, key, "title"]);
  };
  const remove = (key: string) => {
    const next = keys[keys.indexOf(key) + 1] ?? keys[keys.indexOf(key) - 1] ?? null;
    change((before) => {
      const rest = withValue(before, path, withoutKey(itemsOf(before, section), key));
      const required = rest.schema.required;
      return section === "properties" && required?.includes(key)
        ? withValue(
            rest,
            ["schema", "required"],
            required.filter((other) => other !== key),
          )
        : rest;
    });
    select(next);
  };
  const move = (key: string, to: number) =>
    change((before) => withValue(before, path, movedKey(itemsOf(before, section), key, to)));
  const addButton = (
    <Button onClick={add} disabled={blocked !== undefined && blocked !== null}>
      <Plus aria-hidden /> Add {noun}
    </Button>
  );
  if (selected === undefined)
    return (
      <Card>
        <EmptyState title={`No ${plural(noun)} yet`} action={addButton} size="region">
          {about}
          {blocked && <p className="mt-1">{blocked}</p>}
        </EmptyState>
      </Card>
    );
  return (
    <div className="grid items-start gap-5 md:grid-cols-[15rem_minmax(0,1fr)]">
      <div className="grid gap-2 md:sticky md:top-14">
        <ItemList
          label={plural(noun)}
          path={path}
          lines={keys.map((key) => ({ key, ...line(key, items[key] ?? {}) }))}
          selected={selected}
          onSelect={select}
          onMove={move}
        />
        {addButton}
        {blocked && <p className="text-muted-foreground text-xs">{blocked}</p>}
      </div>
      <section key={form} aria-label={`${noun} ${selected}`} className="@container grid min-w-0 gap-4">
        <ItemHeader
          section={section}
          itemKey={selected}
          onRemove={() => remove(selected)}
          onRenamed={(key) => goTo(tab, key)}
        />
        {children(selected, [...path, selected])}
      </section>
    </div>
  );
}

export const plural = (noun: string): string => (noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`);
