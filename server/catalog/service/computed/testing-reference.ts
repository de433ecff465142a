import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { evaluateJq } from "@/server/kernel/jq";
import { planOf, type BlueprintPlan } from "../../core/computed/plan";
import { resultFault } from "../../core/computed/result";
import { shownBy } from "../../core/entity-rules";
import type { Model } from "../../core/model";
import { matches } from "../../core/query/evaluate";
import { resolveQuery } from "../../core/query/resolve";
import type { Query } from "../../core/query/schema";
import { NOBODY } from "../../core/query/viewer";
import { relationTargets, storedEntities } from "../../store/computed/rows";

export interface Known {
  id: string;
  blueprint: string;
  identifier: string;
  title: string | null;
  team: string[];
  properties: Record<string, unknown>;
  targets: Record<string, { id: string; identifier: string }[]>;
}

/** All entities of the model, in the order of their identifiers. */
export async function everything(db: Database, model: Model): Promise<Known[]> {
  const ids = await db.execute<{ id: string; blueprintId: string }>(sql`
    select id, blueprint_id as "blueprintId" from entities order by blueprint_id, identifier`);
  const rows = new Map(
    (
      await storedEntities(
        db,
        ids.map((row) => row.id),
      )
    ).map((row) => [row.id, row]),
  );
  const targets = await relationTargets(
    db,
    ids.map((row) => row.id),
  );
  return ids.map(({ id, blueprintId }) => {
    const { identifier, title, team, properties } = rows.get(id)!;
    const blueprint = model.byId.get(blueprintId)!.identifier;
    return { id, blueprint, identifier, title, team, properties, targets: targets.get(id) ?? {} };
  });
}

/** Computes every value anew, from what was written alone, one entity at a time: slow, and plain enough to be believed. */
export async function fromScratch(model: Model, entities: Known[]): Promise<Known[]> {
  const plan = planOf(model);
  const all = new Map(
    entities.map((e) => {
      const { definition } = model.blueprints.get(e.blueprint)!;
      return [e.id, { ...e, properties: shownBy(definition, e.properties, {}).properties }];
    }),
  );
  for (let changed = true; changed;) {
    changed = false;
    for (const entity of all.values()) {
      const next = await evaluated(model, plan.blueprints.get(entity.blueprint)!, entity, all);
      if (JSON.stringify(next) === JSON.stringify(entity)) continue;
      all.set(entity.id, next);
      changed = true;
    }
  }
  return [...all.values()];
}

type All = Map<string, Known>;

async function evaluated(model: Model, plan: BlueprintPlan, entity: Known, all: All): Promise<Known> {
  const { definition } = model.blueprints.get(entity.blueprint)!;
  const own = Object.fromEntries(
    Object.entries(entity.properties).filter(([key]) => Object.hasOwn(definition.schema.properties, key)),
  );
  const properties: Record<string, unknown> = { ...own };
  const put = (key: string, value: unknown) => {
    if (value !== null && value !== undefined) properties[key] = value;
  };
  for (const { key, hops, end, many } of plan.mirrors) {
    const found = [
      ...new Set(hops.reduce<Known[]>((at, hop) => at.flatMap((e) => next(e, hop.relation, all)), [entity])),
    ];
    const values = found.map((e) => valueOf(e, end)).filter((v) => v !== null && v !== undefined);
    put(key, many ? (values.flat().length ? values.flat() : null) : values[0]);
  }
  const team = plan.team
    ? (plan.team.reduce<Known[]>((at, hop) => at.flatMap((e) => next(e, hop.relation, all)), [entity])[0]
        ?.team ?? [])
    : entity.team;
  for (const { key, target, func, property, path, query } of plan.aggregations) {
    const counts = query ? countedBy(model, target, query, all) : () => true;
    if (!counts) continue;
    const related = path
      ? [...all.values()].filter((e) =>
          path.reverse ? onPath(e, entity, path.steps, all) : onPath(entity, e, path.steps, all),
        )
      : [...new Set([...closure(entity, all, "forward"), ...closure(entity, all, "backward")])];
    const counted = related.filter((e) => e.blueprint === target && e.id !== entity.id && counts(e));
    const numbers = counted.flatMap((e) => {
      const value = property === null ? 1 : valueOf(e, property);
      return typeof value === "number" ? [value] : [];
    });
    put(
      key,
      reduced(
        func,
        numbers.sort((a, b) => a - b),
        property,
      ),
    );
  }
  const shown = {
    identifier: entity.identifier,
    title: entity.title,
    team,
    properties: { ...properties },
    relations: Object.fromEntries(
      Object.entries(definition.relations ?? {}).map(([key, { many }]) => {
        const targets = (entity.targets[key] ?? []).map((t) => t.identifier);
        return [key, many ? targets : (targets[0] ?? null)];
      }),
    ),
  };
  for (const { key, expression, type } of plan.calculations) {
    const value = await evaluateJq(expression, shown).catch(() => null);
    if (resultFault(type, value) === null) put(key, value);
  }
  const order = Object.keys(properties).sort();
  return { ...entity, team, properties: Object.fromEntries(order.map((key) => [key, properties[key]])) };
}

/** Whether a query lets an entity count, by the evaluator in memory; null when the query names what is not there. */
function countedBy(
  model: Model,
  target: string,
  query: Record<string, unknown>,
  all: All,
): ((entity: Known) => boolean) | null {
  const scope = { model, viewer: NOBODY, now: new Date(0), candidates: [target], blueprint: target };
  const { condition, issues } = resolveQuery(query as unknown as Query, scope);
  if (issues.length) return null;
  const stamps = { icon: null, createdAt: "", updatedAt: "", createdBy: "", updatedBy: "" };
  const entities = new Map(
    [...all.values()].map((e) => [
      e.id,
      { ...e, ...stamps, blueprintId: model.blueprints.get(e.blueprint)!.id },
    ]),
  );
  const relations = [...all.values()].flatMap((e) =>
    Object.entries(e.targets).flatMap(([relation, targets]) =>
      targets.map(({ id }) => ({ fromId: e.id, relation, toId: id })),
    ),
  );
  return (e) => matches(condition, entities.get(e.id)!, { entities, relations });
}

const next = (e: Known, relation: string, all: All): Known[] =>
  (e.targets[relation] ?? []).flatMap((target) => all.get(target.id) ?? []);

function valueOf(e: Known, key: string): unknown {
  if (key === "$identifier") return e.identifier;
  if (key === "$title") return e.title ?? e.identifier;
  if (key === "$team") return e.team;
  return e.properties[key];
}

function closure(start: Known, all: All, direction: "forward" | "backward"): Set<Known> {
  const found = new Set<Known>();
  const steps = (e: Known) =>
    direction === "forward"
      ? Object.keys(e.targets).flatMap((relation) => next(e, relation, all))
      : [...all.values()].filter((o) => Object.values(o.targets).some((ts) => ts.some((t) => t.id === e.id)));
  const queue = steps(start);
  for (let e = queue.pop(); e; e = queue.pop())
    if (!found.has(e)) {
      found.add(e);
      queue.push(...steps(e));
    }
  return found;
}

function onPath(from: Known, to: Known, steps: { relation: string; maxHops: number }[], all: All): boolean {
  let at = [from];
  for (const { relation, maxHops } of steps) {
    const reached = new Set<Known>();
    let level = at;
    for (let hop = 0; hop < maxHops; hop++) {
      level = [...new Set(level.flatMap((e) => next(e, relation, all)))];
      for (const e of level) reached.add(e);
    }
    at = [...reached];
  }
  return at.some((e) => e.id === to.id);
}

function reduced(func: string, numbers: number[], property: string | null): number | null {
  const sum = numbers.reduce((a, b) => a + b, 0);
  const n = numbers.length;
  if (func === "count" || (func === "average" && property === null)) return n;
  if (func === "sum") return sum;
  if (n === 0) return null;
  if (func === "min") return numbers[0]!;
  if (func === "max") return numbers[n - 1]!;
  if (func === "average") return sum / n;
  return (numbers[Math.floor((n - 1) / 2)]! + numbers[Math.ceil((n - 1) / 2)]!) / 2;
}
