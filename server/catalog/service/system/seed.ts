import {
  isSystem,
  SYSTEM_BLUEPRINTS,
  systemIssues,
  systemPermissions,
  withBase,
} from "../../core/system-blueprints";
import type { BlueprintDefinition } from "../../schema";
import { lockDefinitions } from "../../store/blueprints";
import { checkPermission } from "@/server/kernel/permissions";
import { NotFound } from "@/server/kernel/errors";
import { setHidden } from "../blueprint-revisions";
import { createBlueprint, replaceBlueprint } from "../blueprints";
import { changeModel, modelOf } from "../model";
import { setPermissions } from "../permissions";
import type { AnyContext } from "../write";

/**
 * Makes the system blueprints where they are missing, and gives those back their base that lack it. For the portal itself.
 * New ones stand in no list for people until an administrator shows them.
 */
export async function ensureSystemBlueprints(ctx: AnyContext): Promise<void> {
  const { blueprints } = await modelOf(ctx);
  const good = ({ identifier }: BlueprintDefinition) => {
    const found = blueprints.get(identifier);
    return found && systemIssues(found.definition).length === 0;
  };
  if (SYSTEM_BLUEPRINTS.every(good)) return;
  await changeModel(ctx, async (tx) => {
    await lockDefinitions(tx.db);
    const now = (await modelOf(tx)).blueprints;
    for (const base of SYSTEM_BLUEPRINTS) {
      const { identifier } = base;
      const found = now.get(identifier);
      if (!found) {
        await createBlueprint(tx, base);
        await setPermissions(tx, identifier, systemPermissions(identifier));
        await setHidden(tx, identifier, true);
      } else if (systemIssues(found.definition).length)
        await replaceBlueprint(tx, identifier, withBase(found.definition, base));
    }
  });
}

/** What the portal itself defines of a system blueprint, without what people added. Throws NotFound for any other. */
export function systemStructure(ctx: AnyContext, identifier: string): BlueprintDefinition {
  checkPermission(ctx.actor, "catalog.read");
  const base = SYSTEM_BLUEPRINTS.find((one) => isSystem(identifier) && one.identifier === identifier);
  if (!base) throw new NotFound("System blueprint", identifier);
  return base;
}
