import { parseAllDocuments } from "yaml";
import { textSpec } from "../text";

/** Longer texts would take the parser more than some tens of milliseconds. */
const MAX_YAML = 512 * 1024;

/**
 * Can the text be read as YAML? Aliases are never expanded, and equal keys are not looked for: both cost more than
 * linear time on hostile texts.
 */
export function isYaml(text: string): boolean {
  if (text.length > MAX_YAML) return false;
  try {
    const documents = parseAllDocuments(text, { uniqueKeys: false, prettyErrors: false, logLevel: "silent" });
    return !Array.isArray(documents) || documents.every((document) => document.errors.length === 0);
  } catch (error) {
    // Nesting beyond the stack is as unreadable as a fault in the syntax.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** A YAML document, or several. */
export const yamlType = textSpec({
  kind: "yaml",
  label: "YAML",
  description: "A YAML document, checked when it is saved.",
  must: "valid YAML of at most 512 KiB",
  test: isYaml,
  specs: ["open-api", "async-api"],
  sample: "key: value",
});
