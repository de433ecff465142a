import { kindOf } from "@/server/properties/kind";
import type { PropertyDefinition } from "@/server/properties/schema";

const isNumber = (value: unknown): value is number => typeof value === "number";

/** "2 to 5 items", "At least 1 item"; null where there is nothing to say. */
function countOf(low: unknown, high: unknown, noun: string): string | null {
  const many = (count: number) => `${count} ${count === 1 ? noun : `${noun}s`}`;
  const from = isNumber(low) && low > 0 ? low : undefined;
  if (from !== undefined && isNumber(high))
    return from === high ? `Exactly ${many(from)}` : `${from} to ${many(high)}`;
  if (from !== undefined) return `At least ${many(from)}`;
  return isNumber(high) ? `At most ${many(high)}` : null;
}

function boundsOf({
  minimum,
  maximum,
  exclusiveMinimum,
  exclusiveMaximum,
}: PropertyDefinition): string | null {
  if (isNumber(minimum) && isNumber(maximum)) return `${minimum} to ${maximum}`;
  const parts = [
    isNumber(minimum) && `at least ${minimum}`,
    isNumber(exclusiveMinimum) && `more than ${exclusiveMinimum}`,
    isNumber(maximum) && `at most ${maximum}`,
    isNumber(exclusiveMaximum) && `less than ${exclusiveMaximum}`,
  ].filter((part) => part !== false);
  const text = parts.join(", ");
  return text ? text.charAt(0).toUpperCase() + text.slice(1) : null;
}

/** What a value may be, in a few words, for people who are about to fill it in; null where anything goes. */
export function limitsOf(definition: PropertyDefinition): string | null {
  const kind = kindOf(definition);
  if (kind === "number") return boundsOf(definition);
  if (kind === "array") {
    const count = countOf(definition.minItems, definition.maxItems, "item");
    return definition.uniqueItems === true && !definition.items?.enum
      ? [count, "none twice"].filter(Boolean).join(", ").replace(/^n/, "N")
      : count;
  }
  if (definition.type === "string" && kind !== "enum")
    return countOf(definition.minLength, definition.maxLength, "character");
  return null;
}
