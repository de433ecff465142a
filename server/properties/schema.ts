import * as z from "zod";

/**
 * The property language: how blueprints and action forms describe a value, in the published JSON format.
 * `types/` holds one file for each type and format; `compile.ts` turns a set of definitions into zod and JSON Schema.
 */
export const PROPERTY_TYPES = ["string", "number", "boolean", "object", "array"] as const;
export type PropertyType = (typeof PROPERTY_TYPES)[number];

export const COLOURS = [
  "blue",
  "turquoise",
  "orange",
  "purple",
  "pink",
  "yellow",
  "green",
  "red",
  "gold",
  "silver",
  "paleBlue",
  "darkGray",
  "lightGray",
  "bronze",
  "lime",
  "olive",
  "brown",
] as const;
export type Colour = (typeof COLOURS)[number];

/** A key of a property, input or relation, as published. No dot: paths of mirror properties are split at dots. */
export const PROPERTY_KEY = /^(?!__proto__$)[A-Za-z0-9@_=\\-]{1,100}$/;

/** The identifier of an entity, as published; at most 1,000 characters. */
export const ENTITY_IDENTIFIER = /^(?!\.{1,2}$)[\p{L}0-9@_.+:\\/=-]+$/u;
export const MAX_ENTITY_IDENTIFIER = 1000;

/** Where a definition stands: on a blueprint, or in a form. Some formats exist in forms alone. */
export type Scope = "property" | "input";

export type JsonSchema = Record<string, unknown>;

/** A definition as it is stored: the union over all types, with the keys that only forms use among them. */
export interface PropertyDefinition {
  type: PropertyType;
  title?: string;
  description?: string;
  icon?: string;
  format?: string;
  default?: unknown;
  enum?: unknown[];
  enumColors?: Record<string, Colour>;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  items?: Record<string, unknown>;
  spec?: "open-api" | "async-api" | "embedded-url";
  specAuthentication?: Record<string, unknown>;
  /** Forms, format "entity": the blueprint to pick from. */
  blueprint?: string;
  [key: string]: unknown;
}

export type PropertyDefinitions = Record<string, PropertyDefinition>;

/** What is compiled: definitions, and which of them must have a value. */
export interface PropertySet {
  properties: PropertyDefinitions;
  /** A computed list counts as none here. */
  required?: string[] | { jqQuery: string };
}

/** The identifier of a blueprint or action, as published. */
export const identifierSchema = (max: number) =>
  z
    .string()
    .min(1, "An identifier has at least one character.")
    .max(max, `An identifier has at most ${max} characters.`)
    // Not `.regex`: the OpenAPI document would carry the pattern with its flag, which no reader understands.
    .refine((text) => /^(?!\.{1,2}$)[\p{L}0-9@_.+:\\/-]+$/u.test(text), {
      error: "Use letters, digits and @ _ . + : \\ / - only.",
    });
