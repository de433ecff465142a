import type { AttributeChange } from "../schema";
import type { PlannedChange } from "./plan";

/** More attributes of one resource than this are not shown: nobody reads them, and the page must carry them. */
const MAX_ATTRIBUTES = 500;
/** Longer texts are cut, in characters. */
const MAX_TEXT = 10_000;

type Path = (string | number)[];

/** One place in the values of a change, with everything that Terraform says of it. */
interface Place {
  path: Path;
  before: unknown;
  after: unknown;
  /** True, or the shape of the value with true where it is only known after the apply. */
  unknown: unknown;
  beforeSensitive: unknown;
  afterSensitive: unknown;
}

/** The attributes that change, one entry for each leaf; what stays the same is left out, what is secret has no value. */
export function compareAttributes(change: PlannedChange, secrets: string[]): AttributeChange[] {
  const found: AttributeChange[] = [];
  const replacing = change.replace_paths ?? [];
  const visit = (place: Place): void => {
    if (found.length >= MAX_ATTRIBUTES) return;
    const unknownAfter = place.unknown === true;
    const marked = place.beforeSensitive === true || place.afterSensitive === true;
    if (!unknownAfter && !marked && canDescend(place)) {
      for (const key of keysOf(place)) visit(descend(place, key));
      return;
    }
    if (!unknownAfter && same(place.before, place.after) && !holdsTrue(place.unknown)) return;
    const sensitive =
      marked ||
      holdsTrue(place.beforeSensitive) ||
      holdsTrue(place.afterSensitive) ||
      repeats(place, secrets);
    found.push({
      path: formatPath(place.path),
      before: sensitive ? null : shown(place.before),
      after: sensitive || unknownAfter ? null : shown(place.after),
      sensitive,
      unknownAfter,
      forcesReplacement: replacing.some((path) => isPrefix(path, place.path) || isPrefix(place.path, path)),
    });
  };
  visit({
    path: [],
    before: change.before ?? null,
    after: change.after ?? null,
    unknown: change.after_unknown ?? false,
    beforeSensitive: change.before_sensitive ?? false,
    afterSensitive: change.after_sensitive ?? false,
  });
  return found;
}

/** Whether true stands anywhere in a tree of marks. */
export function holdsTrue(marks: unknown): boolean {
  return (
    marks === true || (typeof marks === "object" && marks !== null && Object.values(marks).some(holdsTrue))
  );
}

/** Objects are told apart by member; arrays by item only where that says more than the whole array does. */
function canDescend({ path, before, after, unknown, beforeSensitive, afterSensitive }: Place): boolean {
  if (path.length === 0) return true;
  const trees = [before, after, unknown].filter((value) => typeof value === "object" && value !== null);
  if (trees.length === 0 || [before, after].some((value) => value !== null && typeof value !== "object"))
    return false;
  const arrays = trees.filter(Array.isArray);
  if (arrays.length === 0) return trees.some((tree) => Object.keys(tree as object).length > 0);
  if (arrays.length < trees.length) return false;
  const items = (arrays as unknown[][]).flat();
  return (
    holdsTrue(unknown) ||
    holdsTrue(beforeSensitive) ||
    holdsTrue(afterSensitive) ||
    items.some((item) => typeof item === "object" && item !== null)
  );
}

function keysOf({ before, after, unknown }: Place): (string | number)[] {
  const trees = [before, after, unknown].filter(
    (value): value is object => typeof value === "object" && value !== null,
  );
  const keys = new Set(trees.flatMap((tree) => Object.keys(tree)));
  return trees.length > 0 && trees.every(Array.isArray)
    ? [...keys].map(Number).sort((a, b) => a - b)
    : [...keys].sort();
}

function descend(place: Place, key: string | number): Place {
  const of = (tree: unknown): unknown =>
    typeof tree === "object" && tree !== null && Object.hasOwn(tree, key)
      ? ((tree as Record<string | number, unknown>)[key] ?? null)
      : null;
  // A mark on the whole holds for its parts.
  const mark = (marks: unknown): unknown => (marks === true ? true : (of(marks) ?? false));
  return {
    path: [...place.path, key],
    before: of(place.before),
    after: of(place.after),
    unknown: mark(place.unknown),
    beforeSensitive: mark(place.beforeSensitive),
    afterSensitive: mark(place.afterSensitive),
  };
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (
    typeof a !== "object" ||
    typeof b !== "object" ||
    a === null ||
    b === null ||
    Array.isArray(a) !== Array.isArray(b)
  )
    return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      (key) =>
        Object.hasOwn(b, key) &&
        same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
    )
  );
}

function repeats({ before, after }: Place, secrets: string[]): boolean {
  if (secrets.length === 0) return false;
  // JSON escapes quotes and control characters, so secrets are looked for in the same writing.
  const text = JSON.stringify([before, after]);
  return secrets.some((secret) => text.includes(JSON.stringify(secret).slice(1, -1)));
}

const isPrefix = (prefix: Path, path: Path): boolean =>
  prefix.length <= path.length && prefix.every((step, index) => String(step) === String(path[index]));

/** `a.b[0]["two words"]` */
function formatPath(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (!/^[A-Za-z_][\w-]*$/.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

function shown(value: unknown): unknown {
  if (typeof value === "string" && value.length > MAX_TEXT)
    return `${value.slice(0, MAX_TEXT)}… (${value.length} characters)`;
  return value;
}
