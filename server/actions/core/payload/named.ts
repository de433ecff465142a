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

/** The secrets of the organisation that the templates of a value name. */
export const secretsNamedIn = (value: unknown): string[] => [
  ...new Set(expressionsIn(value).flatMap(({ expression }) => namesUnder("secrets", expression))),
];

/** How often an expression reaches for the secrets; more often than it names one, it takes them all or a computed one. */
export const reachesForSecrets = (expression: string): number =>
  [...expression.matchAll(/(?<![\w\])"'])\.secrets(?!\w)/g)].length;
