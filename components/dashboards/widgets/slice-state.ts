import type { RuleGroup } from "@/components/query/query-types";
import { viewedState } from "@/components/catalog/table/table-state";
import type { TableState } from "@/components/catalog/table/table-state";
import type { WidgetData } from "@/server/dashboards/core/data";

export type EntitiesTable = Extract<WidgetData, { kind: "entities" }>["tables"][number];

/** What a table of a widget shows at first: the rows of its slice that also pass its own filter. */
export function stateOfTable({ query, state }: EntitiesTable): TableState {
  const view = viewedState(state);
  const both = [query as unknown as RuleGroup, view.query].filter(({ rules }) => rules.length > 0);
  return {
    ...view,
    query: both.length === 1 ? both[0]! : { combinator: "and", rules: both },
  };
}
