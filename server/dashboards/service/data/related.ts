import type { Model } from "@/server/catalog/core/model";
import type { Rule } from "@/server/catalog/core/query/schema";
import { modelOf } from "@/server/catalog/service/model";
import { getEntity } from "@/server/catalog/service/read";
import { Invalid } from "@/server/kernel/errors";
import type { WidgetData } from "../../core/data";
import { both } from "../../core/slices";
import type { Leaf } from "../../core/widgets/union";
import { type Ask, datasetOf } from "./ask";
import { MOST_TABLES, stateOf, type Tables } from "./entities";

type Related = Extract<Leaf, { type: "table-entities-explorer-by-direction" }>;
type Config = NonNullable<Related["blueprintConfig"]>;

/** Tables of what is related to one entity, one for each entry of the widget. */
export async function relatedData(ask: Ask, widget: Related): Promise<WidgetData> {
  const { blueprint, entity } = widget;
  const opened = ask.known.entity;
  const about =
    blueprint !== undefined && entity !== undefined
      ? { blueprint, entity }
      : opened && { blueprint: opened.blueprint, entity: opened.identifier };
  if (!about)
    return {
      kind: "refused",
      why: "It shows what is related to one entity, and names none. Choose a blueprint and an entity.",
    };
  await getEntity(ask.ctx, about.blueprint, about.entity);
  const model = await modelOf(ask.ctx);
  const tables: Tables = [];
  const notes = new Set<string>();
  const chosen = widget.blueprintConfig ?? neighboursOf(model, about.blueprint);
  for (const [name, config] of Object.entries(chosen).slice(0, MOST_TABLES)) {
    const target = config.targetBlueprint ?? name;
    const of = model.blueprints.get(target);
    if (!of) throw Invalid.at(["blueprintConfig", name], `There is no blueprint "${target}".`);
    if (config.hidden) continue;
    const dataset = await datasetOf(ask, { blueprint: target, dataset: config.dataset });
    for (const note of dataset.notes) notes.add(note);
    tables.push({
      blueprint: target,
      query: both(dataset.query, relatedRule(of.definition.relations ?? {}, about, config.relatedProperty)),
      title: config.title ?? of.definition.title,
      icon: of.definition.icon ?? null,
      state: stateOf(config),
      excluded: [],
    });
  }
  if (!tables.length) return { kind: "empty", text: "Nothing is related to entities of this blueprint." };
  return { kind: "entities", tables, display: "tabs", emptyText: null, notes: [...notes] };
}

/** Entities of a blueprint that are related to one: by the relation that is named, whichever side has it, or by any. */
function relatedRule(
  relations: Record<string, { target: string }>,
  { blueprint, entity }: { blueprint: string; entity: string },
  relation: string | undefined,
): Rule {
  if (relation === undefined) return { operator: "relatedTo", blueprint, value: entity };
  const isTheirs = Object.hasOwn(relations, relation) && relations[relation]!.target === blueprint;
  return isTheirs
    ? { relation, operator: "=", value: entity }
    : { property: { path: [relation], fromBlueprint: blueprint }, operator: "matchAny", value: [entity] };
}

/** A table for each blueprint that has a relation to this one, or that this one has a relation to. */
function neighboursOf({ blueprints }: Model, blueprint: string): Config {
  const own = Object.values(blueprints.get(blueprint)?.definition.relations ?? {}).map(
    ({ target }) => target,
  );
  const theirs = [...blueprints.values()].flatMap(({ identifier, definition }) =>
    Object.values(definition.relations ?? {}).some(({ target }) => target === blueprint) ? [identifier] : [],
  );
  return Object.fromEntries([...new Set([...own, ...theirs])].map((one) => [one, {}]));
}
