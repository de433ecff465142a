import { actorId } from "@/server/kernel/context";
import { DomainError, type Issue } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { BlueprintDefinition, WriteOptions } from "../schema";
import { blueprintBy } from "../store/blueprints";
import * as store from "../store/entities";
import { toEntity, type Written } from "./record";

/**
 * The ids behind the identifiers of an entity's relations, by relation. Targets that do not exist are made when the
 * options say so; else NotFound with the path of each.
 */
export async function resolveTargets(
  tx: TransactionContext,
  definition: BlueprintDefinition,
  relations: Record<string, string[]>,
  options: WriteOptions,
): Promise<{ ids: Record<string, string[]>; made: Written[] }> {
  const ids: Record<string, string[]> = {};
  const made: Written[] = [];
  const issues: Issue[] = [];
  for (const [relation, identifiers] of Object.entries(relations)) {
    const target = definition.relations?.[relation]?.target;
    if (!target || identifiers.length === 0) continue;
    const found = await store.holdTargets(tx.db, target, identifiers);
    const missing = identifiers.filter((identifier) => !found.has(identifier));
    if (missing.length && options.createMissingRelatedEntities) {
      made.push(...(await makeTargets(tx, target, missing, options.runId ?? null)));
      for (const [identifier, id] of await store.holdTargets(tx.db, target, missing))
        found.set(identifier, id);
    }
    ids[relation] = identifiers.flatMap((identifier) => found.get(identifier) ?? []);
    for (const [i, identifier] of identifiers.entries())
      if (!found.has(identifier))
        issues.push({
          path: definition.relations?.[relation]?.many ? ["relations", relation, i] : ["relations", relation],
          message: `There is no entity "${identifier}" of "${target}". Create it first, or correct the identifier.`,
        });
  }
  if (issues.length)
    throw new DomainError(
      "not_found",
      issues
        .map((issue) => issue.message)
        .slice(0, 5)
        .join(" "),
      { issues, data: { resource: "Entity" } },
    );
  return { ids, made };
}

/** Entities with nothing but an identifier; what their blueprint requires is missing until somebody fills it in. */
async function makeTargets(
  tx: TransactionContext,
  blueprint: string,
  identifiers: string[],
  runId: string | null,
): Promise<Written[]> {
  const row = await blueprintBy(tx.db, blueprint, "share");
  if (!row) return [];
  const made: Written[] = [];
  for (const identifier of identifiers) {
    const entity = await store.insertEntity(
      tx.db,
      { blueprintId: row.id, identifier, title: null, icon: null, team: [], properties: {}, runId },
      actorId(tx.actor),
    );
    // Null: somebody else made it in this moment, which is as good.
    if (entity) made.push({ id: entity.id, before: null, after: toEntity(row.definition, entity), runId });
  }
  return made;
}
