import { kindOf } from "@/server/properties/kind";
import type { PropertyDefinition, PropertyDefinitions } from "@/server/properties/schema";

const INPUT = "input.";

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // An address that somebody wrote by hand: what cannot be read is left empty.
    return undefined;
  }
}

function readValue(texts: readonly string[], definition: PropertyDefinition): unknown {
  const [text = ""] = texts;
  switch (kindOf(definition)) {
    case "number":
      return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : undefined;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "object":
    case "labeled-url": {
      const value = json(text);
      return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
    }
    case "array": {
      const value = texts.length === 1 && text.startsWith("[") ? json(text) : [...texts];
      return Array.isArray(value) ? value : undefined;
    }
    default:
      return text;
  }
}

/**
 * Values for a form from its address: `?input.name=orders&input.size=3`; a list by repeating its key or as JSON. What is
 * no input, or cannot be one's value, is left out.
 */
export function prefillValues(
  properties: PropertyDefinitions,
  params: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(params)) {
    const key = name.slice(INPUT.length);
    if (!name.startsWith(INPUT) || given === undefined || !Object.hasOwn(properties, key)) continue;
    const value = readValue([given].flat(), properties[key] as PropertyDefinition);
    if (value !== undefined) values[key] = value;
  }
  return values;
}
