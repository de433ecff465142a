import { allEntities } from "@/server/catalog/service/read";
import { NotFound } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { listTeams } from "@/server/identity/service/teams";
import type { CostBearer, CostBearers } from "../../core/billing/allocate";
import type { AllocationSettings } from "../../core/billing/settings";

/** What the catalog says that costs can be given to, whoever asks: allocation is the organisation's, not a reader's. */
export async function bearersOf(tx: TransactionContext, settings: AllocationSettings): Promise<CostBearers> {
  const system: TransactionContext = { ...tx, actor: { kind: "system", name: "Cost allocation" } };
  const teams = new Map<string, string>();
  for (const team of await listTeams(system)) {
    teams.set(team.identifier.toLowerCase(), team.identifier);
    if (!teams.has(team.title.toLowerCase())) teams.set(team.title.toLowerCase(), team.identifier);
  }
  const byName = new Map<string, CostBearer>();
  const byResource = new Map<string, CostBearer>();
  for (const blueprint of settings.blueprints) {
    for (const entity of await entitiesOf(system, blueprint)) {
      const environment = entity.properties.environment;
      const bearer: CostBearer = {
        blueprint,
        entity: entity.identifier,
        team: [entity.team].flat().find((team) => typeof team === "string") ?? null,
        environment: typeof environment === "string" ? environment : null,
      };
      for (const name of [entity.identifier, entity.title])
        if (name && !byName.has(name.toLowerCase())) byName.set(name.toLowerCase(), bearer);
      for (const key of settings.resourceProperties)
        for (const resource of [entity.properties[key]].flat())
          if (typeof resource === "string" && resource !== "") byResource.set(resource.toLowerCase(), bearer);
    }
  }
  return { teams, byName, byResource };
}

/** None where the settings name a blueprint that has gone. */
async function entitiesOf(ctx: TransactionContext, blueprint: string) {
  try {
    return await allEntities(ctx, blueprint);
  } catch (error) {
    if (error instanceof NotFound) return [];
    throw error;
  }
}
