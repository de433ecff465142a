"use client";

import type { ComponentType, ReactNode } from "react";
import type { CodeLanguage } from "@/components/definition-editor/code-language";
import { EditorShell, lazyTab } from "@/components/definition-editor/editor-shell";
import type { EditorTab as ShellTab } from "@/components/definition-editor/editor-shell";
import { itemsOf, placeOf, sectionNames } from "../draft/sections";
import type { EditorTab, Section } from "../draft/sections";
import { isBlueprint } from "./basis";
import { useEditor } from "./editor-context";
import { editorTabs } from "./editor-params";

const panels: Record<EditorTab, ComponentType> = {
  general: lazyTab(() => import("./general-tab").then((module) => module.GeneralTab)),
  properties: lazyTab(() => import("../properties/properties-tab").then((module) => module.PropertiesTab)),
  mirrors: lazyTab(() => import("../computed/mirrors-tab").then((module) => module.MirrorsTab)),
  calculations: lazyTab(() =>
    import("../computed/calculations-tab").then((module) => module.CalculationsTab),
  ),
  aggregations: lazyTab(() =>
    import("../computed/aggregations-tab").then((module) => module.AggregationsTab),
  ),
  permissions: lazyTab(() =>
    import("../permissions/permissions-tab").then((module) => module.PermissionsTab),
  ),
  revisions: lazyTab(() => import("../revisions/revisions-tab").then((module) => module.RevisionsTab)),
  relations: lazyTab(() => import("./relations-tab").then((module) => module.RelationsTab)),
};

const labels: Record<EditorTab, string> = {
  general: "General",
  properties: "Properties",
  relations: "Relations",
  mirrors: "Mirrors",
  calculations: "Calculations",
  aggregations: "Aggregations",
  permissions: "Permissions",
  revisions: "Revisions",
};

/** The tabs of the editor, with the definition as text beside them where that is wanted. */
export function BlueprintTabs({
  code,
  onCode,
  banner,
}: {
  code: CodeLanguage | null;
  onCode: (code: CodeLanguage | null) => void;
  banner: ReactNode;
}) {
  const { definition, saved, tab, goTo, change } = useEditor();
  const count = (one: EditorTab) =>
    (sectionNames as readonly string[]).includes(one)
      ? Object.keys(itemsOf(definition, one as Section)).length
      : undefined;
  const tabs = editorTabs
    .filter((one) => saved !== null || (one !== "permissions" && one !== "revisions"))
    .map((one) => ({ id: one, label: labels[one], count: count(one), Panel: panels[one] }));
  return (
    <EditorShell
      label="Parts of the blueprint"
      tabs={tabs as [ShellTab, ...ShellTab[]]}
      tab={tab}
      onTab={(next) => goTo(next as EditorTab)}
      tabOf={(path) => placeOf(path).tab}
      code={code}
      onCode={onCode}
      text={{
        noun: "blueprint",
        shape: 'A blueprint is an object with "schema" and its "properties".',
        onDefinition: (value) => {
          if (!isBlueprint(value)) return false;
          change(() => value);
          return true;
        },
      }}
      banner={banner}
    />
  );
}
