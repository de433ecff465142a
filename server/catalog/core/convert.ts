import type { PropertyDefinition } from "@/server/properties/schema";
import { schemaOf } from "@/server/properties/types/registry";

/** What becomes of a value under another definition: the same, another, or none. */
export type Converted = { value: unknown } | { fault: string };

/**
 * A value under a new definition, converted only where nothing of it is lost: numbers and booleans to text and back, one
 * value to a list of one and back, objects to their JSON and back. Else the reason why it cannot be.
 */
export function convertValue(value: unknown, to: PropertyDefinition): Converted {
  const candidate = candidateOf(value, to);
  if ("fault" in candidate) return candidate;
  const parsed = schemaOf(to).safeParse(candidate.value);
  return parsed.success ? candidate : { fault: parsed.error.issues[0]?.message ?? "The value does not fit." };
}

function candidateOf(value: unknown, to: PropertyDefinition): Converted {
  const none = (what: string): Converted => ({ fault: `${show(value)} is ${what}.` });
  if (to.type === "array") {
    if (!Array.isArray(value)) return wrapped(value, to);
    const items = value.map((item) => itemOf(item, to));
    const fault = items.find((item) => "fault" in item);
    return fault ?? { value: items.map((item) => (item as { value: unknown }).value) };
  }
  if (Array.isArray(value)) {
    if (value.length !== 1)
      return none(`a list of ${value.length}, and only a list of one becomes one value`);
    return candidateOf(value[0], to);
  }
  switch (to.type) {
    case "string":
      if (typeof value === "string") return { value };
      if (typeof value === "number" || typeof value === "boolean") return { value: String(value) };
      return { value: JSON.stringify(value) };
    case "number":
      if (typeof value === "number") return { value };
      if (
        typeof value === "string" &&
        value !== "" &&
        String(Number(value)) === value &&
        isFinite(Number(value))
      )
        return { value: Number(value) };
      return none("no number that reads the same when it is written again");
    case "boolean":
      if (typeof value === "boolean") return { value };
      if (value === "true" || value === "false") return { value: value === "true" };
      return none("neither true nor false");
    case "object":
      return objectOf(value) ?? none("no JSON object");
  }
}

const wrapped = (value: unknown, to: PropertyDefinition): Converted => {
  const item = itemOf(value, to);
  return "fault" in item ? item : { value: [item.value] };
};

const itemOf = (item: unknown, to: PropertyDefinition): Converted =>
  to.items?.type ? candidateOf(item, to.items as PropertyDefinition) : { value: item };

function objectOf(value: unknown): Converted | null {
  if (typeof value === "object" && value !== null) return { value };
  if (typeof value !== "string" || !value.trimStart().startsWith("{")) return null;
  try {
    return { value: JSON.parse(value) as unknown };
  } catch {
    return null;
  }
}

const show = (value: unknown) => {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};
