import { sql } from "drizzle-orm";
import { Invalid, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { Model, ModelBlueprint } from "../core/model";
import {
  relatedPageSchema,
  type Dependent,
  type Dependents,
  type PathStep,
  type RelatedCount,
  type RelatedPageQuery,
} from "../core/related-schema";
import type { BlueprintDefinition, EntityRecord, RelatedGroup } from "../schema";
import type { EntityRow } from "../store/entities";
import * as store from "../store/related";
import { asCondition, readableEntities, readScope } from "./access";
import { filterOf } from "./filter";
import { blueprintIn, modelOf } from "./model";
import { pageOf } from "./page";
import { read, type AnyContext } from "./write";

const DEFAULT_PAGE = 25;
const MAX_GROUP = 200;

/** Where every verb here begins: the entity, in the model of the moment. Throws NotFound for what may not be read, too. */
export async function startAt(
  ctx: AnyContext,
  blueprint: string,
  identifier: string,
): Promise<{ model: Model; of: ModelBlueprint; entity: EntityRow }> {
  checkPermission(ctx.actor, "catalog.read");
  const model = await modelOf(ctx);
  const of = blueprintIn(model, blueprint);
  const scope = asCondition(await readScope(ctx, model, of));
  const entity = await store.readableBy(ctx.db, of.id, identifier, scope);
  if (!entity) throw new NotFound("Entity", identifier);
  return { model, of, entity };
}

const short = ({ identifier, title, icon }: BlueprintDefinition) => ({
  identifier,
  title,
  icon: icon ?? null,
});

/** The definition of a relation, seen from one of its ends; undefined when the model has it no more. */
function relationAt(of: ModelBlueprint, far: ModelBlueprint, direction: PathStep["direction"], key: string) {
  const holder = direction === "outgoing" ? of : far;
  const relations = holder.definition.relations ?? {};
  return Object.hasOwn(relations, key) ? relations[key] : undefined;
}

/** What an entity relates to and what relates to it, by blueprint and relation; of each the first `limit` by title. */
export async function relatedEntities(
  ctx: AnyContext,
  blueprint: string,
  identifier: string,
  limit = 25,
): Promise<RelatedGroup[]> {
  const { model, of, entity } = await startAt(ctx, blueprint, identifier);
  const readable = await readableEntities(ctx, model);
  const groups = new Map<string, RelatedGroup>();
  for (const row of await store.relatedRows(ctx.db, entity.id, readable, Math.min(limit, MAX_GROUP))) {
    const far = model.byId.get(row.blueprintId);
    if (!far) continue;
    const key = JSON.stringify([row.direction, row.blueprintId, row.relation]);
    const group = groups.get(key) ?? {
      direction: row.direction,
      relation: row.relation,
      title: relationAt(of, far, row.direction, row.relation)?.title ?? row.relation,
      blueprint: short(far.definition),
      total: row.total,
      entities: [],
    };
    const { identifier: id, title, team } = row;
    group.entities.push({
      identifier: id,
      title,
      icon: row.icon ?? far.definition.icon ?? null,
      team,
      updatedAt: new Date(row.updatedAt).toISOString(),
    });
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Every relation from and to an entity that the model has, also those without an entity, with how many there are. */
export async function relationCounts(
  ctx: AnyContext,
  blueprint: string,
  identifier: string,
): Promise<RelatedCount[]> {
  const { model, of, entity } = await startAt(ctx, blueprint, identifier);
  const rows = await store.relationCounts(ctx.db, entity.id, await readableEntities(ctx, model));
  const total = (direction: PathStep["direction"], relation: string, far: ModelBlueprint) =>
    rows.find((r) => r.direction === direction && r.relation === relation && r.blueprintId === far.id)
      ?.total ?? 0;
  const count = (
    direction: PathStep["direction"],
    key: string,
    relation: NonNullable<BlueprintDefinition["relations"]>[string],
    far: ModelBlueprint,
  ): RelatedCount => ({
    direction,
    relation: key,
    title: relation.title ?? key,
    many: direction === "incoming" || relation.many === true,
    required: relation.required === true,
    blueprint: short(far.definition),
    total: total(direction, key, far),
  });
  const outgoing = Object.entries(of.definition.relations ?? {}).flatMap(([key, relation]) => {
    const far = model.blueprints.get(relation.target);
    return far ? [count("outgoing", key, relation, far)] : [];
  });
  const byTitle = [...model.blueprints.values()].sort((a, b) =>
    a.definition.title.localeCompare(b.definition.title),
  );
  const incoming = byTitle.flatMap((far) =>
    Object.entries(far.definition.relations ?? {})
      .filter(([, relation]) => relation.target === of.identifier)
      .map(([key, relation]) => count("incoming", key, relation, far)),
  );
  return [...outgoing, ...incoming];
}

/**
 * A page of the entities at the end of a path from an entity, by title unless sorted, each once. Throws Invalid, with the
 * step at fault, for a path that the model does not have, and as a list does; NotFound for the entity.
 */
export async function relatedPage(
  ctx: AnyContext,
  blueprint: string,
  identifier: string,
  input: RelatedPageQuery,
): Promise<{
  blueprint: string;
  entities: EntityRecord[];
  total: number;
  totalIsExact: boolean;
  page: number;
  limit: number;
}> {
  const { path, sort, limit = DEFAULT_PAGE, page = 1, ...filter } = read(relatedPageSchema, input);
  const { model, of, entity } = await startAt(ctx, blueprint, identifier);
  const steps = await resolvePath(ctx, model, of, path);
  const end = steps.at(-1)?.blueprint ?? blueprint;
  const filtered = await filterOf(ctx, end, filter);
  const where = sql`${filtered.where} and ${store.related(entity.id, steps)}`;
  const { rows, total, totalIsExact } = await pageOf(
    ctx,
    { ...filtered, where, equalities: null },
    {
      sorts: sort ? [sort].flat() : [{ by: "$title", direction: "asc" }],
      limit,
      skip: (page - 1) * limit,
      total: true,
    },
  );
  return { blueprint: end, entities: rows.map(({ record }) => record), total, totalIsExact, page, limit };
}

/** Checks each step of a path against the model. Throws Invalid with the step at fault. */
async function resolvePath(
  ctx: AnyContext,
  model: Model,
  from: ModelBlueprint,
  path: PathStep[],
): Promise<store.ResolvedStep[]> {
  const steps: store.ResolvedStep[] = [];
  let at = from;
  for (const [index, step] of path.entries()) {
    const far = model.blueprints.get(step.blueprint);
    if (!far) throw Invalid.at(["path", index, "blueprint"], `There is no blueprint "${step.blueprint}".`);
    const relation = relationAt(at, far, step.direction, step.relation);
    const holder = step.direction === "outgoing" ? at : far;
    const target = step.direction === "outgoing" ? far : at;
    if (!relation || relation.target !== target.identifier)
      throw Invalid.at(
        ["path", index, "relation"],
        `"${holder.identifier}" has no relation "${step.relation}" to "${target.identifier}".`,
      );
    if ((step.maxHops ?? 1) > 1 && at !== far)
      throw Invalid.at(
        ["path", index, "maxHops"],
        `Only a relation of a blueprint to itself can be followed several times; "${step.relation}" leads from "${at.identifier}" to "${far.identifier}".`,
      );
    const readable = asCondition(await readScope(ctx, model, far));
    steps.push({ ...step, blueprintId: far.id, readable });
    at = far;
  }
  return steps;
}

/** As many are listed; the question before a deletion needs no more. */
const MAX_DEPENDENTS = 100;

/** What would be deleted along with an entity: what relates to it, and what relates to that; the nearest first. */
export async function dependentsOf(
  ctx: AnyContext,
  blueprint: string,
  identifier: string,
): Promise<Dependents> {
  const { model, entity } = await startAt(ctx, blueprint, identifier);
  const readable = await readableEntities(ctx, model);
  const seen = new Set([entity.id]);
  const found: Dependent[] = [];
  for (let level = 1, ids = [entity.id]; ids.length; level++) {
    const rows = await store.dependentsOf(ctx.db, ids, MAX_DEPENDENTS + 1, readable);
    ids = [];
    for (const row of rows) {
      const of = model.byId.get(row.blueprintId)?.definition;
      if (!of || seen.has(row.id)) continue;
      seen.add(row.id);
      ids.push(row.id);
      found.push({
        blueprint: of.identifier,
        blueprintTitle: of.title,
        identifier: row.identifier,
        title: row.title ?? row.identifier,
        relation: of.relations?.[row.relation]?.title ?? row.relation,
        required: of.relations?.[row.relation]?.required === true,
        level,
      });
    }
    if (found.length > MAX_DEPENDENTS) return { entities: found.slice(0, MAX_DEPENDENTS), truncated: true };
  }
  return { entities: found, truncated: false };
}
