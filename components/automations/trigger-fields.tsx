"use client";

import { objectAt } from "@/components/actions/builder/action-draft";
import { useActionEditor } from "@/components/actions/builder/editor-context";
import { Card } from "@/components/ui/card";
import { ConditionFields } from "./condition-fields";
import { EventFields } from "./event-fields";
import { subjectOfEvent } from "./event-words";

/** What sets an automation off: the event, and what has to be true of it. */
export function TriggerFields() {
  const { definition } = useActionEditor();
  const { type } = objectAt(definition, ["trigger", "event"]);
  return (
    <>
      <Card className="p-4">
        <EventFields />
      </Card>
      {subjectOfEvent(type) !== "schedule" && (
        <Card className="p-4">
          <ConditionFields />
        </Card>
      )}
    </>
  );
}
