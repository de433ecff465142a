export type Json = Record<string, unknown>;

export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** Deeper members are left out: what is deeper is read in the document itself. */
const MAX_DEPTH = 5;

/** What a local reference (`#/components/schemas/Order`) leads to; the value itself where it is none. */
export function resolveRef(value: unknown, document: Json): { value: unknown; name: string | null } {
  if (!isJson(value) || typeof value.$ref !== "string") return { value, name: null };
  const parts = value.$ref.split("/").slice(1);
  let at: unknown = document;
  for (const part of parts) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    at = isJson(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return { value: at, name: parts.at(-1) ?? null };
}

/** A JSON Schema as a short type: `{ id: string (uuid), items?: { sku?: string }[] }`. Circles show their name. */
export function schemaText(
  schema: unknown,
  document: Json,
  seen: readonly string[] = [],
  indent = "",
): string {
  const { value, name } = resolveRef(schema, document);
  if (!isJson(value)) return name ?? "any";
  if (name && (seen.includes(name) || seen.length >= MAX_DEPTH)) return name;
  const inside = name ? [...seen, name] : seen;
  const among = [value.oneOf, value.anyOf].find(Array.isArray) as unknown[] | undefined;
  if (among) return among.map((one) => schemaText(one, document, inside, indent)).join(" | ");
  if (Array.isArray(value.allOf))
    return value.allOf.map((one) => schemaText(one, document, inside, indent)).join(" & ");
  if (Array.isArray(value.enum)) return value.enum.map((one) => JSON.stringify(one)).join(" | ");
  if (value.type === "array") {
    const item = schemaText(value.items, document, inside, indent);
    return /[|&]/.test(item) && !item.startsWith("{") ? `(${item})[]` : `${item}[]`;
  }
  if (isJson(value.properties)) {
    if (indent.length / 2 >= MAX_DEPTH) return "{ … }";
    const required = Array.isArray(value.required) ? value.required : [];
    const lines = Object.entries(value.properties).map(([key, member]) => {
      const type = schemaText(member, document, inside, `${indent}  `);
      return `${indent}  ${key}${required.includes(key) ? "" : "?"}: ${type}`;
    });
    return `{\n${lines.join("\n")}\n${indent}}`;
  }
  const type = Array.isArray(value.type) ? value.type.join(" | ") : textOf(value.type) || "any";
  return value.format ? `${type} (${textOf(value.format)})` : type;
}
