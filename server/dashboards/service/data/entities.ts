import type { Query } from "@/server/catalog/core/query/schema";
import type { ViewState } from "@/server/catalog/core/view-schema";
import { matchedBy } from "@/server/catalog/service/aggregate-entities";
import { checkQueryOf } from "@/server/catalog/service/check-query";
import { getEntity } from "@/server/catalog/service/read";
import type { Slice, WidgetData } from "../../core/data";
import type { Leaf } from "../../core/widgets/union";
import { type Ask, datasetOf } from "./ask";

type Of<T extends Leaf["type"]> = Extract<Leaf, { type: T }>;
export type Tables = Extract<WidgetData, { kind: "entities" }>["tables"];

/** Tabs beyond these are nobody's. */
export const MOST_TABLES = 20;

interface Config {
  filterSettings?: { filterBy: Query } | undefined;
  groupSettings?: { groupBy: string[] } | undefined;
  sortSettings?: { sortBy?: { property: string; order: "asc" | "desc" }[] | undefined } | undefined;
  propertiesSettings?:
    { hidden?: string[] | undefined; shown?: string[] | undefined; order?: string[] | undefined } | undefined;
}

/** How a table looks at first, in the words of saved views. */
export function stateOf(config: Config = {}): ViewState {
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

/** What a dataset matches, by blueprint, for a graph. */
export async function graphData(ask: Ask, widget: Of<"graph-entities-explorer">): Promise<WidgetData> {
  const { blueprint, query, notes } = await datasetOf(ask, widget);
  const { blueprints } = await matchedBy(ask.ctx, query, blueprint ?? undefined);
  const hidden = new Set(widget.hiddenBlueprints ?? []);
  const slices: Slice[] = [];
  for (const { identifier } of blueprints.slice(0, MOST_TABLES)) {
    if (hidden.has(identifier)) continue;
    const { issues } = await checkQueryOf(ask.ctx, query, identifier);
    if (!issues.length) slices.push({ blueprint: identifier, query });
  }
  return slices.length
    ? { kind: "graph", slices, hiddenBlueprints: [...hidden], notes }
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
