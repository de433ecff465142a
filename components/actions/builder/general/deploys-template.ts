/** The template that gives the value of an input. */
export const inputTemplate = (key: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `{{ .inputs.${key} }}` : `{{ .inputs["${key}"] }}`;

/** Which input a template gives, and nothing beside it; null: none. */
export function inputIn(template: unknown): string | null {
  if (typeof template !== "string") return null;
  const found = /^\s*\{\{\s*\.inputs(?:\.([A-Za-z_][A-Za-z0-9_]*)|\["([^"\\]+)"\])\s*\}\}\s*$/.exec(template);
  return found?.[1] ?? found?.[2] ?? null;
}
