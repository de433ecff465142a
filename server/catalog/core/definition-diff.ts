import { equalJson } from "@/server/properties/equal";

type Path = (string | number)[];

/** One place where two documents differ. */
export interface Difference {
  path: Path;
  kind: "added" | "removed" | "changed";
  before?: unknown;
  after?: unknown;
}

/** A place where the stored document and somebody's own differ, with what both started from. */
export interface ThreeWay {
  path: Path;
  before: unknown;
  theirs: unknown;
  yours: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Where two JSON documents differ: objects are followed key by key, lists and single values are one place. The order of keys does not count. */
export function differences(before: unknown, after: unknown, at: Path = []): Difference[] {
  if (equalJson(before, after)) return [];
  if (!isObject(before) || !isObject(after)) {
    const [had, has] = [before !== undefined, after !== undefined];
    return [
      {
        path: at,
        kind: had ? (has ? "changed" : "removed") : "added",
        ...(had ? { before } : {}),
        ...(has ? { after } : {}),
      },
    ];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) =>
    differences(
      Object.hasOwn(before, key) ? before[key] : undefined,
      Object.hasOwn(after, key) ? after[key] : undefined,
      [...at, key],
    ),
  );
}

/** Where `theirs` and `yours` differ, with what stood there in `base`: what two people have to agree about. */
export function threeWay(base: unknown, theirs: unknown, yours: unknown): ThreeWay[] {
  return differences(theirs, yours).map(({ path, before, after }) => ({
    path,
    before: valueAt(base, path),
    theirs: before,
    yours: after,
  }));
}

function valueAt(document: unknown, path: Path): unknown {
  let at = document;
  for (const key of path) {
    if (!isObject(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
  }
  return at;
}
