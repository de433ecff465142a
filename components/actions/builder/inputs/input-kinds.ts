import { asKind, kindIcons } from "@/components/definition-editor/property/kinds";
import { isDynamic, kindOf } from "@/server/properties/kind";
import type { Kind } from "@/server/properties/kind";
import type { PropertyDefinition } from "@/server/properties/schema";
import { REGISTRY } from "@/server/properties/types/registry";

/** What an input can be, in the words of who builds a form: a kind of the property language, or a usual way to use one. */
export interface InputKind {
  id: string;
  label: string;
  description: string;
  icon: string;
  /** The definition made one of this kind; what means nothing there goes. */
  make: (before: PropertyDefinition) => PropertyDefinition;
}

/** Members that mean the same for every kind. */
const KEPT = ["visible", "disabled", "readOnly", "dependsOn", "placeholder"];

const becomes = (before: PropertyDefinition, kind: Kind, more: object = {}): PropertyDefinition => ({
  ...asKind(before, kind),
  ...Object.fromEntries(Object.entries(before).filter(([key]) => KEPT.includes(key))),
  ...more,
});

const ofLanguage = (
  kind: Kind,
  words: { label?: string; description?: string; icon?: string } = {},
): InputKind => ({
  id: kind,
  label: words.label ?? REGISTRY[kind].label,
  description: words.description ?? REGISTRY[kind].description,
  icon: words.icon ?? kindIcons[kind] ?? "DefaultProperty",
  make: (before) =>
    becomes(before, kind, {
      ...(kind === "entity" && { blueprint: pickedOf(before) }),
      ...(kind === "array" && { items: before.items ?? { type: "string" } }),
    }),
});

const pickedOf = (before: PropertyDefinition): unknown => before.blueprint ?? before.items?.blueprint ?? "";

const first: readonly InputKind[] = [
  ofLanguage("string"),
  ofLanguage("multi-line"),
  ofLanguage("number"),
  ofLanguage("boolean"),
  ofLanguage("enum", { label: "Select", description: "One of a list of choices.", icon: "Tag" }),
  {
    id: "multi-select",
    label: "Multi-select",
    description: "Several of a list of choices.",
    icon: "Tag",
    make: (before) =>
      becomes(before, "array", {
        items: Array.isArray(before.enum)
          ? {
              type: before.type,
              enum: before.enum,
              ...(before.enumColors && { enumColors: before.enumColors }),
            }
          : { type: "string", enum: [] },
      }),
  },
  ofLanguage("entity", {
    label: "Entity",
    description: "One entity of the catalog, found by typing.",
    icon: "Box",
  }),
  {
    id: "entities",
    label: "Entities",
    description: "Several entities of the catalog.",
    icon: "Package",
    make: (before) =>
      becomes(before, "array", { items: { type: "string", format: "entity", blueprint: pickedOf(before) } }),
  },
  ofLanguage("user"),
  ofLanguage("team"),
  ofLanguage("date-time"),
  ofLanguage("url"),
  ofLanguage("labeled-url"),
  ofLanguage("email"),
  ofLanguage("markdown"),
  ofLanguage("yaml"),
  ofLanguage("object"),
  ofLanguage("array"),
  {
    id: "secret",
    label: "Secret",
    description: "Text that is encrypted and that nobody reads again.",
    icon: "Lock",
    make: (before) => becomes(before, "string", { encryption: "aes256-gcm" }),
  },
];

/** Kinds of input, the usual ones first. */
export const INPUT_KINDS: readonly InputKind[] = [
  ...first,
  ...(Object.keys(REGISTRY) as Kind[])
    .filter((kind) => REGISTRY[kind].scopes.includes("input") && !first.some(({ id }) => id === kind))
    .map((kind) => ofLanguage(kind)),
];

/** Kinds of the property language that an item of a list can be. */
export const itemKinds: readonly Kind[] = (Object.keys(REGISTRY) as Kind[]).filter((kind) =>
  REGISTRY[kind].scopes.includes("input"),
);

const hasChoices = (value: unknown): boolean => Array.isArray(value) || isDynamic(value);

/** What an input is. */
export function inputKindOf(definition: PropertyDefinition): InputKind {
  const find = (id: string) => INPUT_KINDS.find((kind) => kind.id === id);
  const plain = definition.type === "string" && definition.format === undefined;
  const id =
    plain && definition.encryption !== undefined
      ? "secret"
      : (definition.type === "string" || definition.type === "number") && hasChoices(definition.enum)
        ? "enum"
        : definition.type === "array" && definition.items?.format === "entity"
          ? "entities"
          : definition.type === "array" && hasChoices(definition.items?.enum)
            ? "multi-select"
            : kindOf(definition);
  return find(id) ?? ofLanguage(kindOf(definition));
}
