import { EMPTY_QUERY } from "@/components/query/query-types";
import type { RuleGroup } from "@/components/query/query-types";
import { asQuery } from "@/components/query/subject";
import type { SortState } from "@/components/data-table/columns";
import type { ValuesOf } from "@/components/url-state/parsers";
import type { SavedView, ViewState } from "@/server/catalog/core/view-schema";
import type { entityTableParams } from "./table-params";

export type EntityTableParams = ValuesOf<typeof entityTableParams>;

/** How a table of entities looks: what a view saves. */
export interface TableState {
  text: string;
  query: RuleGroup;
  sort: readonly SortState[];
  /** Null for the table's own choice. */
  columns: readonly string[] | null;
  group: string | null;
}

export const PLAIN: TableState = { text: "", query: EMPTY_QUERY, sort: [], columns: null, group: null };

/** "-updatedAt" to its parts. */
export const readSort = (sort: string): SortState =>
  sort.startsWith("-") ? { column: sort.slice(1), direction: "desc" } : { column: sort, direction: "asc" };
export const writeSort = ({ column, direction }: SortState): string =>
  direction === "desc" ? `-${column}` : column;

/** The state that a link says; null when it says none, and a view or the plain table holds. */
function ownState(params: EntityTableParams): TableState | null {
  const { q, filter, sort, columns, group } = params;
  if (q === "" && !filter && !sort && !columns && !group) return null;
  return {
    text: q,
    query: filter ?? EMPTY_QUERY,
    sort: (sort ?? []).filter(Boolean).map(readSort),
    columns,
    group,
  };
}

/** The state of a saved view. */
export const viewedState = ({ text, query, sort, columns, group }: ViewState): TableState => ({
  text: text ?? "",
  query: (query as RuleGroup | undefined) ?? EMPTY_QUERY,
  sort: (sort ?? []).map(({ by, direction }) => ({ column: by, direction })),
  columns: columns ?? null,
  group: group ?? null,
});

/** A state as a view keeps it: only what differs from the plain table. */
export function savedState(state: TableState): ViewState {
  const { query } = state;
  return {
    ...(state.text && { text: state.text }),
    ...(query.rules.length > 0 && { query: asQuery(query) }),
    ...(state.sort.length > 0 && {
      sort: state.sort.map(({ column, direction }) => ({ by: column, direction })),
    }),
    ...(state.columns && { columns: [...state.columns] }),
    ...(state.group && { group: state.group }),
  };
}

/** What the table shows: what the link says, else its view, else the plain table. */
export const stateOf = (params: EntityTableParams, views: readonly SavedView[]): TableState =>
  ownState(params) ?? stateOfView(views.find((view) => view.id === params.view));

export const stateOfView = (view: SavedView | undefined): TableState =>
  view ? viewedState(view.state) : PLAIN;

export const sameState = (a: TableState, b: TableState): boolean =>
  JSON.stringify(savedState(a)) === JSON.stringify(savedState(b));

/** The parameters for a state: none but the view where it is just that view. The page begins anew. */
export function paramsFor(state: TableState, view: SavedView | undefined) {
  const none = { q: null, filter: null, sort: null, columns: null, group: null, page: null };
  if (sameState(state, stateOfView(view))) return { ...none, view: view?.id ?? null };
  const { query } = state;
  return {
    ...none,
    q: state.text || null,
    filter: query.rules.length > 0 ? query : null,
    sort: state.sort.length > 0 ? state.sort.map(writeSort) : null,
    columns: state.columns ? [...state.columns] : null,
    group: state.group,
    // Everything taken away from a view leaves the plain table, which has no view.
    view: sameState(state, PLAIN) ? null : (view?.id ?? null),
  };
}
