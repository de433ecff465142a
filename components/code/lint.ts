import { LineCounter, parseAllDocuments } from "yaml";
import { lineOfPath } from "./json-position";
import { parseJson } from "./parse-json";

/** What can be linted; plain text has no faults of its own. */
export type LintLanguage = "json" | "yaml";

export interface LintFault {
  /** From 1; undefined where it cannot be told. */
  line: number | undefined;
  message: string;
}

/** Faults that lie in the value, not in its syntax, with the path to each. */
export interface ValueIssue {
  path: readonly (string | number)[];
  message: string;
}

const MAX_FAULTS = 20;

/** What is wrong with the syntax of a text; nothing of a blank one. YAML may have several documents, as the server takes it. */
export function lint(text: string, language: LintLanguage): LintFault[] {
  if (text.trim() === "") return [];
  if (language === "json") {
    const { fault } = parseJson(text);
    return fault ? [fault] : [];
  }
  const lines = new LineCounter();
  try {
    const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
    if (!Array.isArray(documents)) return [];
    return documents
      .flatMap((document) => document.errors)
      .slice(0, MAX_FAULTS)
      .map((error) => ({ line: lines.linePos(error.pos[0]).line, message: sentence(error.message) }));
  } catch (error) {
    if (error instanceof RangeError) return [{ line: undefined, message: "The text is nested too deeply." }];
    throw error;
  }
}

/** The issues of a value at the lines of its text. */
export const located = (text: string, issues: readonly ValueIssue[]): LintFault[] =>
  issues.map(({ path, message }) => ({
    line: path.length > 0 ? lineOfPath(text, path) : undefined,
    message: path.length > 0 ? `${path.join(".")}: ${message}` : message,
  }));

/** The text with even indentation; null where it cannot be read. Comments of YAML stay. */
export function format(text: string, language: LintLanguage): string | null {
  if (lint(text, language).length > 0) return null;
  if (language === "json") return JSON.stringify(JSON.parse(text), null, 2);
  const documents = parseAllDocuments(text, { uniqueKeys: false });
  if (!Array.isArray(documents)) return text;
  return documents.map(String).join("");
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
