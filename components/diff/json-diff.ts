export interface DiffRow {
  /** "schema.properties.size.enum[2]" */
  path: string;
  change: "added" | "removed" | "changed";
  before: unknown;
  after: unknown;
}

const isContainer = (value: unknown): value is object => typeof value === "object" && value !== null;

function step(path: string, key: string, array: boolean): string {
  if (array) return `${path}[${key}]`;
  const plain = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(key) ? key : JSON.stringify(key);
  return path === "" ? plain : `${path}.${plain}`;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function walk(before: unknown, after: unknown, path: string, rows: DiffRow[]): void {
  const comparable =
    isContainer(before) && isContainer(after) && Array.isArray(before) === Array.isArray(after);
  if (!comparable) {
    if (same(before, after)) return;
    rows.push({
      path: path || "value",
      change: before === undefined ? "added" : after === undefined ? "removed" : "changed",
      before,
      after,
    });
    return;
  }
  const from = before as Record<string, unknown>;
  const to = after as Record<string, unknown>;
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)]))
    walk(
      Object.hasOwn(from, key) ? from[key] : undefined,
      Object.hasOwn(to, key) ? to[key] : undefined,
      step(path, key, Array.isArray(after)),
      rows,
    );
}

/** What differs between two JSON values, value by value; keys that are equal are left out. Of null and absent on the whole, each member is told. */
export function diffJson(before: unknown, after: unknown): DiffRow[] {
  const rows: DiffRow[] = [];
  const empty = (other: unknown) => (isContainer(other) && !Array.isArray(other) ? {} : undefined);
  walk(before ?? empty(after), after ?? empty(before), "", rows);
  return rows;
}
