import * as z from "zod";
import type { Issue } from "@/server/kernel/errors";
import { kindOf } from "../kind";
import type { PropertyDefinition } from "../schema";
import { annotations, pick, type Path, type PropertyTypeSpec } from "../spec";

const BOUNDS = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] as const;

/** A finite number, whole or not. */
export const numberType: PropertyTypeSpec = {
  kind: "number",
  type: "number",
  label: "Number",
  description: "A whole or decimal number, to be compared, summed and averaged.",
  scopes: ["property", "input"],
  constraints: [...BOUNDS, "enum", "enumColors"],
  matches: (definition) => kindOf(definition) === "number",
  check: (definition, at) => {
    const faults: Issue[] = BOUNDS.filter(
      (key) => definition[key] !== undefined && !Number.isFinite(definition[key]),
    ).map((key) => ({
      path: [...at, key],
      message: `"${key}" must be a number.`,
    }));
    return faults.length ? faults : emptyRange(definition, at);
  },
  compile: ({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }) =>
    z.number({ error: "Must be a number." }).superRefine((n, ctx) => {
      const refuse = (message: string) => ctx.addIssue({ code: "custom", message });
      if (minimum !== undefined && n < minimum) refuse(`Must be at least ${minimum}.`);
      if (maximum !== undefined && n > maximum) refuse(`Must be at most ${maximum}.`);
      if (exclusiveMinimum !== undefined && n <= exclusiveMinimum)
        refuse(`Must be greater than ${exclusiveMinimum}.`);
      if (exclusiveMaximum !== undefined && n >= exclusiveMaximum)
        refuse(`Must be less than ${exclusiveMaximum}.`);
    }),
  jsonSchema: (definition) => ({ type: "number", ...annotations(definition), ...pick(definition, BOUNDS) }),
  empty: null,
  sample: (definition) => {
    if (typeof definition.default === "number") return definition.default;
    const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below } = definition;
    if (above !== undefined && below !== undefined) return (above + below) / 2;
    return minimum ?? maximum ?? (above !== undefined ? above + 1 : below !== undefined ? below - 1 : 1);
  },
};

function emptyRange(
  { minimum, maximum, exclusiveMinimum, exclusiveMaximum }: PropertyDefinition,
  at: Path,
): Issue[] {
  const low = Math.max(minimum ?? -Infinity, exclusiveMinimum ?? -Infinity);
  const high = Math.min(maximum ?? Infinity, exclusiveMaximum ?? Infinity);
  const open = exclusiveMinimum === low || exclusiveMaximum === high;
  if (low < high || (low === high && !open)) return [];
  return [
    {
      path: [...at, exclusiveMinimum === low ? "exclusiveMinimum" : "minimum"],
      message: `No number lies between the lower bound ${low} and the upper bound ${high}.`,
    },
  ];
}
