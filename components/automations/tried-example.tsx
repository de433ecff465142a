"use client";

import { useActionEditor } from "@/components/actions/builder/editor-context";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";

/** Where the payload of an automation is seen: an event is needed to render it. */
export function TriedExample() {
  const { goTo } = useActionEditor();
  return (
    <SectionCard title="Rendered example">
      <p className="text-muted-foreground text-sm">
        What is sent follows from the event: its data stand under <code className="font-mono">.event</code>.
      </p>
      <Button size="sm" className="mt-3" onClick={() => goTo("try")}>
        Try it on an event
      </Button>
    </SectionCard>
  );
}
