import { parseTemplate, templateTexts } from "@/server/pipelines/core/template";

/** What people see of a secret. */
export const MASKED = "••••";

/** Every jq expression in the templates of a value, with the path of its text. */
export function expressionsIn(value: unknown): { path: (string | number)[]; expression: string }[] {
  return templateTexts(value).flatMap(({ path, text }) => {
    const parsed = parseTemplate(text);
    if (!parsed.ok || parsed.template.kind === "text") return [];
    const { template } = parsed;
    const parts =
      template.kind === "whole" ? [template] : template.parts.filter((p) => typeof p !== "string");
    return parts.map(({ expression }) => ({ path, expression }));
  });
}

/** The names that an expression takes from a part of its context: `.secrets.X`, `.secrets["x"]`, `.secrets."x"`. */
export function namesUnder(part: "secrets" | "outputs" | "inputs", expression: string): string[] {
  const pattern = new RegExp(
    `(?<![\\w\\])"'])\\.${part}(?:\\.([A-Za-z_][A-Za-z0-9_]*)|\\.?\\["([^"\\\\]+)"\\]|\\.?\\['([^'\\\\]+)'\\]|\\."([^"\\\\]+)")`,
    "g",
  );
  return [...expression.matchAll(pattern)].map((m) => m[1] ?? m[2] ?? m[3] ?? m[4] ?? "");
}
