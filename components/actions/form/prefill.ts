import { isSecret, itemDefinition } from "@/components/properties/kind";
import type { InputDefinition, InputDefinitions } from "@/server/actions/core/definition/user-inputs";
import { kindOf } from "@/server/properties/kind";
import type { PropertyDefinition } from "@/server/properties/schema";

import { parseJsurl } from "./jsurl";

export type AddressParams = Readonly<Record<string, string | string[] | undefined>>;

export interface Prefill {
  values: Record<string, unknown>;
  /** What the address gives and the form does not take, as the address names it. */
  leftOut: string[];
}

const INPUT = "input.";
/** The parameters of published links: all inputs in one, and the entity to work on. */
export const PUBLISHED_INPUTS = "actionInputs";
export const PUBLISHED_TARGET = "$targetEntity";

/** What no value can be read from. */
const NONE = Symbol("no value");

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // An address that somebody wrote by hand: what cannot be read is left out, and named.
    return NONE;
  }
}

/** A value of the address's text. */
function fromTexts(texts: readonly string[], definition: PropertyDefinition): unknown {
  const [text = ""] = texts;
  switch (kindOf(definition)) {
    case "boolean":
      return text === "true" ? true : text === "false" ? false : NONE;
    case "object":
    case "labeled-url":
      return json(text);
    case "array":
      return texts.length === 1 && text.startsWith("[")
        ? json(text)
        : texts.map((one) => fromTexts([one], itemDefinition(definition)));
    default:
      return definition.type === "number" && text.trim() !== "" ? Number(text) : text;
  }
}

/** The value, if it is one of the definition's type; an entity by its identifier. Whether it is valid is seen in the form. */
function fitting(value: unknown, definition: PropertyDefinition): unknown {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  switch (definition.type) {
    case "number":
      return typeof value === "number" && Number.isFinite(value) ? value : NONE;
    case "boolean":
      return typeof value === "boolean" ? value : NONE;
    case "object":
      return isObject ? value : NONE;
    case "array": {
      if (!Array.isArray(value)) return NONE;
      const items = value.map((item: unknown) => fitting(item, itemDefinition(definition)));
      return items.includes(NONE) ? NONE : items;
    }
    case "string": {
      const text = isObject ? (value as { identifier?: unknown }).identifier : value;
      return typeof text === "string" ? text : NONE;
    }
  }
}

const isOffered = (value: unknown, { enum: choices }: PropertyDefinition): boolean =>
  !Array.isArray(choices) || choices.includes(value);

/** All inputs of a published link; null when they cannot be read. */
export function publishedInputs(text: string): Record<string, unknown> | null {
  try {
    const value = text.startsWith("~") ? parseJsurl(text) : json(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * Values for a form from its address: `?input.name=orders&input.size=3`, a list by repeating its key or as JSON; or all in
 * `actionInputs`, as JSON or JSURL. Secrets are never taken from an address.
 */
export function prefillValues(properties: InputDefinitions, params: AddressParams): Prefill {
  const prefill: Prefill = { values: {}, leftOut: [] };
  const take = (key: string, read: (definition: InputDefinition) => unknown) => {
    const definition = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const value = definition && !isSecret(definition) ? fitting(read(definition), definition) : NONE;
    if (definition && value !== NONE && isOffered(value, definition)) prefill.values[key] = value;
    else prefill.leftOut.push(key);
  };
  const published = [params[PUBLISHED_INPUTS] ?? []].flat()[0];
  const inputs = published === undefined ? {} : publishedInputs(published);
  if (inputs === null) prefill.leftOut.push(PUBLISHED_INPUTS);
  for (const [key, value] of Object.entries(inputs ?? {}))
    if (key !== PUBLISHED_TARGET) take(key, () => value);
  for (const [name, given] of Object.entries(params))
    if (name.startsWith(INPUT) && given !== undefined)
      take(name.slice(INPUT.length), (definition) => fromTexts([given].flat(), definition));
  return prefill;
}

/** The parameters that open a form filled in like this. */
export function linkParams(
  values: Readonly<Record<string, unknown>>,
  entity: string | null,
): URLSearchParams {
  const params = new URLSearchParams();
  if (entity !== null) params.set("entity", entity);
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined || value === null) continue;
    params.set(`${INPUT}${key}`, typeof value === "string" ? value : JSON.stringify(value));
  }
  return params;
}
