import type { EntityMapping } from "@/server/pipelines/schema";
import type { PropertyDefinition } from "@/server/properties/schema";

/** What a preview knows while the form is filled in. */
export interface PreviewContext {
  inputs: Readonly<Record<string, unknown>>;
  entity: Readonly<Record<string, unknown>> | null;
  /** Definitions of the inputs, to know which of them name an entity. */
  definitions?: Readonly<Record<string, PropertyDefinition>>;
}

/** A value that only the run can tell: an output of Terraform, or more than a plain reference. */
export const LATER = Symbol("known after the run");

const WHOLE = /^\s*\{\{\s*([^{}]+?)\s*\}\}\s*$/;
const PART = /\{\{\s*([^{}]+?)\s*\}\}/g;
const SPREAD = /^\s*\{\{\s*spreadValue\(\)\s*\}\}\s*$/;
const STEP = /^(?:\.([A-Za-z_][\w-]*)|\.?\["([^"\\]+)"\]|\[(\d+)\])/;
const LITERAL = /^(?:-?\d+(?:\.\d+)?|true|false|null|"[^"\\]*")$/;

/** Follows a plain path such as `.inputs.name` or `.entity.team[0]`. */
function follow(path: string, context: PreviewContext): unknown {
  if (LITERAL.test(path)) return JSON.parse(path);
  if (!/^\.(inputs|entity)\b/.test(path)) return LATER;
  let value: unknown = { inputs: context.inputs, entity: context.entity };
  let rest = path;
  const picked = pickedEntity(path, context);
  if (picked) return picked.rest === ".identifier" ? picked.identifier : LATER;
  while (rest !== "") {
    const match = STEP.exec(rest);
    if (!match) return LATER;
    const key = match[1] ?? match[2] ?? match[3] ?? "";
    value =
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined;
    rest = rest.slice(match[0].length);
  }
  return value;
}

/**
 * An input that names an entity stands for the whole entity in the payload, of which the form knows the identifier: what
 * follows in the path.
 */
function pickedEntity(
  path: string,
  { inputs, definitions = {} }: PreviewContext,
): { identifier: string; rest: string } | null {
  const step = path.startsWith(".inputs") ? STEP.exec(path.slice(".inputs".length)) : null;
  const key = step?.[1] ?? step?.[2];
  if (!step || key === undefined || !Object.hasOwn(definitions, key) || !Object.hasOwn(inputs, key))
    return null;
  const value = inputs[key];
  if (definitions[key]?.format !== "entity" || typeof value !== "string") return null;
  return { identifier: value, rest: path.slice(".inputs".length + step[0].length) };
}

/** A plain path, or the first of several that has a value (`a // b`); anything more than that is known later. */
function resolve(expression: string, context: PreviewContext): unknown {
  let value: unknown;
  for (const path of expression.split(/\s*\/\/\s*/)) {
    value = follow(path, context);
    // As in jq: null, false and nothing give way to the alternative.
    if (value !== undefined && value !== null && value !== false) return value;
  }
  return value;
}

/** Renders what can be known now: plain references to inputs and to the entity acted on. */
export function previewValue(template: unknown, context: PreviewContext): unknown {
  if (typeof template !== "string") return template;
  const whole = WHOLE.exec(template)?.[1];
  if (whole !== undefined) return resolve(whole, context);
  let later = false;
  const text = template.replace(PART, (_, expression: string) => {
    const value = resolve(expression, context);
    if (value === LATER) later = true;
    return value === undefined || value === null || value === LATER
      ? "…"
      : typeof value === "string"
        ? value
        : JSON.stringify(value);
  });
  return later ? LATER : text;
}

function previewProperties(
  templates: Readonly<Record<string, unknown>>,
  context: PreviewContext,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(templates).flatMap(([key, template]) => {
      const value = previewValue(template, context);
      if (!SPREAD.test(key)) return [[key, value]];
      return typeof value === "object" && value !== null ? Object.entries(value) : [];
    }),
  );
}

export interface EntityPreview {
  identifier: unknown;
  title: unknown;
  team: unknown;
  properties: Record<string, unknown>;
}

/** The entity that the run would register, as far as it is known. */
export function previewEntity(mapping: EntityMapping, context: PreviewContext): EntityPreview {
  return {
    identifier: previewValue(mapping.identifier, context),
    title: previewValue(mapping.title, context),
    team: previewValue(Array.isArray(mapping.team) ? mapping.team[0] : mapping.team, context),
    properties: previewProperties(mapping.properties ?? {}, context),
  };
}
