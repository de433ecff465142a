import type { GalleryGroup } from "./gallery-params";

interface Groupable {
  identifier: string;
  title: string;
  description?: string | null;
  operation: "CREATE" | "DAY-2" | "DELETE";
  blueprint: string | null;
  group: string | null;
}

const OPERATION_ORDER = ["CREATE", "DAY-2", "DELETE"] as const;
const byOperation = (a: Groupable, b: Groupable) =>
  OPERATION_ORDER.indexOf(a.operation) - OPERATION_ORDER.indexOf(b.operation) ||
  a.title.localeCompare(b.title);

/** Actions whose words hold every word of the filter. */
export function matchingActions<A extends Groupable>(actions: readonly A[], filter: string): A[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return actions.filter((action) => {
    const text =
      `${action.title} ${action.identifier} ${action.description ?? ""} ${action.blueprint ?? ""} ${action.group ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** How to group when nobody chose: by the groups that administrators gave, if there are any. */
export const defaultGrouping = (actions: readonly Pick<Groupable, "group">[]): GalleryGroup =>
  actions.some((action) => action.group !== null) ? "group" : "blueprint";

/**
 * Actions in groups by name, those that create first within each; by operation, in the order of their life. What belongs to no
 * group has the key "" and comes last.
 */
export function groupActions<A extends Groupable>(
  actions: readonly A[],
  by: GalleryGroup,
): { key: string; actions: A[] }[] {
  const keyOf = (action: A) => (by === "operation" ? action.operation : (action[by] ?? ""));
  const named = [...new Set(actions.map(keyOf))].sort(
    (a, b) => Number(a === "") - Number(b === "") || a.localeCompare(b),
  );
  return (by === "operation" ? OPERATION_ORDER : named)
    .map((key) => ({ key, actions: actions.filter((action) => keyOf(action) === key).sort(byOperation) }))
    .filter((group) => group.actions.length > 0);
}

/** The actions that were run last, in that order, as far as they are still among those offered. */
export function recentFirst<A extends Pick<Groupable, "identifier">>(
  actions: readonly A[],
  recent: readonly { identifier: string }[],
): A[] {
  return recent.flatMap(({ identifier }) => actions.filter((action) => action.identifier === identifier));
}
