import type { BlueprintDefinition } from "../schema";
import type { KnownBlueprints } from "./blueprint-rules";
import { CONTEXT_BLUEPRINTS } from "./query/viewer";

/** What kinds of keys a blueprint has. Entities have values of all but relations under `properties`. */
export const KEY_KINDS = ["property", "mirror", "calculation", "aggregation", "relation"] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** One key of one blueprint. */
export interface KeyOf {
  blueprint: string;
  kind: KeyKind;
  key: string;
}

/** A relation on a path; an object says how often it may be followed. */
type Hop = string | { relation: string };

const nameOf = (hop: Hop) => (typeof hop === "string" ? hop : hop.relation);

/** Renames the subject where it is a hop of a path that starts at `start`. Where the path leads nowhere, the rest stays. */
export function renameHops<H extends Hop>(
  hops: H[],
  start: string,
  subject: KeyOf,
  to: string,
  known: KnownBlueprints,
): { hops: H[]; end: string | null; renamed: boolean } {
  let at: string | null = start;
  let renamed = false;
  const next = hops.map((hop) => {
    const name = nameOf(hop);
    const definition: BlueprintDefinition | undefined = at === null ? undefined : known.get(at);
    const here = at;
    const relations = definition?.relations ?? {};
    at = Object.hasOwn(relations, name) ? (relations[name]?.target ?? null) : null;
    if (subject.kind !== "relation" || here !== subject.blueprint || name !== subject.key) return hop;
    renamed = true;
    return (typeof hop === "string" ? to : { ...(hop as object), relation: to }) as H;
  });
  return { hops: next, end: at, renamed };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Renames the subject in a search query over entities of `blueprint`: in each rule's property, relation or path, and in what it
 * compares with of the person who asks.
 */
export function renameInQuery(
  query: unknown,
  blueprint: string,
  subject: KeyOf,
  to: string,
  known: KnownBlueprints,
): { query: unknown; renamed: boolean } {
  let renamed = false;
  const isProperty = (of: string, key: unknown) =>
    subject.kind !== "relation" && of === subject.blueprint && key === subject.key;
  const inContext = (node: unknown): unknown => {
    if (!isObject(node) || (node.context !== "user" && node.context !== "userTeams")) return node;
    if (!isProperty(CONTEXT_BLUEPRINTS[node.context], node.property)) return node;
    renamed = true;
    return { ...node, property: to };
  };
  const walk = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(walk);
    if (!isObject(node)) return node;
    if (Array.isArray(node.rules)) return { ...node, rules: node.rules.map(walk) };
    const rule = "value" in node ? { ...node, value: inContext(node.value) } : node;
    const { property, relation } = rule;
    if (isProperty(blueprint, property)) {
      renamed = true;
      return { ...rule, property: to };
    }
    if (subject.kind === "relation" && blueprint === subject.blueprint && relation === subject.key) {
      renamed = true;
      return { ...rule, relation: to };
    }
    if (isObject(property) && Array.isArray(property.path)) {
      const start = typeof property.fromBlueprint === "string" ? property.fromBlueprint : blueprint;
      const path = renameHops(property.path as Hop[], start, subject, to, known);
      renamed ||= path.renamed;
      return path.renamed ? { ...rule, property: { ...property, path: path.hops } } : rule;
    }
    return isObject(property) ? { ...rule, property: inContext(property) } : rule;
  };
  const next = walk(query);
  return { query: next, renamed };
}
