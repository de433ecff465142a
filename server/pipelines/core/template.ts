import { scanJq } from "@/server/kernel/core/jq-text";

/** Text with `{{ jq }}` in it, understood: plain, one expression that is the whole text, or both mixed. */
export type Template =
  | { kind: "text"; text: string }
  | { kind: "whole"; expression: string }
  | { kind: "mixed"; parts: (string | { expression: string })[] };

export type ParsedTemplate = { ok: true; template: Template } | { ok: false; problem: string };

/** The key whose value is merged into the object around it. */
export const isSpread = (key: string): boolean => /^\s*\{\{\s*spreadValue\(\)\s*\}\}\s*$/.test(key);

/** Reads one text. A `}}` without an opening `{{` is plain text. */
export function parseTemplate(text: string): ParsedTemplate {
  const parts: (string | { expression: string })[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf("{{", at);
    if (open < 0) break;
    const close = scanJq(text, open + 2, "}}");
    if (close < 0)
      return { ok: false, problem: `The "{{" at character ${open + 1} is never closed by "}}".` };
    const expression = text.slice(open + 2, close).trim();
    if (expression === "")
      return { ok: false, problem: `The "{{ }}" at character ${open + 1} holds no expression.` };
    if (open > at) parts.push(text.slice(at, open));
    parts.push({ expression });
    at = close + 2;
  }
  if (parts.length === 0) return { ok: true, template: { kind: "text", text } };
  if (at < text.length) parts.push(text.slice(at));
  const expressions = parts.filter((part) => typeof part !== "string");
  // Space around a single expression does not make it a text.
  if (expressions.length === 1 && parts.every((part) => typeof part !== "string" || part.trim() === "")) {
    return { ok: true, template: { kind: "whole", expression: expressions[0]!.expression } };
  }
  return { ok: true, template: { kind: "mixed", parts } };
}

/** How a result reads within a text: strings as they are, everything else as JSON. */
export const interpolated = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);

export interface TemplateText {
  path: (string | number)[];
  text: string;
}

/** Every text of a value that may hold a template, keys among them, with its path. */
export function templateTexts(value: unknown, path: (string | number)[] = []): TemplateText[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => templateTexts(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const inner = [...path, key];
    return [...(isSpread(key) ? [] : [{ path: inner, text: key }]), ...templateTexts(item, inner)];
  });
}

export interface TemplateIssue {
  path: (string | number)[];
  message: string;
}

/** What is wrong with the templates of a value without asking jq: for the form, at every keystroke. */
export function templateIssues(value: unknown): TemplateIssue[] {
  return templateTexts(value).flatMap(({ path, text }) => {
    const parsed = parseTemplate(text);
    return parsed.ok ? [] : [{ path, message: parsed.problem }];
  });
}
