interface Runnable {
  identifier: string;
  title: string;
  operation: "CREATE" | "DAY-2" | "DELETE";
}

/** Actions that home offers. */
const OFFERED = 6;

/** What the person ran lately comes first, then what creates something: a delete is never the first thing on offer. */
export function popularActions<A extends Runnable>(
  actions: readonly A[],
  runs: readonly { action: { identifier: string } }[],
): A[] {
  const used = (action: A) => runs.filter((run) => run.action.identifier === action.identifier).length;
  const rank = { CREATE: 0, "DAY-2": 1, DELETE: 2 };
  return [...actions]
    .filter((action) => action.operation !== "DELETE")
    .sort(
      (a, b) => used(b) - used(a) || rank[a.operation] - rank[b.operation] || a.title.localeCompare(b.title),
    )
    .slice(0, OFFERED);
}
