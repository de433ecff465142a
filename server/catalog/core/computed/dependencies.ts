import type { BlueprintDefinition } from "../../schema";
import { isMeta, type Model } from "../model";
import { walkPath } from "./paths";
import { readQuery } from "./query-reads";

/** One computed value of one blueprint, as a node of the graph of what depends on what. */
export const nodeOf = (blueprint: string, key: string): string => JSON.stringify([blueprint, key]);

/**
 * What each computed value of a blueprint is computed from, as far as that may be computed too, by key. Inherited teams
 * stand under `$team`.
 */
export function dependenciesOf(model: Model, definition: BlueprintDefinition): Map<string, Set<string>> {
  const { identifier, mirrorProperties = {}, calculationProperties = {} } = definition;
  const { aggregationProperties = {} } = definition;
  const needs = new Map<string, Set<string>>();
  for (const [key, { path }] of Object.entries(mirrorProperties))
    needs.set(key, pathEnd(model, identifier, path.split(".")));
  const inputs = [...Object.keys(mirrorProperties), ...Object.keys(aggregationProperties)];
  for (const [key, { calculation }] of Object.entries(calculationProperties))
    needs.set(
      key,
      new Set(
        [...calculationReads(String(calculation), inputs), "$team"].map((input) => nodeOf(identifier, input)),
      ),
    );
  for (const [key, { target, query, calculationSpec }] of Object.entries(aggregationProperties))
    needs.set(key, aggregationReads(model, String(target), query, calculationSpec));
  const { type, path } = (definition.ownership ?? {}) as { type?: string; path?: string };
  if (type === "Inherited" && path)
    needs.set("$team", pathEnd(model, identifier, [...path.split("."), "$team"]));
  return needs;
}

function pathEnd(model: Model, from: string, path: string[]): Set<string> {
  const walked = walkPath(model, from, path.slice(0, -1));
  return new Set("missing" in walked ? [] : [nodeOf(walked.end, path.at(-1) ?? "")]);
}

function aggregationReads(model: Model, target: string, query: unknown, spec: unknown): Set<string> {
  const definition = model.blueprints.get(target)?.definition;
  if (!definition) return new Set();
  const { property, measureTimeBy } = (spec ?? {}) as { property?: string; measureTimeBy?: string };
  const reads = readQuery(query ?? null, () => true);
  const computed = [
    definition.mirrorProperties,
    definition.calculationProperties,
    definition.aggregationProperties,
  ].flatMap((of) => Object.keys(of ?? {}));
  const keys = [
    ...(reads.any ? computed : reads.keys),
    ...(property ? [property] : []),
    ...(measureTimeBy && !isMeta(measureTimeBy) ? [measureTimeBy] : []),
  ];
  return new Set(keys.map((key) => nodeOf(target, key)));
}

/** Looks at all properties at once, or at such that only running it could tell. */
const OPAQUE =
  /\.properties(?!\s*(?:\.\s*[A-Za-z_@"]|\??\[\s*["']))|\.\.|\b(?:to_entries|getpath|paths|keys|recurse|walk|map_values)\b/;

/** Which of these keys an expression may look at. */
export function calculationReads(expression: string, keys: readonly string[]): string[] {
  return OPAQUE.test(expression) ? [...keys] : keys.filter((key) => expression.includes(key));
}

/** Which of these keys an expression surely looks at, as a property of the entity. */
export function calculationNames(expression: string, keys: readonly string[]): string[] {
  return keys.filter((key) => {
    const name = key.replace(/[\\$^.*+?()[\]{}|-]/g, "\\$&");
    return new RegExp(`\\.properties\\s*(?:\\.\\s*${name}(?![\\w])|\\.?\\s*\\[\\s*["']${name}["'])`).test(
      expression,
    );
  });
}

/** Whether a computed value depends on itself, by way of others. */
export function dependsOnItself(model: Model, blueprint: string, key: string): boolean {
  const known = new Map<string, Map<string, Set<string>>>();
  const needs = (node: string): Iterable<string> => {
    const [of, name] = JSON.parse(node) as [string, string];
    const definition = model.blueprints.get(of)?.definition;
    if (!definition) return [];
    const all = known.get(of) ?? dependenciesOf(model, definition);
    known.set(of, all);
    return all.get(name) ?? [];
  };
  const start = nodeOf(blueprint, key);
  const seen = new Set(needs(start));
  for (const node of seen) {
    if (node === start) return true;
    for (const next of needs(node)) seen.add(next);
  }
  return false;
}

/** All computed values of a model that depend on themselves. */
export function cyclicNodes(model: Model): Set<string> {
  const graph = new Map(
    [...model.blueprints.values()].flatMap(({ identifier, definition }) =>
      [...dependenciesOf(model, definition)].map(([key, needs]) => [nodeOf(identifier, key), needs] as const),
    ),
  );
  const left = new Set(graph.keys());
  const needs = (node: string) => [...(graph.get(node) ?? [])].filter((other) => left.has(other));
  // What needs nothing, or is needed by nothing, is on no cycle; taking it away frees the next.
  for (let size = -1; size !== left.size;) {
    size = left.size;
    for (const node of left) if (needs(node).length === 0) left.delete(node);
    const needed = new Set([...left].flatMap(needs));
    for (const node of left) if (!needed.has(node)) left.delete(node);
  }
  return left;
}
