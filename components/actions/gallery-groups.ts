import type { galleryGroups } from "./gallery-params";

interface Groupable {
  identifier: string;
  title: string;
  description?: string | null;
  operation: "CREATE" | "DAY-2" | "DELETE";
  blueprint: string | null;
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
      `${action.title} ${action.identifier} ${action.description ?? ""} ${action.blueprint ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Actions in groups: by blueprint, those that create first within each; or by what they do. */
export function groupActions<A extends Groupable>(
  actions: readonly A[],
  by: (typeof galleryGroups)[number],
): { key: string; actions: A[] }[] {
  const keyOf = (action: A) => (by === "operation" ? action.operation : (action.blueprint ?? ""));
  const keys =
    by === "operation"
      ? OPERATION_ORDER
      : [...new Set(actions.map(keyOf))].sort((a, b) => a.localeCompare(b));
  return keys
    .map((key) => ({ key, actions: actions.filter((action) => keyOf(action) === key).sort(byOperation) }))
    .filter((group) => group.actions.length > 0);
}
