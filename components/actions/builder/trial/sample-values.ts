import type { PropertyDefinition } from "@/server/properties/schema";

const SAMPLES: Record<string, string> = {
  email: "ada@example.com",
  user: "ada@example.com",
  url: "https://example.com",
  date: "2026-01-31",
  "date-time": "2026-01-31T09:00:00.000Z",
  timer: "2026-01-31T09:00:00.000Z",
  ipv4: "192.0.2.10",
  ipv6: "2001:db8::10",
  yaml: "key: value",
  markdown: "Some **text**",
};

function sampleOf(key: string, definition: PropertyDefinition): unknown {
  const { type, format, enum: choices, minimum } = definition;
  if (Array.isArray(choices)) return choices[0];
  switch (type) {
    case "number":
      return typeof minimum === "number" ? minimum : 1;
    case "boolean":
      return false;
    case "string":
      if (format === "entity" || format === "team") return undefined;
      return SAMPLES[format ?? ""] ?? key.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
    default:
      return undefined;
  }
}

/**
 * Something for each input that nobody has filled in and that has no default, so that an example of the payload says
 * something. Entities and teams are left out: there may be none, and only a person knows which.
 */
export function withSamples(
  inputs: Readonly<Record<string, Record<string, unknown>>>,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const filled = Object.entries(inputs).flatMap(([key, input]) => {
    const given = values[key];
    if (Object.hasOwn(values, key) && given !== undefined && given !== null && given !== "")
      return [[key, given] as const];
    const fallback = input.default;
    const constant = typeof fallback !== "object" || fallback === null || !("jqQuery" in fallback);
    const value =
      fallback !== undefined && constant ? fallback : sampleOf(key, input as unknown as PropertyDefinition);
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(filled);
}
