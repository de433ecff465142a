import type { EntityRecord } from "@/server/catalog/schema";

/**
 * Words of a widget that differ by who looks and what for: `{{ .user.email }}`, `{{ .entity.properties.tier }}`,
 * `{{url.identifier}}`, `{{blueprint}}`. One that nobody knows stays as it is written.
 */
const PLACEHOLDER = /\{\{\s*\.?([A-Za-z_$][\w$-]*(?:\.[\w$@-]+|\["[^"\]]+"\])*)\s*\}\}/g;
const STEP = /\.([\w$@-]+)|\["([^"\]]+)"\]/g;

export const USER_KEYS = ["email", "name", "firstName", "lastName", "role", "teams"] as const;
export const ENTITY_KEYS = [
  "identifier",
  "title",
  "icon",
  "blueprint",
  "team",
  "createdAt",
  "createdBy",
  "updatedAt",
  "updatedBy",
] as const;
/** Have any key below them. */
const ENTITY_PARTS = ["properties", "relations"] as const;

/** What placeholders stand for. */
export interface Known {
  /** Whoever looks; null where it is no person. */
  user: Record<(typeof USER_KEYS)[number], unknown> | null;
  entity: EntityRecord | null;
  /** Of the page, where it has one. */
  blueprint: string | null;
}

type Found = { value: unknown } | "unknown" | "no entity";

const has = (list: readonly string[], one: string | undefined): boolean =>
  one !== undefined && list.includes(one);

function stepsOf(name: string): string[] {
  const [first = ""] = /^[A-Za-z_$][\w$-]*/.exec(name) ?? [];
  const rest = [...name.slice(first.length).matchAll(STEP)].map(([, plain, quoted]) => plain ?? quoted ?? "");
  return [first, ...rest];
}

/** What kind of placeholder it is; null: none that is known. */
function kindOf([root, part, key, ...more]: readonly string[]): "user" | "entity" | "blueprint" | null {
  if (more.length > 0) return null;
  if (root === "user") return key === undefined && has(USER_KEYS, part) ? "user" : null;
  if (root === "blueprint") return part === undefined ? "blueprint" : null;
  if (root === "url") return part === "identifier" && key === undefined ? "entity" : null;
  if (root !== "entity") return null;
  return has(key === undefined ? ENTITY_KEYS : ENTITY_PARTS, part) ? "entity" : null;
}

function find(name: string, { user, entity, blueprint }: Known): Found {
  const steps = stepsOf(name);
  const [root, part = "", key] = steps;
  switch (kindOf(steps)) {
    case "user":
      return user ? { value: user[part as keyof typeof user] } : "unknown";
    case "blueprint": {
      const of = entity?.blueprint ?? blueprint;
      return of === null ? "unknown" : { value: of };
    }
    case "entity": {
      if (!entity) return "no entity";
      if (root === "url") return { value: entity.identifier };
      const value = (entity as unknown as Record<string, unknown>)[part];
      return { value: key === undefined ? value : (value as Record<string, unknown>)[key] };
    }
    case null:
      return "unknown";
  }
}

const written = (value: unknown): string =>
  value === undefined || value === null
    ? ""
    : Array.isArray(value)
      ? value.map(written).join(", ")
      : typeof value === "object"
        ? JSON.stringify(value)
        : String(value as string | number | boolean);

/**
 * The text with the values in it, each as `write` makes it safe there. `lacks`: a placeholder is about an entity, and there is
 * none; it stays as it is written.
 */
export function filledText(
  text: string,
  known: Known,
  write: (value: string) => string = (value) => value,
): { text: string; lacks: boolean } {
  let lacks = false;
  const filled = text.replace(PLACEHOLDER, (whole, name: string) => {
    const found = find(name, known);
    if (found === "no entity") lacks = true;
    return typeof found === "string" ? whole : write(written(found.value));
  });
  return { text: filled, lacks };
}

/** Keys whose words are filled in where they are used, or are no words. */
const LEFT = ["id", "type", "title", "description", "markdown", "links", "url"];

/** A widget with the values in all that it names. */
export function filledWidget<T extends object>(widget: T, known: Known): { widget: T; lacks: boolean } {
  let lacks = false;
  const fill = (value: unknown): unknown => {
    if (typeof value === "string") {
      const filled = filledText(value, known);
      lacks ||= filled.lacks;
      return filled.text;
    }
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fill(one)]));
  };
  const filled = Object.entries(widget).map(([key, one]) => [key, LEFT.includes(key) ? one : fill(one)]);
  return { widget: Object.fromEntries(filled) as T, lacks };
}

const CODE = /(```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|`[^`\n]+`)/;

/** Markdown with the values in it, as words: none of them can begin a heading, a link, a list or code. */
export function filledMarkdown(markdown: string, known: Known): { text: string; lacks: boolean } {
  const parts = markdown
    .split(CODE)
    .map((part, i) =>
      filledText(part, known, i % 2 === 1 ? (value) => oneLine(value).replaceAll("`", "'") : asWords),
    );
  return { text: parts.map(({ text }) => text).join(""), lacks: parts.some(({ lacks }) => lacks) };
}

const oneLine = (value: string): string => value.replace(/\s+/g, " ");
const asWords = (value: string): string =>
  oneLine(value)
    .replace(/[\\`*_[\]<>&#~|!]/g, "\\$&")
    // These mean something at the beginning of a line alone.
    .replace(/^(\s*)([-+=])/, "$1\\$2")
    .replace(/^(\s*\d+)([.)])/, "$1\\$2");

/** An address with the values in it, encoded; a value that is the whole beginning of it stays as it is. */
export function filledUrl(url: string, known: Known): { text: string; lacks: boolean } {
  const [, first = "", rest = ""] = /^(\s*\{\{[^{}]*\}\})?([\s\S]*)$/.exec(url) ?? [];
  const begun = filledText(first.trim(), known);
  const ended = filledText(rest, known, encodeURIComponent);
  return { text: begun.text + ended.text, lacks: begun.lacks || ended.lacks };
}

/**
 * Placeholders of a text that will be shown as they are written: those that nobody knows, and those of an entity on a page that
 * is about none.
 */
export function strangeIn(text: string, hasEntity: boolean): { placeholder: string; why: string }[] {
  const seen = new Map<string, string>();
  for (const [whole, name = ""] of text.matchAll(PLACEHOLDER)) {
    const kind = kindOf(stepsOf(name));
    if (kind === null)
      seen.set(
        whole,
        `Known are .user. with ${USER_KEYS.join(", ")}${
          hasEntity ? `, and .entity. with ${[...ENTITY_KEYS, "properties.…", "relations.…"].join(", ")}` : ""
        }.`,
      );
    else if (kind === "entity" && !hasEntity) seen.set(whole, "Only a page for entities has one.");
  }
  return [...seen].map(([placeholder, why]) => ({ placeholder, why }));
}
