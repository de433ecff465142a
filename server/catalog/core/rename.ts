import type { BlueprintDefinition, BlueprintPermissions } from "../schema";
import type { KnownBlueprints } from "./blueprint-rules";
import { renameHops, renameInQuery, type KeyKind, type KeyOf } from "./rename-paths";
import { renameInJq } from "./rename-text";
import { relationKey } from "./search-schema";

type Path = (string | number)[];

/** A place that names a key. `sure`: it certainly means that key, so that it can follow a new name by itself. */
export interface Mention {
  path: Path;
  sure: boolean;
}

export const SECTIONS = {
  mirror: "mirrorProperties",
  calculation: "calculationProperties",
  aggregation: "aggregationProperties",
  relation: "relations",
} as const satisfies Record<Exclude<KeyKind, "property">, keyof BlueprintDefinition>;

/** A blueprint's keys of one kind with their definitions. */
export function keysOf(definition: BlueprintDefinition, kind: KeyKind): Record<string, unknown> {
  return kind === "property" ? definition.schema.properties : (definition[SECTIONS[kind]] ?? {});
}

const renameKey = <T>(of: Record<string, T>, from: string, to: string): Record<string, T> =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [key === from ? to : key, value]));

/**
 * A definition after a key of some blueprint got another name, and every place in it that names the key. `known` holds
 * all blueprints as they are before. The definition of the key itself is no mention.
 */
export function renameInDefinition(
  definition: BlueprintDefinition,
  subject: KeyOf,
  to: string,
  known: KnownBlueprints,
): { definition: BlueprintDefinition; mentions: Mention[] } {
  const mentions: Mention[] = [];
  const next = structuredClone(definition);
  const sure = (...path: Path) => mentions.push({ path, sure: true });
  const { key, kind } = subject;
  const isOwn = definition.identifier === subject.blueprint;

  for (const [name, mirror] of Object.entries(next.mirrorProperties ?? {})) {
    const steps = mirror.path.split(".");
    const end = steps.pop() ?? "";
    const path = renameHops(steps, definition.identifier, subject, to, known);
    const ends = kind !== "relation" && path.end === subject.blueprint && end === key;
    if (!path.renamed && !ends) continue;
    mirror.path = [...path.hops, ends ? to : end].join(".");
    sure("mirrorProperties", name, "path");
  }
  const ownership = next.ownership;
  if (ownership && typeof ownership.path === "string") {
    const path = renameHops(ownership.path.split("."), definition.identifier, subject, to, known);
    if (path.renamed) {
      ownership.path = path.hops.join(".");
      sure("ownership", "path");
    }
  }
  for (const [name, aggregation] of Object.entries(next.aggregationProperties ?? {}))
    renameInAggregation(aggregation, definition.identifier, subject, to, known, (...path) =>
      sure("aggregationProperties", name, ...path),
    );
  if (!isOwn) return { definition: next, mentions };

  for (const [name, calculation] of Object.entries(next.calculationProperties ?? {})) {
    if (typeof calculation.calculation !== "string") continue;
    const member = kind === "relation" ? "relations" : "properties";
    const result = renameInJq(calculation.calculation, member, key, to);
    calculation.calculation = result.text;
    if (result.renamed) sure("calculationProperties", name, "calculation");
    if (result.unclear) mentions.push({ path: ["calculationProperties", name, "calculation"], sure: false });
  }
  if (kind === "property") {
    const at = next.schema.required?.indexOf(key) ?? -1;
    if (at >= 0) {
      next.schema.required![at] = to;
      sure("schema", "required", at);
    }
    next.schema.properties = renameKey(next.schema.properties, key, to);
  } else {
    const section = SECTIONS[kind];
    Object.assign(next, { [section]: renameKey<unknown>(next[section] ?? {}, key, to) });
  }
  return { definition: next, mentions };
}

function renameInAggregation(
  aggregation: Record<string, unknown>,
  blueprint: string,
  subject: KeyOf,
  to: string,
  known: KnownBlueprints,
  sure: (...path: Path) => void,
): void {
  const target = String(aggregation.target);
  const spec = aggregation.calculationSpec as Record<string, unknown> | undefined;
  if (spec && subject.kind !== "relation" && target === subject.blueprint)
    for (const member of ["property", "measureTimeBy"])
      if (spec[member] === subject.key) {
        spec[member] = to;
        sure("calculationSpec", member);
      }
  if (aggregation.query) {
    const { query, renamed } = renameInQuery(aggregation.query, target, subject, to, known);
    if (renamed) {
      aggregation.query = query;
      sure("query");
    }
  }
  const filters = Array.isArray(aggregation.pathFilter)
    ? (aggregation.pathFilter as { path: string[]; fromBlueprint?: string }[])
    : [];
  for (const [i, filter] of filters.entries()) {
    const starts = filter.fromBlueprint ? [filter.fromBlueprint] : [blueprint, target];
    const walks = starts.map((start) => renameHops(filter.path, start, subject, to, known));
    const walk = walks.find((w) => w.end !== null) ?? walks[0];
    if (!walk?.renamed) continue;
    filter.path = walk.hops;
    sure("pathFilter", i, "path");
  }
}

/** A blueprint's permissions after one of its keys got another name, and the places that name it. */
export function renameInPermissions(
  permissions: BlueprintPermissions,
  subject: KeyOf,
  to: string,
  known: KnownBlueprints,
): { permissions: BlueprintPermissions; mentions: Mention[] } {
  const mentions: Mention[] = [];
  const next = structuredClone(permissions);
  const member = subject.kind === "relation" ? "updateRelations" : "updateProperties";
  const grants = next.entities[member];
  if (grants && Object.hasOwn(grants, subject.key)) {
    next.entities[member] = renameKey(grants, subject.key, to);
    mentions.push({ path: ["entities", member, subject.key], sure: true });
  }
  const policy = next.entities.read?.policy;
  if (policy) {
    const { query, renamed } = renameInQuery(policy, subject.blueprint, subject, to, known);
    if (renamed && next.entities.read) {
      next.entities.read.policy = query as Record<string, unknown>;
      mentions.push({ path: ["entities", "read", "policy"], sure: true });
    }
  }
  return { permissions: next, mentions };
}

/** Members whose texts are what somebody looks for or reads, not keys. */
const PROSE: ReadonlySet<string> = new Set(["value", "text", "title", "identifier"]);

/** Members that name columns: there a plain key is a property's, and a relation has a prefix. */
const COLUMNS: ReadonlySet<string> = new Set(["columns", "by", "group"]);

/** A saved view's state after a key got another name: as a text in lists and members, and as a key. */
export function renameInView(
  state: unknown,
  { kind, key }: KeyOf,
  to: string,
): { state: unknown; renamed: boolean } {
  let renamed = false;
  const column = relationKey(key);
  const textIn = (text: string, member: string): string => {
    if (kind !== "relation" || !COLUMNS.has(member)) return text === key ? to : text;
    if (text !== column && text !== relationKey(key, "$title")) return text;
    return relationKey(to) + text.slice(column.length);
  };
  const walk = (node: unknown, member = ""): unknown => {
    if (typeof node === "string") {
      const text = textIn(node, member);
      renamed ||= text !== node;
      return text;
    }
    if (Array.isArray(node)) return node.map((item) => walk(item, member));
    if (typeof node !== "object" || node === null) return node;
    return Object.fromEntries(
      Object.entries(node).map(([name, value]) => {
        if (PROSE.has(name)) return [name, value];
        if (name !== key) return [name, walk(value, name)];
        renamed = true;
        return [to, walk(value, name)];
      }),
    );
  };
  const next = walk(state);
  return { state: next, renamed };
}
