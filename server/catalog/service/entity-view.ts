import { computedKeys, mirrorEnd, type Model, type ModelBlueprint } from "../core/model";
import { project } from "../core/projection";
import type { EntityRecord } from "../schema";
import { pathEnds } from "../store/computed/mirrors";
import { relatedTo } from "../store/entities";
import { idsBy, titlesBy } from "../store/lookups";
import { readableIdentifiers } from "./access";
import { modelOf, blueprintIn } from "./model";
import { published } from "./record";
import type { AnyContext } from "./write";

/** What of entities is wanted. */
export interface ViewOptions {
  /** Only these parts of an entity, as `title` or `properties.language`. */
  include?: string[] | undefined;
  /** Everything but these parts. */
  exclude?: string[] | undefined;
  /** Without what is computed. */
  excludeCalculated?: boolean;
  /** Targets of relations as `{ identifier, title }`. */
  titles?: boolean;
  /** Values of mirrors of a title as `{ identifier, title }` of the entity whose title it is. */
  identifiers?: boolean;
}

/** Entities of one blueprint as they are wanted. They are those that the actor may read, as the verbs give them. */
export async function viewEntities(
  ctx: AnyContext,
  blueprint: string,
  entities: readonly EntityRecord[],
  options: ViewOptions,
): Promise<Record<string, unknown>[]> {
  const model = await modelOf(ctx);
  const of = blueprintIn(model, blueprint);
  const titles = options.titles ? await titlesOf(ctx, model, of, entities) : null;
  const ends = options.identifiers ? await titleEnds(ctx, model, of, entities) : null;
  const computed = new Set(options.excludeCalculated ? computedKeys(of.definition) : []);
  return entities.map((record) => {
    const entity = published(record);
    const values = { ...entity.properties, ...ends?.get(entity.identifier) };
    const properties = Object.fromEntries(Object.entries(values).filter(([key]) => !computed.has(key)));
    const relations = titles ? withTitles(of, entity.relations, titles) : entity.relations;
    return { ...project({ ...entity, properties, relations }, of.definition, options) };
  });
}

/** Titles by blueprint and identifier. */
type Titles = Map<string, Map<string, string | null>>;

async function titlesOf(
  ctx: AnyContext,
  model: Model,
  { definition }: ModelBlueprint,
  entities: readonly EntityRecord[],
): Promise<Titles> {
  const titles: Titles = new Map();
  for (const target of new Set(Object.values(definition.relations ?? {}).map((r) => r.target))) {
    const id = model.blueprints.get(target)?.id;
    const relations = Object.entries(definition.relations ?? {}).filter(([, r]) => r.target === target);
    const named = entities.flatMap((entity) =>
      relations.flatMap(([key]) => [entity.relations[key] ?? []].flat()),
    );
    if (id) titles.set(target, await titlesBy(ctx.db, id, [...new Set(named)]));
  }
  return titles;
}

function withTitles(
  { definition }: ModelBlueprint,
  relations: EntityRecord["relations"],
  titles: Titles,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(relations).map(([key, value]) => {
      const known = titles.get(definition.relations?.[key]?.target ?? "");
      const titled = (identifier: string) => ({ identifier, title: known?.get(identifier) ?? null });
      return [key, value === null ? null : Array.isArray(value) ? value.map(titled) : titled(value)];
    }),
  );
}

/** What mirrors of titles come from, by identifier of the entity and key of the mirror. */
export async function titleEnds(
  ctx: AnyContext,
  model: Model,
  { id, definition }: ModelBlueprint,
  entities: readonly EntityRecord[],
): Promise<Map<string, Record<string, unknown>>> {
  const found = new Map<string, Record<string, unknown>>();
  const mirrors = Object.entries(definition.mirrorProperties ?? {}).flatMap(([key, { path }]) => {
    const end = mirrorEnd(model, definition, path);
    const to = model.blueprints.get(end?.blueprint ?? "");
    return end?.key === "$title" && to
      ? [{ key, hops: end.hops.map((hop) => hop.relation), many: end.many, to }]
      : [];
  });
  if (mirrors.length === 0) return found;
  const ids = await idsBy(
    ctx.db,
    id,
    entities.map((entity) => entity.identifier),
  );
  const names = new Map([...ids].map(([identifier, entityId]) => [entityId, identifier]));
  const targets = await relatedTo(ctx.db, [...names.keys()]);
  for (const { key, hops, many, to } of mirrors) {
    const [first = "", ...rest] = hops;
    const starts = [...targets].flatMap(([source, relations]) =>
      (relations[first] ?? []).map((target, place) => ({ source, node: target.id, place })),
    );
    const ends = await pathEnds(ctx.db, starts, rest, ["$identifier", "$title"]);
    const known = await readableIdentifiers(
      ctx,
      model,
      to,
      ends.map(({ values }) => String(values.$identifier)),
    );
    for (const { source, values } of ends) {
      const identifier = names.get(source) ?? "";
      const of = found.get(identifier) ?? {};
      // The title is the mirror's value, and shown; whose it is, only to who may read that.
      const named = known.has(String(values.$identifier)) ? values.$identifier : null;
      const end = { identifier: named, title: values.$title };
      of[key] = many ? [...((of[key] as unknown[] | undefined) ?? []), end] : end;
      found.set(identifier, of);
    }
  }
  return found;
}
