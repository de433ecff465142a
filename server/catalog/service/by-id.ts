import { sql } from "drizzle-orm";
import { teamsOf } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { Model } from "../core/model";
import { entityHeads, type EntityHead, ownedByAny, withIds } from "../store/access";
import { readableBy } from "../store/related";
import { asCondition, readableEntities, readScope } from "./access";
import { blueprintIn, modelOf } from "./model";
import type { AnyContext } from "./write";

/** An entity as a list names it. */
export interface NamedEntity extends Omit<EntityHead, "blueprintId"> {
  blueprint: string;
}

/** The id of an entity, which stays when it is renamed. Throws NotFound, also for one that the actor may not read. */
export async function entityIdOf(ctx: AnyContext, blueprint: string, identifier: string): Promise<string> {
  checkPermission(ctx.actor, "catalog.read");
  const model = await modelOf(ctx);
  const of = blueprintIn(model, blueprint);
  const entity = await readableBy(ctx.db, of.id, identifier, asCondition(await readScope(ctx, model, of)));
  if (!entity) throw new NotFound("Entity", identifier);
  return entity.id;
}

/** Those of these entities that there still are and that the actor may read, in no order. */
export async function entitiesById(ctx: AnyContext, ids: readonly string[]): Promise<NamedEntity[]> {
  checkPermission(ctx.actor, "catalog.read");
  if (!ids.length) return [];
  const model = await modelOf(ctx);
  const may = await readableEntities(ctx, model);
  return named(model, await entityHeads(ctx.db, sql`${may} and ${withIds(ids)}`, ids.length));
}

/** Entities that the actor's teams own and that the actor may read, those that changed last first. */
export async function entitiesOfMyTeams(ctx: AnyContext, limit: number): Promise<NamedEntity[]> {
  checkPermission(ctx.actor, "catalog.read");
  const teams = teamsOf(ctx.actor);
  if (!teams.length) return [];
  const model = await modelOf(ctx);
  const may = await readableEntities(ctx, model);
  return named(model, await entityHeads(ctx.db, sql`${may} and ${ownedByAny(teams)}`, limit));
}

const named = (model: Model, rows: EntityHead[]): NamedEntity[] =>
  rows.flatMap(({ blueprintId, ...row }) => {
    const of = model.byId.get(blueprintId);
    return of && !of.hidden ? [{ ...row, blueprint: of.identifier }] : [];
  });
