import type { Issue } from "@/server/kernel/errors";
import type { Model, ModelBlueprint } from "../model";
import { choices, type Path } from "./check-keys";
import { any, FALSE, type Condition, type Edge, type ResolvedHop } from "./condition";
import type { PathRule, RelatedRule } from "./schema";

/** Relations of a model, by the blueprints at both ends. Relations to what does not exist are left out. */
function edgesOf(model: Model, required: boolean | undefined): Edge[] {
  return [...model.blueprints.values()].flatMap((blueprint) =>
    Object.entries(blueprint.definition.relations ?? {}).flatMap(([relation, definition]) => {
      const target = model.blueprints.get(definition.target);
      if (!target || (required !== undefined && (definition.required === true) !== required)) return [];
      return [{ blueprintId: blueprint.id, relation, targetId: target.id }];
    }),
  );
}

/** Blueprints that are reached over the edges from some, themselves included. */
function reachable(from: Iterable<string>, edges: Edge[], forward: boolean): Set<string> {
  const seen = new Set(from);
  const waiting = [...seen];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
    for (const { blueprintId, targetId } of edges) {
      const [near, far] = forward ? [blueprintId, targetId] : [targetId, blueprintId];
      if (near !== at || seen.has(far)) continue;
      seen.add(far);
      waiting.push(far);
    }
  return seen;
}

/** The condition of a `relatedTo` rule for entities of the candidates: walks only over relations that can lead to them. */
export function relatedCondition(
  model: Model,
  rule: RelatedRule,
  identifiers: string[],
  seed: ModelBlueprint,
  candidates: ReadonlySet<string>,
): Condition {
  const every = edgesOf(model, undefined);
  const edges = rule.required === undefined ? every : edgesOf(model, rule.required);
  const directions = rule.direction ? [rule.direction] : (["upstream", "downstream"] as const);
  if (identifiers.length === 0) return FALSE;
  return any(
    directions.map((direction): Condition => {
      const forward = direction === "upstream";
      const [near, far] = [reachable([seed.id], edges, forward), reachable(candidates, edges, !forward)];
      const useful = edges.filter(
        ({ blueprintId, targetId }) =>
          near.has(forward ? blueprintId : targetId) && far.has(forward ? targetId : blueprintId),
      );
      if (useful.length === 0) return FALSE;
      const names = new Set(useful.map((edge) => edge.relation));
      const byName = every.filter((edge) => names.has(edge.relation)).length === useful.length;
      return { kind: "related", blueprintId: seed.id, identifiers, forward, edges: useful, byName };
    }),
  );
}

/** The condition of a `matchAny` rule over a path. Faults have paths from the rule's `property`. */
export function pathCondition(
  model: Model,
  { path, fromBlueprint }: PathRule["property"],
  identifiers: string[],
  candidates: ReadonlySet<string>,
): { condition: Condition; issues: Issue[] } {
  const from = fromBlueprint === undefined ? null : model.blueprints.get(fromBlueprint);
  const refuse = (at: Path, message: string) => ({ condition: FALSE, issues: [{ path: at, message }] });
  if (from === undefined)
    return refuse(
      ["fromBlueprint"],
      `There is no blueprint "${fromBlueprint}". Known: ${choices([...model.blueprints.keys()])}.`,
    );
  let at = (from ? [from] : [...candidates].map((id) => model.byId.get(id))).filter((b) => b !== undefined);
  const start = at;
  const hops: ResolvedHop[] = [];
  for (const [i, hop] of path.entries()) {
    const { relation, maxHops = 1 } = typeof hop === "string" ? { relation: hop } : hop;
    const next = at.flatMap((blueprint) => {
      const relations = blueprint.definition.relations ?? {};
      const target = Object.hasOwn(relations, relation) && model.blueprints.get(relations[relation]!.target);
      return target ? [{ blueprint, target }] : [];
    });
    const where = ["path", i, ...(typeof hop === "string" ? [] : ["relation"])];
    if (next.length === 0) {
      const known = [...new Set(at.flatMap((b) => Object.keys(b.definition.relations ?? {})))];
      const who = at.length === 1 ? `"${at[0]!.identifier}" has` : "The blueprints here have";
      return refuse(
        where,
        `${who} no relation "${relation}". ${known.length ? `Known: ${choices(known)}.` : "There is no relation to follow."}`,
      );
    }
    if (maxHops > 1 && !next.some(({ blueprint, target }) => blueprint === target))
      return refuse(
        ["path", i, "maxHops"],
        `"${relation}" leads to another blueprint, so it cannot be followed again. Only a relation to its own blueprint repeats.`,
      );
    hops.push({ relation, max: maxHops });
    at = [...new Map(next.map(({ target }) => [target.id, target])).values()];
  }
  if (identifiers.length === 0) return { condition: FALSE, issues: [] };
  return {
    condition: {
      kind: "path",
      fromId: from?.id ?? null,
      hops,
      namedIds: (from ? start : at).map((b) => b.id),
      identifiers,
    },
    issues: [],
  };
}
