import { sql, type SQL } from "drizzle-orm";
import { isAdmin, teamsOf, type Actor } from "@/server/kernel/context";
import { DomainError } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import {
  readingOf,
  registerRefusals,
  unregisterRefusals,
  updateRefusals,
  type Guarded,
  type Refusal,
  type Written,
} from "../core/entity-access";
import type { Model, ModelBlueprint } from "../core/model";
import type { Grantee } from "../core/permissions";
import type { Query } from "../core/query/schema";
import {
  entityExists,
  identifiersWhere,
  idsWhere,
  ofBlueprint,
  ofBlueprints,
  ownedByAny,
} from "../store/access";
import { compileQuery } from "../store/query/compile";
import { viewerOf } from "./viewer";
import type { AnyContext } from "./write";

/** Which rows of `entities` the actor may read: all, none, or those of a condition on that table. */
export type ReadScope = true | false | SQL;

/** The actor as permissions see them. */
export function granteeOf(actor: Actor): Grantee {
  return {
    admin: isAdmin(actor),
    email: actor.kind === "user" ? actor.email.toLowerCase() : null,
    teams: teamsOf(actor),
    moderates: actor.kind === "user" ? (actor.moderates ?? []) : [],
  };
}

/** What the actor may read of one blueprint's entities. */
export async function readScope(
  ctx: AnyContext,
  model: Model,
  blueprint: ModelBlueprint,
): Promise<ReadScope> {
  checkPermission(ctx.actor, "catalog.read");
  if (!model.byId.has(blueprint.id)) return false;
  const reading = readingOf(blueprint, granteeOf(ctx.actor));
  if (reading.all) return true;
  const parts = [
    ...(reading.ofTeams.length ? [ownedByAny(reading.ofTeams)] : []),
    ...(reading.policy ? [await hitsOf(ctx, model, blueprint, reading.policy)] : []),
  ];
  return parts.length ? sql`(${sql.join(parts, sql` or `)})` : false;
}

/** The hits of a read policy. What relates to an entity counts whether or not the reader may read it. */
async function hitsOf(
  ctx: AnyContext,
  model: Model,
  blueprint: ModelBlueprint,
  policy: Record<string, unknown>,
): Promise<SQL> {
  try {
    return compileQuery(policy as unknown as Query, {
      model,
      viewer: await viewerOf(ctx, model),
      now: new Date(),
      candidates: [blueprint.identifier],
      blueprint: blueprint.identifier,
    });
  } catch (error) {
    // It names what has gone since it was set: then it lets nobody read, rather than everybody fail.
    if (error instanceof DomainError && error.code === "invalid") return sql`false`;
    throw error;
  }
}

/** The same over all blueprints, as one condition on `entities`. */
export async function readableEntities(ctx: AnyContext, model: Model): Promise<SQL> {
  const scopes = await Promise.all(
    [...model.blueprints.values()].map(async (blueprint) => ({
      blueprint,
      scope: await readScope(ctx, model, blueprint),
    })),
  );
  if (scopes.every(({ scope }) => scope === true)) return sql`true`;
  const whole = scopes.filter(({ scope }) => scope === true).map(({ blueprint }) => blueprint.id);
  const parts = [
    ...(whole.length ? [ofBlueprints(whole)] : []),
    ...scopes.flatMap(({ blueprint, scope }) =>
      typeof scope === "boolean" ? [] : [ofBlueprint(blueprint.id, scope)],
    ),
  ];
  return parts.length ? sql`(${sql.join(parts, sql` or `)})` : sql`false`;
}

/** Whether the actor may read every entity there is: then nothing has to be left out. */
export function readsEverything(ctx: AnyContext, model: Model): boolean {
  const who = granteeOf(ctx.actor);
  return [...model.blueprints.values()].every((blueprint) => readingOf(blueprint, who).all);
}

/** A read scope as a condition on `entities`. */
export const asCondition = (scope: ReadScope): SQL =>
  typeof scope === "boolean" ? (scope ? sql`true` : sql`false`) : scope;

/** Those of these entities of one blueprint that the actor may read. What is left out does not exist for them. */
export async function readableAmong(
  ctx: AnyContext,
  model: Model,
  blueprint: ModelBlueprint,
  ids: string[],
): Promise<Set<string>> {
  const scope = await readScope(ctx, model, blueprint);
  if (scope === true || ids.length === 0) return new Set(ids);
  if (scope === false) return new Set();
  return idsWhere(ctx.db, ids, scope);
}

/** Those of these identifiers of one blueprint behind which there is an entity that the actor may read. */
export async function readableIdentifiers(
  ctx: AnyContext,
  model: Model,
  blueprint: ModelBlueprint,
  identifiers: string[],
): Promise<Set<string>> {
  const scope = await readScope(ctx, model, blueprint);
  if (scope === false || identifiers.length === 0) return new Set();
  return identifiersWhere(ctx.db, blueprint.id, identifiers, asCondition(scope));
}

/** Whether the actor may read an entity, or might when it still was there; `team` is then what it had last. */
export async function mayReadOnce(
  ctx: AnyContext,
  model: Model,
  blueprint: ModelBlueprint,
  entity: { id: string; team: readonly string[] },
): Promise<boolean> {
  const reading = readingOf(blueprint, granteeOf(ctx.actor));
  if (reading.all) return true;
  if (await entityExists(ctx.db, entity.id))
    return (await readableAmong(ctx, model, blueprint, [entity.id])).has(entity.id);
  return entity.team.some((team) => reading.ofTeams.includes(team));
}

/** Throws Forbidden unless the actor may create this entity, with each of its values. */
export function checkRegister(ctx: AnyContext, blueprint: Guarded, after: Written): void {
  refuseWhen(registerRefusals(blueprint, granteeOf(ctx.actor), after));
}

/** Whether the actor may create entities of a blueprint with nothing but an identifier. */
export function mayRegisterBare(ctx: AnyContext, blueprint: Guarded): boolean {
  const bare = { identifier: "", title: null, icon: null, team: [], properties: {}, relations: {} };
  return registerRefusals(blueprint, granteeOf(ctx.actor), bare).length === 0;
}

/** Throws Forbidden unless the actor may make this change, as far as it changes anything. That they may read `before` is asked first, by the caller. */
export function checkUpdate(ctx: AnyContext, blueprint: Guarded, before: Written, after: Written): void {
  refuseWhen(updateRefusals(blueprint, granteeOf(ctx.actor), before, after));
}

/** Throws Forbidden unless the actor may delete this entity. That they may read it is asked first, by the caller. */
export function checkUnregister(
  ctx: AnyContext,
  blueprint: Guarded,
  before: Pick<Written, "identifier" | "team">,
): void {
  refuseWhen(unregisterRefusals(blueprint, granteeOf(ctx.actor), before));
}

function refuseWhen(refusals: Refusal[]): void {
  const [first] = refusals;
  if (!first) return;
  const issues = refusals.filter(({ path }) => path.length > 0);
  throw new DomainError("forbidden", first.message, issues.length ? { issues } : {});
}
