import { isMeta, type Model } from "../model";
import { readQuery } from "./query-reads";
import { walkPath } from "./paths";

/** One computed value of one blueprint, as a node of the graph of what depends on what. */
export const nodeOf = (blueprint: string, key: string): string => JSON.stringify([blueprint, key]);

/** What each computed value is computed from, as far as that is computed too. Inherited teams stand under `$team`. */
export function dependencies(model: Model): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const { identifier, definition } of model.blueprints.values()) {
    const { mirrorProperties = {}, calculationProperties = {}, aggregationProperties = {} } = definition;
    for (const [key, { path }] of Object.entries(mirrorProperties))
      graph.set(nodeOf(identifier, key), new Set(pathEnd(model, identifier, path.split("."))));
    const inputs = [...Object.keys(mirrorProperties), ...Object.keys(aggregationProperties)];
    for (const [key, { calculation }] of Object.entries(calculationProperties))
      graph.set(
        nodeOf(identifier, key),
        new Set(
          [...calculationReads(String(calculation), inputs), "$team"].map((k) => nodeOf(identifier, k)),
        ),
      );
    for (const [key, { target, query, calculationSpec }] of Object.entries(aggregationProperties))
      graph.set(
        nodeOf(identifier, key),
        new Set(aggregationReads(model, String(target), query, calculationSpec)),
      );
    const { type, path } = (definition.ownership ?? {}) as { type?: string; path?: string };
    if (type === "Inherited" && path)
      graph.set(
        nodeOf(identifier, "$team"),
        new Set(pathEnd(model, identifier, [...path.split("."), "$team"])),
      );
  }
  return graph;
}

function pathEnd(model: Model, from: string, path: string[]): string[] {
  const walked = walkPath(model, from, path.slice(0, -1));
  return "missing" in walked ? [] : [nodeOf(walked.end, path.at(-1) ?? "")];
}

function aggregationReads(model: Model, target: string, query: unknown, spec: unknown): string[] {
  const definition = model.blueprints.get(target)?.definition;
  if (!definition) return [];
  const { property, measureTimeBy } = (spec ?? {}) as { property?: string; measureTimeBy?: string };
  const reads = readQuery(query ?? null, () => true);
  const computed = [
    definition.mirrorProperties,
    definition.calculationProperties,
    definition.aggregationProperties,
  ].flatMap((of) => Object.keys(of ?? {}));
  return [
    ...(reads.any ? computed : reads.keys),
    ...(property ? [property] : []),
    ...(measureTimeBy && !isMeta(measureTimeBy) ? [measureTimeBy] : []),
  ].map((key) => nodeOf(target, key));
}

/** Looks at all properties at once, or at such that only running it could tell. */
const OPAQUE =
  /\.properties(?!\s*(?:\.\s*[A-Za-z_@"]|\??\[\s*["']))|\.\.|\b(?:to_entries|getpath|paths|keys|recurse|walk|map_values)\b/;

/** Which of these keys an expression may look at. */
export function calculationReads(expression: string, keys: readonly string[]): string[] {
  return OPAQUE.test(expression) ? [...keys] : keys.filter((key) => expression.includes(key));
}

/** Computed values that depend on themselves, by way of others. */
export function cyclicNodes(model: Model): Set<string> {
  const graph = dependencies(model);
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
