"use client";

import dynamic from "next/dynamic";
import { Code } from "lucide-react";
import { useState } from "react";
import type { ComponentType, ReactNode } from "react";
import { LoadingState, SkeletonLines } from "@/components/states/loading";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Tabs, TabsList, TabsPanel, TabsTab } from "@/components/ui/tabs";
import { useDefinitionEditor } from "./context";
import type { CodeLanguage } from "./code-language";
import type { CodePanelProps } from "./code-panel";
import type { DefinitionPath } from "./path";

const Loading = () => (
  <LoadingState label="Loading the editor">
    <SkeletonLines />
  </LoadingState>
);

/** A tab that comes when it is opened: all of them together would be more code than a page may load. */
export const lazyTab = (load: () => Promise<ComponentType>): ComponentType =>
  dynamic(load, { ssr: false, loading: Loading });

const IssueSummary = dynamic(() => import("./issue-summary").then((module) => module.IssueSummary), {
  ssr: false,
});
const CodePanel = dynamic(() => import("./code-panel").then((module) => module.CodePanel), {
  ssr: false,
  loading: Loading,
});

export interface EditorTab {
  id: string;
  label: string;
  /** How many things it holds. */
  count?: number | undefined;
  Panel: ComponentType;
}

interface EditorShellProps {
  label: string;
  tabs: readonly [EditorTab, ...EditorTab[]];
  /** What is open; the first tab where that is not offered. */
  tab: string;
  onTab: (tab: string) => void;
  /** The tab in which a fault is mended. */
  tabOf: (path: DefinitionPath) => string;
  code: CodeLanguage | null;
  onCode: (code: CodeLanguage | null) => void;
  /** How the definition is read from text. */
  text: Pick<CodePanelProps, "noun" | "shape" | "onDefinition">;
  banner: ReactNode;
  /** What else can stand beside the tabs, in place of the text, where there is room. */
  aside?: { label: string; icon: ReactNode; Panel: ComponentType } | undefined;
}

/** The tabs of an editor, with the definition as text beside them where that is wanted. */
export function EditorShell({
  label,
  tabs,
  tab,
  onTab,
  tabOf,
  code,
  onCode,
  text,
  banner,
  aside,
}: EditorShellProps) {
  const [asideOpen, setAsideOpen] = useState(false);
  const Aside = asideOpen && code === null ? aside?.Panel : undefined;
  const { issues } = useDefinitionEditor();
  const { id, Panel } = tabs.find((one) => one.id === tab) ?? tabs[0];
  const faults = (one: string) => issues.filter(({ path }) => tabOf(path) === one).length;
  return (
    <Tabs value={id} onValueChange={onTab}>
      <div className="flex items-end gap-4 border-b">
        <TabsList label={label} className="min-w-0 flex-1 border-b-0">
          {tabs.map((one) => (
            <TabsTab key={one.id} value={one.id}>
              {one.label}
              {one.count !== undefined && (
                <span className="text-muted-foreground tabular text-xs font-normal">{one.count}</span>
              )}
              <Faults count={faults(one.id)} />
            </TabsTab>
          ))}
        </TabsList>
        {aside && (
          <Button
            size="sm"
            variant="ghost"
            aria-pressed={Aside !== undefined}
            onClick={() => {
              setAsideOpen(Aside === undefined);
              if (code !== null) onCode(null);
            }}
            className={cn("mb-1 shrink-0 max-xl:hidden", Aside && "bg-accent")}
          >
            {aside.icon} {aside.label}
          </Button>
        )}
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
          (code !== null || Aside) && "xl:grid-cols-[minmax(0,1fr)_minmax(0,28rem)]",
        )}
      >
        <div className="min-w-0">
          <TabsPanel value={id} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
            {banner}
            <IssueSummary />
            <Panel />
          </TabsPanel>
        </div>
        {code !== null && (
          <div className="min-w-0 pt-4 xl:sticky xl:top-14">
            <CodePanel {...text} language={code} onLanguage={onCode} />
          </div>
        )}
        {Aside && (
          <div className="min-w-0 pt-4 max-xl:hidden xl:sticky xl:top-14">
            <Aside />
          </div>
        )}
      </div>
    </Tabs>
  );
}

function Faults({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span className="bg-danger-subtle text-danger border-danger-border tabular text-2xs rounded-full border px-1.5 leading-4 font-medium">
      {count}
      <span className="sr-only"> {count === 1 ? "fault" : "faults"}</span>
    </span>
  );
}
