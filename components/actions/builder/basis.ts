import type { Basis } from "@/components/definition-editor/use-definition";
import type { ActionDefinition, StoredAction } from "../action-types";
import type { ActionDraft } from "./action-draft";
import { isActionDraft } from "./action-draft";

/** What is live of a stored action: the definition without its stamps, and its revision. */
export function basisOf(record: ActionDefinition | StoredAction): Basis<ActionDraft> {
  const {
    id: _id,
    createdAt: _at,
    createdBy: _by,
    updatedAt: _updated,
    updatedBy: _editor,
    revision,
    draft,
    ...definition
  } = record as StoredAction;
  return { definition, revision, draftAt: draft?.at ?? null };
}

/** What editing starts from: the draft where somebody kept one, else what is live. */
export function startOf(record: StoredAction): Basis<ActionDraft> {
  const live = basisOf(record);
  const draft = record.draft?.definition;
  return isActionDraft(draft) ? { ...live, definition: draft } : live;
}

/**
 * What somebody else changed since editing began: what both started from, and what they made of it. Where they changed what is
 * live and left the draft alone, both started from what was live then.
 */
export function meanwhile(
  basis: Basis<ActionDraft>,
  record: StoredAction,
  revisions: readonly { revision: number; definition: unknown }[],
): { before: ActionDraft; after: Basis<ActionDraft> } {
  const live = basisOf(record);
  if (live.draftAt !== (basis.draftAt ?? null)) return { before: basis.definition, after: startOf(record) };
  const before = revisions.find(({ revision }) => revision === basis.revision)?.definition;
  return { before: isActionDraft(before) ? before : basis.definition, after: live };
}
