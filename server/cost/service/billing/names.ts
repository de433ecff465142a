import { entitiesNamed } from "@/server/catalog/service/read";
import { teamTitles } from "@/server/identity/service/teams";
import type { Context } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { OTHERS, UNALLOCATED } from "../../core/billing/group-names";
import type { CostGroupBy } from "../../store/billing/figures";

/**
 * What people call groups of costs, by their ids: titles of teams, and of entities that the actor may read. Others are called by
 * their ids, and are not in it.
 */
export async function namesOf(
  ctx: Context,
  by: CostGroupBy,
  ids: readonly string[],
  blueprints: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const named = ids.filter((id) => id !== UNALLOCATED && id !== OTHERS);
  if (by === "team") return teamTitles(ctx, named);
  if (by !== "entity" || !named.length) return new Map();
  const names = new Map<string, string>();
  for (const blueprint of blueprints)
    for (const { identifier, title } of await entitiesOf(ctx, blueprint, named))
      if (title && !names.has(identifier)) names.set(identifier, title);
  return names;
}

/** None where the settings name a blueprint that has gone. */
async function entitiesOf(ctx: Context, blueprint: string, identifiers: readonly string[]) {
  try {
    return await entitiesNamed(ctx, blueprint, identifiers);
  } catch (error) {
    if (error instanceof NotFound) return [];
    throw error;
  }
}
