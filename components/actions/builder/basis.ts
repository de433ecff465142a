import type { Basis } from "@/components/definition-editor/use-definition";
import type { ActionDefinition } from "../action-types";
import type { ActionDraft } from "./action-draft";

/** What the server adds to a definition when it gives it out. */
type Stamps = "id" | "createdAt" | "createdBy" | "updatedAt" | "updatedBy" | "revision";

/** The definition of a stored action without its stamps, and its revision: what editing starts from. */
export function basisOf(record: ActionDefinition): Basis<ActionDraft> {
  const {
    id: _id,
    createdAt: _at,
    createdBy: _by,
    updatedAt: _updated,
    updatedBy: _editor,
    revision,
    ...definition
  } = record;
  return { definition: definition satisfies Omit<ActionDefinition, Stamps> as ActionDraft, revision };
}
