import { DomainError, Invalid } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { EntityGiven, EntityPatch } from "../../core/entity-schema";
import { isLookup, type Lookup } from "../../core/lookup-schema";
import { CONTEXT_BLUEPRINTS } from "../../core/query/viewer";
import { identifiersOf } from "../../store/lookups";
import { compileQuery } from "../../store/query/compile";
import { asCondition, readableEntities, readScope } from "../access";
import { viewerOf } from "../viewer";
import type { Place } from "./place";

type Path = (string | number)[];

/** A search in the place of an identifier has at most so many hits, as published. */
const MAX_HITS = 100;

/**
 * Puts what searches find in their place: one identifier for the entity itself and for a relation to one, up to 100 for a
 * relation to many and for teams. Only what the actor may read is found. Throws NotFound where one is needed and none is
 * found, and Invalid where there are too many; each with the path of the search.
 */
export async function withoutLookups(
  tx: TransactionContext,
  place: Place,
  given: EntityGiven,
): Promise<EntityPatch> {
  const { identifier, team, relations, ...rest } = given;
  const { definition } = place.blueprint;
  const plain: EntityPatch = { ...rest };
  if (identifier !== undefined)
    plain.identifier = isLookup(identifier)
      ? await one(tx, place, definition.identifier, identifier, ["identifier"])
      : identifier;
  if (team !== undefined)
    plain.team = isLookup(team)
      ? await several(tx, place, CONTEXT_BLUEPRINTS.userTeams, team, ["team"])
      : team;
  if (relations) {
    plain.relations = {};
    for (const [key, value] of Object.entries(relations)) {
      const path = ["relations", key];
      const relation = Object.hasOwn(definition.relations ?? {}, key)
        ? definition.relations?.[key]
        : undefined;
      // What the blueprint does not have is refused later, with all other faults.
      if (!isLookup(value) || !relation) plain.relations[key] = isLookup(value) ? null : value;
      else
        plain.relations[key] = await (relation.many ? several : one)(tx, place, relation.target, value, path);
    }
  }
  return plain;
}

async function one(
  tx: TransactionContext,
  place: Place,
  blueprint: string,
  lookup: Lookup,
  path: Path,
): Promise<string> {
  const [found, ...others] = await hits(tx, place, blueprint, lookup, path, 2);
  if (found === undefined) {
    const message = `No entity of "${blueprint}" is like this. Create it first, or change the search.`;
    throw new DomainError("not_found", message, {
      issues: [{ path, message }],
      data: { resource: "Entity" },
    });
  }
  if (others.length)
    throw Invalid.at(path, `Several entities of "${blueprint}" are like this. Search for exactly one.`);
  return found;
}

async function several(
  tx: TransactionContext,
  place: Place,
  blueprint: string,
  lookup: Lookup,
  path: Path,
): Promise<string[]> {
  const found = await hits(tx, place, blueprint, lookup, path, MAX_HITS + 1);
  if (found.length > MAX_HITS)
    throw Invalid.at(
      path,
      `More than ${MAX_HITS} entities of "${blueprint}" are like this. Narrow the search.`,
    );
  return found;
}

async function hits(
  tx: TransactionContext,
  { model, at }: Place,
  identifier: string,
  lookup: Lookup,
  path: Path,
  limit: number,
): Promise<string[]> {
  const blueprint = model.blueprints.get(identifier);
  if (!blueprint) throw Invalid.at(path, `There is no blueprint "${identifier}" in which to search.`);
  const readable = await readScope(tx, model, blueprint);
  const condition = compileQuery(lookup, {
    model,
    viewer: await viewerOf(tx, model),
    now: at,
    candidates: [identifier],
    readable: await readableEntities(tx, model),
    path,
  });
  return identifiersOf(tx.db, blueprint.id, [condition, asCondition(readable)], limit);
}
