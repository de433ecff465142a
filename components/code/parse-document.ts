import { LineCounter, parseDocument } from "yaml";
import { parseJson } from "./parse-json";
import type { JsonFault } from "./parse-json";

/** The two ways to write a definition or an entity. */
export type TextLanguage = "json" | "yaml";

export type Parsed = { value: unknown; fault?: undefined } | { value?: undefined; fault: JsonFault };

/** Reads JSON or YAML; where it cannot be read, the line and the reason. A dangling alias or a key given twice is a fault, too. */
export function parseText(text: string, language: TextLanguage): Parsed {
  if (language === "json") return parseJson(text);
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const [error] = document.errors;
  if (error) return { fault: { line: counter.linePos(error.pos[0]).line, message: sentence(error.message) } };
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) as unknown };
  } catch (cause) {
    return {
      fault: { line: 1, message: sentence(cause instanceof Error ? cause.message : "This is not YAML") },
    };
  }
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
