import type { BlueprintDefinition } from "@/server/catalog/schema";
import { renamedKey } from "@/components/definition-editor/keys";
import { valueAt, withValue } from "@/components/definition-editor/path";
import type { DefinitionPath } from "@/components/definition-editor/path";

/** The parts of a blueprint that hold named things, one tab each. */
export const SECTIONS = {
  properties: { path: ["schema", "properties"], noun: "property", kind: "property" },
  relations: { path: ["relations"], noun: "relation", kind: "relation" },
  mirrors: { path: ["mirrorProperties"], noun: "mirror property", kind: "mirror" },
  calculations: { path: ["calculationProperties"], noun: "calculation", kind: "calculation" },
  aggregations: { path: ["aggregationProperties"], noun: "aggregation", kind: "aggregation" },
} as const satisfies Record<string, { path: DefinitionPath; noun: string; kind: string }>;
export type Section = keyof typeof SECTIONS;

export const sectionNames = Object.keys(SECTIONS) as Section[];

/** What a section holds, by key. */
export function itemsOf(
  definition: BlueprintDefinition,
  section: Section,
): Record<string, Record<string, unknown>> {
  return (valueAt(definition, SECTIONS[section].path) ?? {}) as Record<string, Record<string, unknown>>;
}

/** Keys share one space: the values of all of them stand side by side in an entity. Relations have their own. */
export function takenKeys(definition: BlueprintDefinition, section: Section): string[] {
  const sections = section === "relations" ? [section] : sectionNames.filter((one) => one !== "relations");
  return sections.flatMap((one) => Object.keys(itemsOf(definition, one)));
}

/** The definition with a key renamed that is not stored yet, and all that names it within the definition. */
export function renamedItem(
  definition: BlueprintDefinition,
  section: Section,
  from: string,
  to: string,
): BlueprintDefinition {
  let next = withValue(
    definition,
    SECTIONS[section].path,
    renamedKey(itemsOf(definition, section), from, to),
  );
  const required = next.schema.required;
  if (section === "properties" && Array.isArray(required) && required.includes(from))
    next = withValue(
      next,
      ["schema", "required"],
      required.map((key) => (key === from ? to : key)),
    );
  if (section !== "relations") return next;
  const follow = (path: unknown) =>
    typeof path === "string" && (path === from || path.startsWith(`${from}.`))
      ? to + path.slice(from.length)
      : path;
  for (const [key, mirror] of Object.entries(next.mirrorProperties ?? {}))
    next = withValue(next, ["mirrorProperties", key, "path"], follow(mirror.path));
  if (next.ownership?.path !== undefined)
    next = withValue(next, ["ownership", "path"], follow(next.ownership.path));
  return next;
}

export type EditorTab = "general" | Section | "permissions" | "revisions";

/** Where in the editor a fault is mended. */
export function placeOf(path: DefinitionPath): { tab: EditorTab; item?: string } {
  for (const section of sectionNames) {
    const own = SECTIONS[section].path;
    if (own.every((step, index) => path[index] === step)) {
      const item = path[own.length];
      return item === undefined ? { tab: section } : { tab: section, item: String(item) };
    }
  }
  return path[0] === "schema" ? { tab: "properties" } : { tab: "general" };
}
