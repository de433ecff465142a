import { listBlueprints } from "@/server/catalog/service/blueprints";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import type { Events } from "@/server/kernel/events";
import type { TransactionContext } from "@/server/kernel/transaction";
import { renameInAction } from "../core/rename";
import { renameInPermissions } from "../core/rename-policy";
import * as store from "../store";
import { setDraft } from "../store-drafts";
import { replaceAction } from "./definitions";
import { hasFreshDraft } from "./drafts";
import { updatePermissions } from "./permissions";

/** A key of a blueprint got another name: actions that name it follow, each with a new revision, and so do their policies. */
export async function onKeyRenamed(
  tx: TransactionContext,
  { blueprint, kind, from, to }: Events["blueprint.keyRenamed"],
): Promise<void> {
  const known = new Map<string, BlueprintDefinition>();
  for (const { entityCount: _count, ...definition } of await listBlueprints(tx, { hidden: true }))
    known.set(definition.identifier, definition);
  const own = known.get(blueprint);
  const relation = kind === "relation" ? own?.relations?.[to] : undefined;
  // Paths are followed by the names that the action still uses.
  if (own && relation) known.set(blueprint, { ...own, relations: { ...own.relations, [from]: relation } });
  for (const row of await store.selectActions(tx.db, {})) {
    const follow = <T extends object>(definition: T) =>
      renameInAction(definition, { blueprint, kind, key: from }, to, known);
    const draft = row.draft && (await hasFreshDraft(tx, row)) ? follow(row.draft) : null;
    const { definition, renamed } = follow(row.definition);
    if (renamed) await replaceAction(tx, row.identifier, definition);
    const policies = renameInPermissions(
      row.permissions,
      row.definition,
      { blueprint, kind, key: from },
      to,
      known,
    );
    if (policies.renamed) await updatePermissions(tx, row.identifier, policies.permissions);
    // Kept anew even as it was: the change that it is older than now is this one.
    if (draft && row.draftBy && (renamed || draft.renamed))
      await setDraft(tx.db, row.id, draft.definition, row.draftBy);
  }
}
