import { propertyKeys } from "./model";
import type { BlueprintDefinition } from "../schema";

/** Where a search found an entity: in its name (`property` null), or in a property, with the words around. */
export interface Match {
  property: string | null;
  title: string;
  snippet: string | null;
}

const AROUND = 60;
const MARKS = /\p{M}/gu;

/** Text as words are compared: without case and accents. Keeps the length, so that places stay the same. */
function folded(text: string): string {
  return [...text]
    .map((char) => {
      const plain = char.normalize("NFD").replace(MARKS, "").toLowerCase();
      return plain.length === char.length
        ? plain
        : char.toLowerCase().slice(0, char.length).padEnd(char.length);
    })
    .join("");
}

/** Where a word begins with one of the words; -1 for nowhere. */
function placeOf(text: string, words: string[]): number {
  const plain = folded(text);
  let first = -1;
  for (const word of words)
    for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) {
      if (at > 0 && /[\p{L}\p{N}]/u.test(plain[at - 1] ?? "")) continue;
      if (first < 0 || at < first) first = at;
      break;
    }
  return first;
}

/** All texts in a value, one after the other. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function snippetAt(text: string, at: number): string {
  const from = Math.max(0, at - AROUND);
  const to = Math.min(text.length, at + AROUND);
  const cut = text.slice(from, to).replace(/\s+/g, " ").trim();
  return `${from > 0 ? "…" : ""}${cut}${to < text.length ? "…" : ""}`;
}

const NAME: Match = { property: null, title: "Name", snippet: null };

/** Where the words of a search are in an entity: in its name, else in the first property that has one of them. */
export function matchOf(
  definition: BlueprintDefinition,
  entity: { identifier: string; title: string | null; properties: Record<string, unknown> },
  words: readonly string[],
): Match {
  const wanted = words.map(folded);
  const name = `${entity.title ?? ""} ${entity.identifier}`;
  if (wanted.every((word) => placeOf(name, [word]) >= 0)) return NAME;
  for (const key of propertyKeys(definition)) {
    if (!Object.hasOwn(entity.properties, key)) continue;
    for (const text of textsIn(entity.properties[key])) {
      const at = placeOf(text, wanted);
      if (at >= 0) return { property: key, title: titleOf(definition, key), snippet: snippetAt(text, at) };
    }
  }
  return NAME;
}

function titleOf(definition: BlueprintDefinition, key: string): string {
  const found =
    definition.schema.properties[key] ??
    definition.mirrorProperties?.[key] ??
    definition.calculationProperties?.[key] ??
    definition.aggregationProperties?.[key];
  return typeof found?.title === "string" && found.title ? found.title : key;
}
