"use client";

import { useMemo } from "react";
import { dependentsOf } from "@/server/catalog/core/dependents";
import { SECTIONS } from "../draft/sections";
import type { Section } from "../draft/sections";
import { useEditor } from "./editor-context";

/** What in the model is built on a key; nothing where nothing is. */
export function Dependents({
  section,
  itemKey,
  title,
}: {
  section: Section;
  itemKey: string;
  title: string;
}) {
  const { saved, blueprints } = useEditor();
  const found = useMemo(() => {
    if (saved === null) return [];
    const stored = blueprints.map((one) => (one.identifier === saved.identifier ? saved : one));
    const known = new Map(stored.map((one) => [one.identifier, one]));
    return dependentsOf(
      { blueprint: saved.identifier, kind: SECTIONS[section].kind, key: itemKey },
      stored,
      known,
    );
  }, [saved, blueprints, section, itemKey]);
  if (found.length === 0) return null;
  return (
    <div className="bg-muted rounded-md border px-3 py-2 text-sm">
      <p className="font-medium">{title}</p>
      <ul className="text-muted-foreground mt-1 grid gap-0.5 text-xs">
        {found.map((dependent, index) => (
          <li key={index}>{dependent.message}</li>
        ))}
      </ul>
    </div>
  );
}
