import { asQuery } from "@/components/query/subject";
import type { RuleGroup } from "@/components/query/query-types";
import { propertyKeys } from "@/server/catalog/core/model";
import { META_PROPERTIES } from "@/server/catalog/core/meta-properties";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import type { TableState } from "./table-state";

/** Whether a blueprint has a key to sort by: a meta property, a property, a relation. */
export const hasKey = (blueprint: BlueprintDefinition, key: string): boolean =>
  (META_PROPERTIES as readonly string[]).includes(key) ||
  propertyKeys(blueprint).includes(key) ||
  Object.keys(blueprint.relations ?? {}).some((relation) => key === `relation:${relation}`);

/** Columns that the server sorts by, one after the other. */
const MAX_SORTS = 5;

/** What is asked of the server for a state, whatever the page; a sort by what the blueprint lacks is left out. */
export function listInput(blueprint: BlueprintDefinition, state: TableState) {
  const { query } = state;
  const sort = state.sort.filter(({ column }) => hasKey(blueprint, column)).slice(0, MAX_SORTS);
  return {
    blueprint: blueprint.identifier,
    ...(state.text && { text: state.text }),
    ...(query.rules.length > 0 && { query: asQuery(query) }),
    ...(sort.length > 0 && {
      sort: sort.map(({ column, direction }) => ({ by: column, direction })),
    }),
  };
}

/** The same for one page. */
export const pageInput = (
  blueprint: BlueprintDefinition,
  state: TableState,
  { page, size }: { page: number; size: number },
) => ({ ...listInput(blueprint, state), limit: size, page: Math.max(1, page) });

/** The query with one more condition that must hold. */
export const withCondition = (query: RuleGroup, rule: RuleGroup["rules"][number]): RuleGroup =>
  query.combinator === "and" || query.rules.length < 2
    ? { combinator: "and", rules: [...query.rules, rule] }
    : { combinator: "and", rules: [query, rule] };

/** Where the file with exactly the entities of a state is to be had. */
export function exportHref(
  blueprint: BlueprintDefinition,
  state: TableState,
  format: "csv" | "json",
  columns: readonly string[],
): string {
  const { text, query, sort } = listInput(blueprint, state);
  const search = new URLSearchParams({ format });
  if (text) search.set("text", text);
  if (query) search.set("query", JSON.stringify(query));
  if (sort) search.set("sort", JSON.stringify(sort));
  if (format === "csv") search.set("columns", columns.join(","));
  return `/v1/blueprints/${encodeURIComponent(blueprint.identifier)}/entities-export?${search}`;
}
