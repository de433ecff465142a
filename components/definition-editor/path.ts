/** A place in a definition, from its root. */
export type DefinitionPath = readonly (string | number)[];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value at a place; undefined where there is none. */
export function valueAt(root: unknown, path: DefinitionPath): unknown {
  let at: unknown = root;
  for (const step of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at;
}

/** A copy with another value at a place; what is missing on the way is made. Undefined takes the key out. */
export function withValue<T>(root: T, path: DefinitionPath, value: unknown): T {
  const [step, ...rest] = path;
  if (step === undefined) return value as T;
  if (Array.isArray(root)) {
    const copy = [...(root as unknown[])];
    copy[Number(step)] = withValue(copy[Number(step)], rest, value);
    return copy as T;
  }
  const copy: Record<string, unknown> = isRecord(root) ? { ...root } : {};
  const next = withValue(Object.hasOwn(copy, step) ? copy[step] : undefined, rest, value);
  if (next === undefined) delete copy[step];
  else copy[step] = next;
  return copy as T;
}

/** Whether `path` lies at or below `parent`. */
export const isWithin = (path: DefinitionPath, parent: DefinitionPath): boolean =>
  parent.every((step, index) => String(step) === String(path[index]));

/** An element's id for the control of a place, without spaces, since attributes list several ids by them. */
export const idOfPath = (path: DefinitionPath): string =>
  `at/${path.map((step) => encodeURIComponent(step)).join("/")}`;
