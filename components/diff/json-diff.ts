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

const isObject = (value: unknown): value is Record<string, unknown> =>
  isContainer(value) && !Array.isArray(value);
const isFilled = (value: unknown): boolean => isObject(value) && Object.keys(value).length > 0;

function walk(before: unknown, after: unknown, path: string, rows: DiffRow[]): void {
  // What came or went as a whole is told member by member, as if it had been empty.
  if (before === undefined && isFilled(after)) return walk({}, after, path, rows);
  if (after === undefined && isFilled(before)) return walk(before, {}, path, rows);
  const comparable =
    isContainer(before) && isContainer(after) && Array.isArray(before) === Array.isArray(after);
  if (!comparable) {
    if (same(before, after)) return;
    const change = before === undefined ? "added" : after === undefined ? "removed" : "changed";
    rows.push({ path: path || "value", change, before, after });
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

/** What differs between two JSON values, value by value; what is equal is left out. Null stands for nothing at all. */
export function diffJson(before: unknown, after: unknown): DiffRow[] {
  const rows: DiffRow[] = [];
  walk(before ?? undefined, after ?? undefined, "", rows);
  return rows;
}
