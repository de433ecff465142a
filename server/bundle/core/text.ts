import { parseDocument, stringify } from "yaml";
import { Invalid } from "@/server/kernel/errors";
import type { Bundle } from "../schema";

export const FORMATS = ["yaml", "json"] as const;
export type Format = (typeof FORMATS)[number];

/** A bundle as text. */
export function bundleText(bundle: Bundle, format: Format): string {
  return format === "json"
    ? `${JSON.stringify(bundle, null, 2)}\n`
    : stringify(bundle, { lineWidth: 0, aliasDuplicateObjects: false });
}

/**
 * Reads a text as JSON, or else as YAML. References within it are followed at most a hundred times, so that a short text
 * cannot become a long document. Throws Invalid.
 */
export function parseBundle(text: string): unknown {
  const json = parseJson(text);
  if (json) return json.value;
  const unreadable = (why: string) =>
    Invalid.at([], `The bundle can be read neither as JSON nor as YAML: ${why}`);
  try {
    const document = parseDocument(text, { logLevel: "silent" });
    const [fault] = document.errors;
    if (fault) throw unreadable(fault.message.split("\n")[0]!);
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch (error) {
    // Too many references, or nesting beyond the stack.
    if (error instanceof ReferenceError || error instanceof RangeError) throw unreadable(error.message);
    throw error;
  }
}

function parseJson(text: string): { value: unknown } | null {
  if (!/^\s*\{/.test(text)) return null;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}
