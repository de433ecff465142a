import type { Basis } from "@/components/definition-editor/use-definition";
import type { ActionDefinition, StoredAction } from "../action-types";
import type { ActionDraft } from "./action-draft";
import { isActionDraft } from "./action-draft";

/** The definition of a stored action without its stamps, and its revision. */
export function basisOf(record: ActionDefinition | StoredAction): Basis<ActionDraft> {
  const {
    id: _id,
    createdAt: _at,
    createdBy: _by,
    updatedAt: _updated,
    updatedBy: _editor,
    revision,
    draft: _draft,
    ...definition
  } = record as StoredAction;
  return { definition, revision };
}

/** What editing starts from: the draft where somebody kept one, else what is live. */
export function startOf(record: StoredAction): Basis<ActionDraft> {
  const live = basisOf(record);
  const draft = record.draft?.definition;
  return isActionDraft(draft) ? { ...live, definition: draft } : live;
}
