"use client";

import { useState } from "react";
import { Card } from "@/components/ui/card";
import { Markdown } from "@/components/ui/markdown";
import { Tabs, TabsList, TabsPanel, TabsTab } from "@/components/ui/tabs";
import type { ActionFormModel } from "../action-types";
import { EffectPanel } from "./effect-panel";
import type { ActionFieldsModel } from "./use-action-fields";

/** Beside the form: what it will set off, and what its author wrote about it. */
export function FormAside({ form, model }: { form: ActionFormModel; model: ActionFieldsModel }) {
  const [tab, setTab] = useState("effect");
  return (
    <aside aria-label="What will happen" className="min-w-0 lg:sticky lg:top-16">
      {form.documentation === null ? (
        <EffectPanel title="What will happen" form={form} model={model} />
      ) : (
        <Tabs value={tab} onValueChange={setTab}>
          <TabsList label="Beside the form">
            <TabsTab value="effect">What will happen</TabsTab>
            <TabsTab value="documentation">Documentation</TabsTab>
          </TabsList>
          <TabsPanel value="effect">
            <EffectPanel title={null} form={form} model={model} />
          </TabsPanel>
          <TabsPanel value="documentation">
            <Card className="max-h-[70dvh] overflow-auto px-4 py-3">
              <Markdown level={2}>{form.documentation}</Markdown>
            </Card>
          </TabsPanel>
        </Tabs>
      )}
    </aside>
  );
}
