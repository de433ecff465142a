"use client";

import { Markdown } from "@/components/ui/markdown";
import { Tabs, TabsList, TabsPanel, TabsTab } from "@/components/ui/tabs";
import { Textarea } from "@/components/ui/textarea";
import { nativeProps } from "./control-props";
import type { PropertyControlProps } from "./control-props";
import { example } from "./text-fields";

/** Text in Markdown, to write and to look at as it will be read. */
export function MarkdownField(props: PropertyControlProps) {
  const native = nativeProps(props);
  return (
    <Tabs defaultValue="write">
      <TabsList label={`${props.label ?? "Markdown"}: write or preview`}>
        <TabsTab value="write" className="h-7 text-xs">
          Write
        </TabsTab>
        <TabsTab value="preview" className="h-7 text-xs">
          Preview
        </TabsTab>
      </TabsList>
      <TabsPanel value="write" className="pt-2">
        <Textarea
          {...native}
          rows={6}
          placeholder={example(props.definition) ?? "Markdown: **bold**, lists, links, tables"}
        />
      </TabsPanel>
      <TabsPanel value="preview" className="pt-2">
        <div className="bg-card min-h-32 rounded-md border px-3 py-2">
          {native.value.trim() === "" ? (
            <p className="text-muted-foreground text-sm">Nothing is written yet.</p>
          ) : (
            <Markdown>{native.value}</Markdown>
          )}
        </div>
      </TabsPanel>
    </Tabs>
  );
}
