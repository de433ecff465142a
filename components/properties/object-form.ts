import { STRING_FORMATS } from "@/server/properties/kind";
import type { JsonSchema, PropertyDefinition } from "@/server/properties/schema";
import { isSecret } from "./kind";

/** A member of an object, as a field of its own. */
export interface Member {
  key: string;
  definition: PropertyDefinition;
  required: boolean;
}

export interface Alternative {
  /** What the discriminating member holds. */
  value: string | number | boolean;
  label: string;
  description?: string;
  members: Member[];
}

/** How an object is drawn as a form of its members. */
export interface ObjectDrawing {
  members: Member[];
  /** One of several forms, told apart by what one member holds. */
  choice: { key: string; label: string | undefined; required: boolean; alternatives: Alternative[] } | null;
}

/** Keywords that fields cannot stand for: the value is written as JSON. */
const UNDRAWN = [
  "patternProperties",
  "propertyNames",
  "allOf",
  "anyOf",
  "not",
  "if",
  "then",
  "else",
  "dependencies",
] as const;

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

const drawings = new WeakMap<PropertyDefinition, ObjectDrawing | null>();

/** The form of an object, or null where only JSON can say it. */
export function drawingOf(definition: PropertyDefinition): ObjectDrawing | null {
  const known = drawings.get(definition);
  if (known !== undefined) return known;
  const drawing = draw(definition);
  drawings.set(definition, drawing);
  return drawing;
}

function draw(schema: PropertyDefinition): ObjectDrawing | null {
  if (isSecret(schema) || isUndrawn(schema)) return null;
  const choice = schema.oneOf === undefined ? null : choiceOf(schema);
  if (schema.oneOf !== undefined && !choice) return null;
  const members = membersOf(schema).filter((member) => member.key !== choice?.key);
  return members.length > 0 || choice ? { members, choice } : null;
}

const isUndrawn = (schema: JsonSchema): boolean => UNDRAWN.some((key) => schema[key] !== undefined);

function membersOf(schema: JsonSchema): Member[] {
  const required: unknown[] = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(isObject(schema.properties) ? schema.properties : {}).map(([key, member]) => ({
    key,
    definition: memberDefinition(member),
    required: required.includes(key),
  }));
}

/** What a schema allows alone: a constant, or a list of one. */
function constantOf(schema: unknown): unknown {
  if (!isObject(schema)) return undefined;
  if (schema.const !== undefined) return schema.const;
  return Array.isArray(schema.enum) && schema.enum.length === 1 ? (schema.enum[0] as unknown) : undefined;
}

function choiceOf(schema: JsonSchema): ObjectDrawing["choice"] {
  const forms = schema.oneOf;
  if (!Array.isArray(forms) || forms.length === 0) return null;
  const objects = forms.filter(
    (form): form is JsonSchema & { properties: JsonSchema } =>
      isObject(form) && isObject(form.properties) && !isUndrawn(form) && form.oneOf === undefined,
  );
  if (objects.length !== forms.length) return null;
  const key = Object.keys(objects[0]?.properties ?? {}).find((candidate) => {
    const constants = objects.map((form) => constantOf(form.properties[candidate]));
    return constants.every(isScalar) && new Set(constants.map(String)).size === constants.length;
  });
  if (key === undefined) return null;
  const base = isObject(schema.properties) ? schema.properties : {};
  const common = new Set(Object.keys(base));
  const own = isObject(base[key]) ? base[key] : {};
  const inForms = objects.map((form) => form.properties[key]).find(isObject) ?? {};
  const title = own.title ?? inForms.title;
  const required = [schema, ...objects].some(
    (form) => Array.isArray(form.required) && (form.required as unknown[]).includes(key),
  );
  return {
    key,
    label: typeof title === "string" ? title : undefined,
    required,
    alternatives: objects.map((form) => {
      const value = constantOf(form.properties[key]) as Alternative["value"];
      return {
        value,
        label: typeof form.title === "string" ? form.title : String(value),
        ...(typeof form.description === "string" && { description: form.description }),
        members: membersOf(form).filter((member) => member.key !== key && !common.has(member.key)),
      };
    }),
  };
}

const words = ({ title, description, default: fallback }: JsonSchema): Partial<PropertyDefinition> => ({
  ...(typeof title === "string" && { title }),
  ...(typeof description === "string" && { description }),
  ...(fallback !== undefined && { default: fallback }),
});

const FORMATS: Readonly<Record<string, string>> = { uri: "url", "uri-reference": "string" };

/** What a member's schema says, in the property language; JSON of any kind where that has no words for it. */
export function memberDefinition(schema: unknown): PropertyDefinition {
  if (!isObject(schema)) return { type: "object" };
  const anything: PropertyDefinition = { type: "object", ...words(schema) };
  if (isUndrawn(schema)) return anything;
  const constant = constantOf(schema);
  const values: unknown[] | null =
    constant !== undefined ? [constant] : Array.isArray(schema.enum) ? schema.enum : null;
  if (values) {
    if (values.length === 0 || !values.every(isScalar)) return { ...anything, ...preset(constant) };
    const colours = isObject(schema.enumColors) ? { enumColors: schema.enumColors } : {};
    return {
      type: values.every((value) => typeof value === "number") ? "number" : "string",
      enum: values,
      ...colours,
      ...words(schema),
      ...preset(constant),
    } as PropertyDefinition;
  }
  switch (typeOf(schema)) {
    case "string": {
      const format =
        typeof schema.format === "string" ? (FORMATS[schema.format] ?? schema.format) : undefined;
      const isKnown =
        (STRING_FORMATS as readonly unknown[]).includes(format) &&
        (format !== "entity" || typeof schema.blueprint === "string");
      const { format: _, ...rest } = schema;
      return { ...rest, type: "string", ...(isKnown ? { format } : {}) } as PropertyDefinition;
    }
    case "integer":
    case "number":
      return { ...schema, type: "number" } as PropertyDefinition;
    case "boolean":
      return { type: "boolean", ...words(schema) };
    case "array": {
      const items = schema.items;
      const { items: _, ...rest } = schema;
      const known = isObject(items) && typeOf(items) !== undefined;
      return {
        ...rest,
        type: "array",
        ...(known ? { items: memberDefinition(items) } : {}),
      } as PropertyDefinition;
    }
    case "object":
      return { ...schema, type: "object" } as PropertyDefinition;
    default:
      return anything;
  }
}

const preset = (constant: unknown) => (constant === undefined ? {} : { default: constant });

/** The one type of a schema, "or null" aside; undefined where it says none or several. */
function typeOf(schema: JsonSchema): string | undefined {
  const types = [schema.type].flat().filter((type) => type !== undefined && type !== "null");
  if (types.length === 1) return typeof types[0] === "string" ? types[0] : undefined;
  if (types.length > 1) return undefined;
  if (isObject(schema.properties)) return "object";
  if (isObject(schema.items)) return "array";
  if (Array.isArray(schema.enum) || schema.const !== undefined) return "string";
  return undefined;
}
