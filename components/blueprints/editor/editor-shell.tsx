"use client";

import dynamic from "next/dynamic";
import { Code } from "lucide-react";
import type { ComponentType, ReactNode } from "react";
import { LoadingState, SkeletonLines } from "@/components/states/loading";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Tabs, TabsList, TabsPanel, TabsTab } from "@/components/ui/tabs";
import { itemsOf, placeOf, sectionNames } from "../draft/sections";
import type { EditorTab, Section } from "../draft/sections";
import { isBlueprint } from "./basis";
import { useEditor } from "./editor-context";
import { editorTabs } from "./editor-params";

const Loading = () => (
  <LoadingState label="Loading the editor">
    <SkeletonLines />
  </LoadingState>
);
const part = (load: () => Promise<ComponentType>) => dynamic(load, { ssr: false, loading: Loading });

// Each tab comes when it is opened: together they would be more code than a page may load.
const panels: Record<EditorTab, ComponentType> = {
  general: part(() => import("./general-tab").then((module) => module.GeneralTab)),
  properties: part(() => import("../properties/properties-tab").then((module) => module.PropertiesTab)),
  mirrors: part(() => import("../computed/mirrors-tab").then((module) => module.MirrorsTab)),
  calculations: part(() => import("../computed/calculations-tab").then((module) => module.CalculationsTab)),
  aggregations: part(() => import("../computed/aggregations-tab").then((module) => module.AggregationsTab)),
  permissions: part(() => import("../permissions/permissions-tab").then((module) => module.PermissionsTab)),
  revisions: part(() => import("../revisions/revisions-tab").then((module) => module.RevisionsTab)),
  relations: part(() => import("./relations-tab").then((module) => module.RelationsTab)),
};
const IssueSummary = dynamic(
  () => import("@/components/definition-editor/issue-summary").then((module) => module.IssueSummary),
  {
    ssr: false,
  },
);
const CodePanel = dynamic(
  () => import("@/components/definition-editor/code-panel").then((module) => module.CodePanel),
  {
    ssr: false,
    loading: Loading,
  },
);

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
export function EditorShell({
  code,
  onCode,
  banner,
}: {
  code: "json" | "yaml" | null;
  onCode: (code: "json" | "yaml" | null) => void;
  banner: ReactNode;
}) {
  const { definition, saved, issues, tab, goTo, change } = useEditor();
  const faulty = new Set(issues.map(({ path }) => placeOf(path).tab));
  const offered = editorTabs.filter(
    (one) => saved !== null || (one !== "permissions" && one !== "revisions"),
  );
  const current = offered.includes(tab) ? tab : "general";
  const Panel = panels[current];
  const count = (one: EditorTab) =>
    (sectionNames as readonly string[]).includes(one)
      ? Object.keys(itemsOf(definition, one as Section)).length
      : undefined;
  return (
    <Tabs value={current} onValueChange={(next) => goTo(next as EditorTab)}>
      <div className="flex items-end gap-4 border-b">
        <TabsList label="Parts of the blueprint" className="min-w-0 flex-1 border-b-0">
          {offered.map((one) => (
            <TabsTab key={one} value={one}>
              {labels[one]}
              {count(one) !== undefined && (
                <span className="text-muted-foreground tabular text-xs font-normal">{count(one)}</span>
              )}
              {faulty.has(one) && (
                <span className="bg-danger size-1.5 rounded-full">
                  <span className="sr-only">has faults</span>
                </span>
              )}
            </TabsTab>
          ))}
        </TabsList>
        <Button
          size="sm"
          variant="ghost"
          aria-pressed={code !== null}
          onClick={() => onCode(code === null ? "json" : null)}
          className={cn("mb-1 shrink-0", code !== null && "bg-accent")}
        >
          <Code aria-hidden /> <span className="max-sm:sr-only">Code</span>
        </Button>
      </div>
      <div
        className={cn(
          "grid min-w-0 grid-cols-[minmax(0,1fr)] items-start gap-x-6",
          code !== null && "xl:grid-cols-[minmax(0,1fr)_minmax(0,28rem)]",
        )}
      >
        <div className="min-w-0">
          <TabsPanel value={current} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
            {banner}
            <IssueSummary />
            <Panel />
          </TabsPanel>
        </div>
        {code !== null && (
          <div className="min-w-0 pt-4 xl:sticky xl:top-14">
            <CodePanel
              noun="blueprint"
              shape={'A blueprint is an object with "schema" and its "properties".'}
              onDefinition={(value) => {
                if (!isBlueprint(value)) return false;
                change(() => value);
                return true;
              }}
              language={code}
              onLanguage={onCode}
            />
          </div>
        )}
      </div>
    </Tabs>
  );
}
