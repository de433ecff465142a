"use client";

import { DescriptionList } from "@/components/ui/description-list";
import { Fieldset } from "@/components/ui/field";
import { objectAt } from "../action-draft";
import { useActionEditor } from "../editor-context";

/** What sets an automation off. It has no form, and the portal does not run it: its text is edited as code. */
export function EventSummary() {
  const { definition } = useActionEditor();
  const event = objectAt(definition, ["trigger", "event"]);
  return (
    <Fieldset
      legend="Automation"
      description="Set off by an event, not by people. It is kept as it is and edited in the code view; the portal does not run it yet."
    >
      <DescriptionList
        items={Object.entries(event).map(([key, value]) => ({
          term: key,
          value: <span className="font-mono text-xs">{String(value)}</span>,
        }))}
      />
    </Fieldset>
  );
}
