import type { Condition, Edge, Field, ResolvedHop } from "./condition";
import { passes } from "./test";

/** An entity as the evaluator reads it. */
export interface EvaluatedEntity {
  id: string;
  blueprintId: string;
  identifier: string;
  title: string | null;
  icon: string | null;
  team: string[];
  properties: Record<string, unknown>;
  createdAt: string;
  updatedAt: string;
  createdBy: string;
  updatedBy: string;
}

export interface EvaluatedRelation {
  fromId: string;
  relation: string;
  toId: string;
}

/** Everything that a query can look at: what may be read, and the relations between it. */
export interface Catalog {
  entities: ReadonlyMap<string, EvaluatedEntity>;
  relations: readonly EvaluatedRelation[];
}

/** The reference of what a condition means: does the entity match it? Plain and slow; the store does the same in SQL. */
export function matches(condition: Condition, entity: EvaluatedEntity, catalog: Catalog): boolean {
  switch (condition.kind) {
    case "all":
      return condition.of.every((part) => matches(part, entity, catalog));
    case "any":
      return condition.of.some((part) => matches(part, entity, catalog));
    case "not":
      return !matches(condition.of, entity, catalog);
    case "constant":
      return condition.value;
    case "blueprints":
      return condition.ids.includes(entity.blueprintId);
    case "test":
      if (condition.field.kind === "relation" && condition.test.op !== "none")
        return related(entity, condition.field, catalog).some((value) => passes(condition.test, value));
      return passes(condition.test, valueOf(entity, condition.field, catalog));
    case "related": {
      const { blueprintId, identifiers, forward, edges } = condition;
      return reached(named([blueprintId], identifiers, catalog), forward, edges, catalog).has(entity.id);
    }
    case "path": {
      const { fromId, hops, namedIds, identifiers } = condition;
      const named_ = named(namedIds, identifiers, catalog);
      if (fromId) return follow(named_, hops, catalog).has(entity.id);
      return [...follow(new Set([entity.id]), hops, catalog)].some((id) => named_.has(id));
    }
  }
}

function valueOf(entity: EvaluatedEntity, field: Field, catalog: Catalog): unknown {
  if (field.kind === "property")
    return Object.hasOwn(entity.properties, field.key) ? entity.properties[field.key] : null;
  if (field.kind === "relation") return related(entity, field, catalog)[0];
  switch (field.key) {
    case "$team":
      return entity.team.length ? entity.team : null;
    case "$identifier":
      return entity.identifier;
    case "$title":
      return entity.title;
    case "$icon":
      return entity.icon;
    case "$createdAt":
      return entity.createdAt;
    case "$updatedAt":
      return entity.updatedAt;
    case "$createdBy":
      return entity.createdBy;
    case "$updatedBy":
      return entity.updatedBy;
  }
}

/** Identifier or title of each related entity; a missing title is none. */
function related(entity: EvaluatedEntity, field: Field, { entities, relations }: Catalog): string[] {
  if (field.kind !== "relation") return [];
  return relations
    .filter(({ fromId, relation }) => fromId === entity.id && relation === field.key)
    .flatMap(({ toId }) => entities.get(toId) ?? [])
    .filter((target) => field.targets.includes(target.blueprintId))
    .flatMap((target) => (field.property === "$title" ? (target.title ?? []) : target.identifier));
}

const named = (blueprintIds: string[], identifiers: string[], { entities }: Catalog): Set<string> =>
  new Set(
    [...entities.values()]
      .filter((e) => blueprintIds.includes(e.blueprintId) && identifiers.includes(e.identifier))
      .map((e) => e.id),
  );

/** What is reached in at least one step; the named entities themselves only where a circle leads back to them. */
function reached(
  from: Set<string>,
  forward: boolean,
  edges: Edge[],
  { entities, relations }: Catalog,
): Set<string> {
  const seen = new Set<string>();
  const waiting = [...from];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
    for (const { fromId, relation, toId } of relations) {
      const [near, far] = forward ? [fromId, toId] : [toId, fromId];
      const source = entities.get(fromId);
      if (near !== at || seen.has(far) || !entities.has(far) || !source) continue;
      if (!edges.some((e) => e.relation === relation && e.blueprintId === source.blueprintId)) continue;
      seen.add(far);
      waiting.push(far);
    }
  return seen;
}

function follow(from: Set<string>, hops: ResolvedHop[], { entities, relations }: Catalog): Set<string> {
  let at = from;
  for (const { relation, max } of hops) {
    const met = new Set<string>();
    for (let step = 0; step < max && at.size; step++) {
      const next = new Set(
        relations
          .filter((r) => r.relation === relation && at.has(r.fromId) && entities.has(r.toId))
          .map((r) => r.toId),
      );
      for (const id of next) met.add(id);
      at = next;
    }
    at = met;
  }
  return at;
}
