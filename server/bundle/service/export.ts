import type { Context } from "@/server/kernel/context";
import { Limit, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { TransactionContext } from "@/server/kernel/transaction";
import { DEFAULT_PERMISSIONS } from "@/server/actions/schema";
import { selectActions } from "@/server/actions/service/definitions";
import { getPermissions as actionPermissions } from "@/server/actions/service/permissions";
import { withoutStamps } from "@/server/catalog/core/strict";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { listBlueprints } from "@/server/catalog/service/blueprints";
import { getPermissions } from "@/server/catalog/service/permissions";
import { allEntities, countEntities } from "@/server/catalog/service/read";
import { exportSurveys } from "@/server/surveys/service/documents";
import { exportPages } from "@/server/dashboards/service/documents";
import { listVariableSets } from "@/server/pipelines/variable-sets";
import { getPolicy, listPolicies } from "@/server/policy/service/policies";
import { equalJson } from "@/server/properties/equal";
import { normalEntity, type Json } from "../core/normal";
import { isSystem } from "../core/plan";
import { exportedVariableSet } from "../core/variable-set";
import { MAX_BUNDLE_ENTITIES, type Bundle } from "../schema";

export type AnyContext = Context | TransactionContext;

export interface ExportOptions {
  /** Only these, with their actions and entities; all when left out. */
  blueprints?: string[];
  entities?: boolean;
}

/**
 * The definitions of the portal as one document, in an order that is always the same. Administrators only. Throws NotFound
 * for a blueprint that does not exist, and Limit when there are more entities than a bundle can hold.
 */
export async function exportBundle(ctx: AnyContext, options: ExportOptions = {}): Promise<Bundle> {
  checkPermission(ctx.actor, "blueprints.manage");
  const all = await listBlueprints(ctx, { hidden: true });
  const missing = options.blueprints?.find((identifier) => !all.some((b) => b.identifier === identifier));
  if (missing !== undefined) throw new NotFound("Blueprint", missing);
  const chosen = all
    .filter(({ identifier }) => options.blueprints?.includes(identifier) ?? true)
    .sort(byIdentifier);
  const definitions = chosen.map(
    ({ entityCount: _count, hidden: _hidden, revision: _revision, ...definition }) =>
      withoutStamps(definition) as BlueprintDefinition,
  );
  const permissions: Record<string, Json> = {};
  for (const { identifier } of definitions) {
    const { stored } = await getPermissions(ctx, identifier);
    if (stored) permissions[identifier] = stored as unknown as Json;
  }
  return {
    version: 1,
    blueprints: definitions,
    permissions,
    hidden: chosen.filter((blueprint) => blueprint.hidden).map(({ identifier }) => identifier),
    ...(await exportActions(ctx, options.blueprints)),
    ...(options.blueprints
      ? {}
      : {
          policies: await exportPolicies(ctx),
          pages: (await exportPages(ctx)) as unknown as Json[],
          surveys: await exportSurveys(ctx),
          variableSets: (await listVariableSets(ctx)).map(exportedVariableSet).sort(byName),
        }),
    ...(options.entities ? { entities: await exportEntities(ctx, definitions) } : {}),
  };
}

const byIdentifier = (a: { identifier: string }, b: { identifier: string }) =>
  a.identifier < b.identifier ? -1 : a.identifier > b.identifier ? 1 : 0;

const byName = (a: Json, b: Json) => (String(a.identifier) < String(b.identifier) ? -1 : 1);

async function exportActions(
  ctx: AnyContext,
  blueprints: string[] | undefined,
): Promise<Pick<Bundle, "actions" | "actionPermissions">> {
  const actions: Json[] = [];
  const permissions: Record<string, Json> = {};
  for (const { id: _id, revision: _revision, ...action } of await selectActions(ctx, { blueprints })) {
    actions.push(withoutStamps(action as unknown as Json));
    const own = await actionPermissions(ctx, action.identifier);
    if (!equalJson(own, DEFAULT_PERMISSIONS)) permissions[action.identifier] = own as unknown as Json;
  }
  return { actions, actionPermissions: permissions };
}

/** Policies as they are in force; of one that is not, the newest revision. */
async function exportPolicies(ctx: AnyContext): Promise<Json[]> {
  const policies: Json[] = [];
  for (const { identifier, state } of await listPolicies(ctx)) {
    const { definition, live } = await getPolicy(ctx, identifier);
    const said = state === "live" ? (live ?? definition) : definition;
    policies.push({ identifier, live: state === "live", ...said });
  }
  return policies;
}

/** The entities of these blueprints in a bundle's form; those of the portal's own blueprints are kept up by the portal itself. */
export async function exportEntities(ctx: AnyContext, definitions: BlueprintDefinition[]): Promise<Json[]> {
  const own = definitions.filter(({ identifier }) => !isSystem(identifier));
  let total = 0;
  for (const { identifier } of own) total += await countEntities(ctx, identifier);
  if (total > MAX_BUNDLE_ENTITIES)
    throw new Limit(
      `These are ${total} entities, and a bundle holds at most ${MAX_BUNDLE_ENTITIES}, since it is written in one transaction. Name some of the blueprints, or leave entities out.`,
      "size",
    );
  const entities: Json[] = [];
  for (const definition of own)
    for (const entity of await allEntities(ctx, definition.identifier))
      entities.push(normalEntity(definition, entity as unknown as Json));
  return entities;
}
