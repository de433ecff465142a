import type { z } from "zod";

const NOUNS: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};
const UNITS: Record<string, string> = { string: " characters", array: " entries" };

/** What is wrong with a part of a definition, for who edits it; undefined where zod's own words do. */
export function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type": {
      const wanted = NOUNS[issue.expected] ?? issue.expected;
      return issue.input === undefined ? `Is missing: ${wanted}.` : `Must be ${wanted}.`;
    }
    case "too_big":
      return `At most ${issue.maximum}${UNITS[issue.origin] ?? ""}.`;
    case "too_small":
      return `At least ${issue.minimum}${UNITS[issue.origin] ?? ""}.`;
    case "invalid_value":
      return `Must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}.`;
    case "unrecognized_keys":
      return `There is no key ${issue.keys.map((key) => `"${key}"`).join(", ")} here.`;
    default:
      return undefined;
  }
}
