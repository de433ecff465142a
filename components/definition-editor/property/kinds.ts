import { kindOf, KINDS } from "@/server/properties/kind";
import type { Kind } from "@/server/properties/kind";
import type { PropertyDefinition } from "@/server/properties/schema";
import { CONSTRAINTS, withoutChoices } from "@/server/properties/spec";
import { REGISTRY, specOf } from "@/server/properties/types/registry";

/** Kinds that a property of a blueprint can have, in the order in which people look for them. */
const FIRST: readonly Kind[] = [
  "string",
  "number",
  "boolean",
  "enum",
  "date-time",
  "url",
  "user",
  "team",
  "array",
];

export const propertyKinds: readonly Kind[] = [
  ...FIRST,
  ...KINDS.filter((kind) => !FIRST.includes(kind)),
].filter((kind) => REGISTRY[kind].scopes.includes("property"));

/** Icons of the kinds by published name. */
export const kindIcons: Partial<Record<Kind, string>> = {
  string: "Code",
  number: "Metric",
  boolean: "Checklist",
  enum: "Tag",
  "date-time": "Clock",
  timer: "Hourglass",
  url: "Link",
  "labeled-url": "Link",
  user: "User",
  team: "Team",
  email: "Mail",
  "idn-email": "Mail",
  markdown: "Docs",
  yaml: "File",
  proto: "File",
  object: "Package",
  array: "Layers",
  ipv4: "Network",
  ipv6: "Network",
  blueprints: "Box",
};

/** Members that mean the same for every kind, and so outlive a change of it. */
const KEPT = ["title", "description", "icon"] as const;

/** The definition made one of another kind: what means nothing there goes, what still does stays. */
export function asKind(before: PropertyDefinition, kind: Kind): PropertyDefinition {
  const { type } = REGISTRY[kind];
  const format = kind === type || kind === "enum" ? undefined : kind;
  const bare = {
    type,
    ...(format && { format }),
    ...(kind === "enum" && { enum: [] }),
  } as PropertyDefinition;
  const allowed = new Set<string>([...KEPT, ...constraintsOf(bare)]);
  const kept = Object.fromEntries(Object.entries(before).filter(([key]) => allowed.has(key)));
  const choices =
    kind === "enum" && Array.isArray(before.enum) ? { enum: before.enum, type: before.type } : {};
  if (kind !== "enum") for (const key of ["enum", "enumColors"]) delete kept[key];
  return { ...kept, ...bare, ...choices };
}

/** Constraints that mean something for a definition; a choice has those of the type below it as well. */
export function constraintsOf(definition: PropertyDefinition): readonly string[] {
  const own = specOf(definition).constraints;
  const all =
    kindOf(definition) === "enum" ? [...own, ...specOf(withoutChoices(definition)).constraints] : own;
  return CONSTRAINTS.filter((key) => all.includes(key));
}

/** A valid value to show, where the definition has one already. */
export function sampleOf(definition: PropertyDefinition): unknown {
  return specOf(definition).sample(definition, specOf);
}
