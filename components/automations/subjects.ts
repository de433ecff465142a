import { objectAt } from "@/components/actions/builder/action-draft";
import type { ActionDraft } from "@/components/actions/builder/action-draft";
import { entitySubjects, subject } from "@/components/actions/builder/dynamic/subjects";
import type { Subject } from "@/components/actions/builder/dynamic/subjects";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import type { PropertyDefinition } from "@/server/properties/schema";
import { atSide } from "./condition-rows";
import { subjectOfEvent } from "./event-words";

const TEXT: PropertyDefinition = { type: "string" };

/** What of a run a condition can be about. */
const RUN: readonly [string[], string, PropertyDefinition][] = [
  [
    ["status"],
    "Status",
    { type: "string", enum: ["IN_PROGRESS", "SUCCESS", "FAILURE", "WAITING_FOR_APPROVAL", "DECLINED"] },
  ],
  [["statusLabel"], "Status label", TEXT],
  [["summary"], "Summary", TEXT],
  [["entity", "identifier"], "Entity", TEXT],
  [["source"], "Source", { type: "string", enum: ["UI", "API", "AUTOMATION"] }],
  [["createdBy"], "Requester", TEXT],
];

/** What can be asked of one side of the change that sets an automation off. */
export function changeSubjects(
  action: ActionDraft,
  blueprints: readonly BlueprintDefinition[],
  side: "before" | "after",
): Subject[] {
  const { type, blueprintIdentifier } = objectAt(action, ["trigger", "event"]);
  const group = side === "after" ? "After" : "Before";
  if (subjectOfEvent(type) === "run")
    return RUN.map(([place, label, definition]) => subject(atSide(side, place), label, group, definition));
  return typeof blueprintIdentifier === "string"
    ? entitySubjects([...atSide(side, [])], group, blueprintIdentifier, blueprints)
    : [];
}
