import type { Query, Rule } from "@/server/catalog/core/query/schema";
import type { ViewState } from "@/server/catalog/core/view-schema";
import { matchedBy } from "@/server/catalog/service/aggregate-entities";
import { checkQueryOf } from "@/server/catalog/service/check-query";
import { modelOf } from "@/server/catalog/service/model";
import { getEntity } from "@/server/catalog/service/read";
import { Invalid } from "@/server/kernel/errors";
import type { Slice, WidgetData } from "../../core/data";
import { both } from "../../core/slices";
import type { Leaf } from "../../core/widgets/union";
import { type Ask, datasetOf } from "./ask";

type Of<T extends Leaf["type"]> = Extract<Leaf, { type: T }>;
type Tables = Extract<WidgetData, { kind: "entities" }>["tables"];

/** Tabs beyond these are nobody's. */
const MOST_TABLES = 20;

interface Config {
  filterSettings?: { filterBy: Query } | undefined;
  groupSettings?: { groupBy: string[] } | undefined;
  sortSettings?: { sortBy?: { property: string; order: "asc" | "desc" }[] | undefined } | undefined;
  propertiesSettings?:
    { hidden?: string[] | undefined; shown?: string[] | undefined; order?: string[] | undefined } | undefined;
}

/** How a table looks at first, in the words of saved views. */
function stateOf(config: Config = {}): ViewState {
  const { hidden = [], shown, order } = config.propertiesSettings ?? {};
  const columns = (order ?? shown)?.filter((key) => !hidden.includes(key) && (!shown || shown.includes(key)));
  const sort = config.sortSettings?.sortBy?.map(({ property, order: direction }) => ({
    by: property,
    direction,
  }));
  const group = config.groupSettings?.groupBy[0];
  const query = config.filterSettings?.filterBy;
  return {
    ...(query?.rules.length ? { query } : {}),
    ...(sort?.length ? { sort } : {}),
    ...(columns?.length ? { columns } : {}),
    ...(group === undefined ? {} : { group }),
  };
}

/** Tables of what a dataset matches, one for each blueprint. Throws Invalid where the dataset names what there is not. */
export async function tableData(ask: Ask, widget: Of<"table-entities-explorer">): Promise<WidgetData> {
  const { blueprint, query, notes } = await datasetOf(ask, widget);
  const { blueprints } = await matchedBy(ask.ctx, query, blueprint ?? undefined);
  const config = widget.blueprintConfig ?? {};
  const place = (identifier: string) => config[identifier]?.tabIndex ?? MOST_TABLES;
  const shown = blueprints
    .filter(
      ({ identifier, hidden }) =>
        config[identifier]?.hidden !== true && (!hidden || identifier === blueprint),
    )
    .sort(
      (a, b) =>
        place(a.identifier) - place(b.identifier) || (a.definition.title < b.definition.title ? -1 : 1),
    );
  const tables: Tables = [];
  for (const { identifier, definition } of shown.slice(0, MOST_TABLES)) {
    const { issues } = await checkQueryOf(ask.ctx, query, identifier);
    if (issues.length) continue;
    tables.push({
      blueprint: identifier,
      query,
      title: config[identifier]?.title ?? definition.title,
      icon: definition.icon ?? null,
      state: stateOf(config[identifier]),
      excluded: (widget.excludedFields ?? []).map((field) => field.replace(/^(properties|relations)\./, "")),
    });
  }
  if (!tables.length) return { kind: "empty", text: widget.emptyStateText ?? "No entities match yet." };
  if (shown.length > MOST_TABLES)
    notes.push(`The first ${MOST_TABLES} blueprints have a table, of ${shown.length} that match.`);
  return {
    kind: "entities",
    tables,
    display: widget.displayMode ?? (tables.length > 1 ? "tabs" : "single"),
    emptyText: widget.emptyStateText ?? null,
    notes,
  };
}

/** Tables of what is related to one entity, one for each entry of the widget. */
export async function relatedData(
  ask: Ask,
  widget: Of<"table-entities-explorer-by-direction">,
): Promise<WidgetData> {
  const { blueprint, entity } = widget;
  if (blueprint === undefined || entity === undefined)
    return {
      kind: "refused",
      why: "It shows what is related to one entity, and names none. Choose a blueprint and an entity.",
    };
  await getEntity(ask.ctx, blueprint, entity);
  const model = await modelOf(ask.ctx);
  const tables: Tables = [];
  for (const [name, config] of Object.entries(widget.blueprintConfig ?? {})) {
    const target = config.targetBlueprint ?? name;
    const of = model.blueprints.get(target);
    if (!of) throw Invalid.at(["blueprintConfig", name], `There is no blueprint "${target}".`);
    if (config.hidden) continue;
    const dataset = await datasetOf(ask, { blueprint: target, dataset: config.dataset });
    tables.push({
      blueprint: target,
      query: both(
        dataset.query,
        relatedRule(of.definition.relations ?? {}, { blueprint, entity }, config.relatedProperty),
      ),
      title: config.title ?? of.definition.title,
      icon: of.definition.icon ?? null,
      state: stateOf(config),
      excluded: [],
    });
  }
  if (!tables.length) return { kind: "empty", text: "No table is chosen yet." };
  return { kind: "entities", tables, display: "tabs", emptyText: null, notes: [] };
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

/** What a dataset matches, by blueprint, for a graph. */
export async function graphData(ask: Ask, widget: Of<"graph-entities-explorer">): Promise<WidgetData> {
  const { blueprint, query } = await datasetOf(ask, widget);
  const { blueprints } = await matchedBy(ask.ctx, query, blueprint ?? undefined);
  const hidden = new Set(widget.hiddenBlueprints ?? []);
  const slices: Slice[] = [];
  for (const { identifier } of blueprints.slice(0, MOST_TABLES)) {
    if (hidden.has(identifier)) continue;
    const { issues } = await checkQueryOf(ask.ctx, query, identifier);
    if (!issues.length) slices.push({ blueprint: identifier, query });
  }
  return slices.length
    ? { kind: "graph", slices, hiddenBlueprints: [...hidden] }
    : { kind: "empty", text: "No entities match yet." };
}

/** One entity. Throws NotFound, also for one that the viewer may not read. */
export async function entityData(
  ask: Ask,
  widget: Of<"entity-info" | "entity-details">,
): Promise<WidgetData> {
  const { identifier } = await getEntity(ask.ctx, widget.blueprint, widget.entity);
  return {
    kind: "entity",
    blueprint: widget.blueprint,
    identifier,
    look: widget.type === "entity-info" ? "info" : "details",
    hidden: widget.hiddenQuery ?? [],
    order: widget.order ?? [],
    showEmpty: widget.showEmptyValues ?? false,
  };
}

/** A text: written on the page, or a property of an entity. Throws NotFound. */
export async function textData(ask: Ask, widget: Of<"markdown">): Promise<WidgetData> {
  if (widget.source !== "property") return { kind: "text", markdown: widget.markdown };
  const { blueprintIdentifier, entityIdentifier, propertyIdentifier } = widget;
  const { properties } = await getEntity(ask.ctx, blueprintIdentifier, entityIdentifier);
  const text = properties[propertyIdentifier];
  if (text === undefined || text === null || text === "")
    return { kind: "empty", text: `"${propertyIdentifier}" of "${entityIdentifier}" has no text yet.` };
  if (typeof text !== "string")
    return { kind: "refused", why: `"${propertyIdentifier}" is no text. Choose a property that is one.` };
  return { kind: "text", markdown: text };
}
