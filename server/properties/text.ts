import * as z from "zod";
import type { Issue } from "@/server/kernel/errors";
import { kindOf, type Kind } from "./kind";
import { matchesPattern, MAX_MATCHED_TEXT, patternFault } from "./pattern";
import type { JsonSchema, PropertyDefinition, Scope } from "./schema";
import { annotations, checkCounts, pick, type Path, type PropertyTypeSpec } from "./spec";

interface TextOptions {
  kind: Kind;
  label: string;
  description: string;
  /** What a value must be, as in "Must be an e-mail address, such as ada@example.com." */
  must?: string;
  test?: (text: string) => boolean;
  sample: string;
  scopes?: readonly Scope[];
  specs?: readonly string[];
  /** JSON Schema beyond the format's name. */
  json?: JsonSchema;
  check?: (definition: PropertyDefinition, at: Path, scope: Scope) => Issue[];
}

/** The type file of a kind of text: length, pattern and format are checked the same way for all. */
export function textSpec(options: TextOptions): PropertyTypeSpec {
  const {
    kind,
    label,
    description,
    must,
    test,
    sample,
    scopes = ["property", "input"],
    specs,
    json,
  } = options;
  return {
    kind,
    type: "string",
    label,
    description,
    scopes,
    specs,
    constraints: [
      "minLength",
      "maxLength",
      "pattern",
      "enum",
      "enumColors",
      ...(specs ? (["spec", "specAuthentication"] as const) : []),
    ],
    matches: (definition) => kindOf(definition) === kind,
    check: (definition, at, scope) => [
      ...checkCounts(definition, at, "minLength", "maxLength"),
      ...patternIssues(definition, at),
      ...(options.check?.(definition, at, scope) ?? []),
    ],
    compile: (definition) =>
      z.string({ error: "Must be text." }).superRefine((text, ctx) => {
        const refuse = (message: string) => ctx.addIssue({ code: "custom", message });
        if (test && !test(text)) refuse(`Must be ${must ?? "valid"}.`);
        for (const message of textFaults(definition, text)) refuse(message);
      }),
    jsonSchema: (definition) => ({
      type: "string",
      ...annotations(definition),
      ...(kind === "string" ? {} : { format: kind === "timer" ? "date-time" : kind }),
      ...pick(definition, ["minLength", "maxLength", "pattern"]),
      ...json,
    }),
    empty: "",
    sample: (definition) =>
      definition.default !== undefined ? definition.default : fitted(sample, definition),
  };
}

/** What is wrong with the length of a text, or with how it matches the pattern. Length counts characters, not UTF-16 units. */
function textFaults({ minLength, maxLength, pattern }: PropertyDefinition, text: string): string[] {
  const faults: string[] = [];
  const length = minLength === undefined && maxLength === undefined ? 0 : [...text].length;
  if (minLength !== undefined && length < minLength)
    faults.push(`Must have at least ${count(minLength)}; it has ${length}.`);
  if (maxLength !== undefined && length > maxLength)
    faults.push(`Must have at most ${count(maxLength)}; it has ${length}.`);
  if (pattern !== undefined && !matchesPattern(pattern, text))
    faults.push(
      text.length > MAX_MATCHED_TEXT
        ? `Must have at most ${MAX_MATCHED_TEXT} characters to be matched.`
        : `Must match the pattern ${pattern}`,
    );
  return faults;
}

const count = (n: number) => `${n} ${n === 1 ? "character" : "characters"}`;

function patternIssues(definition: PropertyDefinition, at: Path): Issue[] {
  if (definition.pattern === undefined) return [];
  const fault = patternFault(definition.pattern);
  return fault ? [{ path: [...at, "pattern"], message: fault }] : [];
}

/** The sample, cut or repeated to the bounds of a plain text. */
function fitted(sample: string, { minLength = 0, maxLength = Infinity }: PropertyDefinition): string {
  return (sample.length < minLength ? sample.padEnd(minLength, "x") : sample).slice(0, maxLength);
}
