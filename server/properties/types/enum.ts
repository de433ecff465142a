import * as z from "zod";
import type { Issue } from "@/server/kernel/errors";
import { kindOf } from "../kind";
import { annotations, withoutChoices, type Path, type PropertyTypeSpec, type SpecOf } from "../spec";
import type { PropertyDefinition } from "../schema";

/** One of a fixed list of texts or numbers. What the list holds must fit the definition's format and bounds. */
export const enumType: PropertyTypeSpec = {
  kind: "enum",
  type: "string",
  label: "Choice",
  description: "One of a fixed list, each with a colour if you like.",
  scopes: ["property", "input"],
  // Those of the type below the choice are checked there.
  constraints: ["enum", "enumColors"],
  matches: (definition) => kindOf(definition) === "enum",
  check: (definition, at, scope, nested) => {
    const below = withoutChoices(definition);
    const issues = nested.specOf(below).check(below, at, scope, nested);
    return issues.length ? issues : choiceIssues(definition, at, nested.specOf);
  },
  compile: ({ enum: choices = [] }) => {
    const allowed = new Set(choices);
    const list = choices.slice(0, 12).map(String).join(", ") + (choices.length > 12 ? ", …" : "");
    return z.unknown().superRefine((value, ctx) => {
      if (!allowed.has(value)) ctx.addIssue({ code: "custom", message: `Must be one of: ${list}.` });
    });
  },
  jsonSchema: (definition) => ({ type: definition.type, ...annotations(definition), enum: definition.enum }),
  empty: null,
  sample: (definition) => definition.default ?? definition.enum?.[0],
};

function choiceIssues(definition: PropertyDefinition, at: Path, specOf: SpecOf): Issue[] {
  const choices = definition.enum ?? [];
  if (choices.length === 0)
    return [
      { path: [...at, "enum"], message: "The list of choices is empty. Add one, or leave the list out." },
    ];
  const below = withoutChoices(definition);
  const schema = specOf(below).compile(below, specOf);
  const issues: Issue[] = [];
  const seen = new Set<unknown>();
  for (const [i, choice] of choices.entries()) {
    const parsed = schema.safeParse(choice);
    const invalid = parsed.success ? null : (parsed.error.issues[0]?.message ?? "Is not valid.");
    const fault = seen.has(choice) ? "Is in the list twice." : invalid;
    if (fault) issues.push({ path: [...at, "enum", i], message: fault });
    seen.add(choice);
  }
  return issues;
}
