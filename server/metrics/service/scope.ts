import { entitiesNamed } from "@/server/catalog/service/read";
import type { Context } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import type { Scope } from "../core/facts";
import type { MetricScope } from "../schema";
import { servicesInCatalog, teamsBelow } from "../store/scope";

/** What a scope takes in. Throws NotFound for a team that nobody knows, and for a service that the actor may not read. */
export async function scopeOf(ctx: Context, scope: MetricScope, blueprint: string): Promise<Scope> {
  if (scope.kind === "organisation") return { teams: null, service: null };
  if (scope.kind === "service") {
    const { hidden } = await servicesFor(ctx, blueprint, [scope.id]);
    if (hidden.has(scope.id)) throw new NotFound("Service", scope.id);
    return { teams: null, service: scope.id };
  }
  const teams = await teamsBelow(ctx.db, scope.id);
  if (!teams.length) throw new NotFound("Team", scope.id);
  return { teams, service: null };
}

/** Titles of the services that the actor may read, and those that the catalog has and keeps from them. */
export async function servicesFor(
  ctx: Context,
  blueprint: string,
  services: readonly string[],
): Promise<{ titles: Map<string, string>; hidden: Set<string> }> {
  const known = await servicesInCatalog(ctx.db, blueprint, services);
  if (known.size === 0) return { titles: new Map(), hidden: new Set() };
  const titles = await titlesOf(ctx, blueprint, [...known]);
  return { titles, hidden: new Set([...known].filter((service) => !titles.has(service))) };
}

async function titlesOf(ctx: Context, blueprint: string, services: string[]): Promise<Map<string, string>> {
  try {
    const entities = await entitiesNamed(ctx, blueprint, services);
    return new Map(entities.map((e) => [e.identifier, e.title ?? e.identifier]));
  } catch (error) {
    // A blueprint that the actor may not know of: none of its entities either.
    if (error instanceof NotFound) return new Map();
    throw error;
  }
}
