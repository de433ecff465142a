import type { BlueprintDefinition } from "@/server/catalog/schema";
import { contentOf, documentOf } from "./entity-text";
import type { EntityDocument } from "./entity-text";
import type { EntityContent } from "./form-set";

/** A value that two people changed differently. */
export interface Clash {
  /** "title", "properties.size", "relations.system" */
  path: string;
  before: unknown;
  theirs: unknown;
  yours: unknown;
}

export interface Merge {
  /** Both changed these, each to something else. */
  clashes: Clash[];
  /** Changed by the others alone; taken over as they are. */
  theirs: Omit<Clash, "yours">[];
}

const PARTS = ["properties", "relations"] as const;

function flat(document: EntityDocument): Map<string, unknown> {
  const all = new Map<string, unknown>();
  for (const [key, value] of Object.entries(document))
    if (!(PARTS as readonly string[]).includes(key)) all.set(key, value);
  for (const part of PARTS)
    for (const [key, value] of Object.entries((document[part] ?? {}) as object))
      all.set(`${part}.${key}`, value);
  return all;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Compares two changes of one entity, value by value. */
export function compareChanges(
  blueprint: BlueprintDefinition,
  versions: Record<"base" | "theirs" | "yours", EntityContent>,
): Merge {
  const [base, theirs, yours] = (["base", "theirs", "yours"] as const).map((which) =>
    flat(documentOf(blueprint, versions[which])),
  ) as [Map<string, unknown>, Map<string, unknown>, Map<string, unknown>];
  const merge: Merge = { clashes: [], theirs: [] };
  for (const path of new Set([...base.keys(), ...theirs.keys(), ...yours.keys()])) {
    const clash = { path, before: base.get(path), theirs: theirs.get(path), yours: yours.get(path) };
    if (same(clash.before, clash.theirs) || same(clash.theirs, clash.yours)) continue;
    if (same(clash.before, clash.yours))
      merge.theirs.push({ path, before: clash.before, theirs: clash.theirs });
    else merge.clashes.push(clash);
  }
  return merge;
}

/** Yours over theirs: what only they changed is theirs, and where both did, what `keepMine` says (by path). */
export function mergeChanges(
  blueprint: BlueprintDefinition,
  versions: Record<"base" | "theirs" | "yours", EntityContent>,
  keepMine: ReadonlySet<string>,
): EntityContent {
  const { clashes, theirs } = compareChanges(blueprint, versions);
  const result = structuredClone(documentOf(blueprint, versions.yours));
  const put = (path: string, value: unknown) => {
    const dot = path.indexOf(".");
    const part = dot < 0 ? null : path.slice(0, dot);
    const key = path.slice(dot + 1);
    const holder = (part ? (result[part] ??= {}) : result) as Record<string, unknown>;
    if (value === undefined) delete holder[key];
    else holder[key] = value;
  };
  for (const change of theirs) put(change.path, change.theirs);
  for (const clash of clashes) if (!keepMine.has(clash.path)) put(clash.path, clash.theirs);
  return contentOf(result);
}
