import { checkDefinition, withoutDynamic } from "@/server/properties/check";
import { patternFault } from "@/server/properties/pattern";
import { jsonKey } from "@/server/properties/equal";
import type { PropertyDefinition } from "@/server/properties/schema";
import type { InputDefinition } from "../definition/user-inputs";

/** What the expressions of an input gave, by key, and why others gave nothing. */
export interface Computed {
  values: ReadonlyMap<string, unknown>;
  faults: readonly Fault[];
}
export interface Fault {
  key: string;
  message: string;
}
export const NOTHING_COMPUTED: Computed = { values: new Map(), faults: [] };

const COUNTS = new Set(["minLength", "maxLength", "minItems", "maxItems"]);
const SWITCHES = new Set(["visible", "disabled", "readOnly"]);

/** A switch that an expression gave: null, as of an input without a value, is false. */
export const switchFault = (value: unknown): string | null =>
  typeof value === "boolean" || value === null ? null : `Must give true or false, and gave ${shown(value)}.`;

/** Constraints that were computed, fit to lie over the definition, and what is wrong with the others. */
export function constraintsFrom(
  definition: InputDefinition,
  computed: Computed,
): { constraints: Record<string, unknown>; faults: Fault[] } {
  const faults: Fault[] = [];
  const constraints: Record<string, unknown> = {};
  const items: Record<string, unknown> = {};
  for (const [key, value] of computed.values) {
    if (SWITCHES.has(key) || key === "default" || value === null) {
      if (key === "enum" || key === "items.enum") place(key, []);
      continue;
    }
    const type = key.startsWith("items.") ? String(definition.items?.type) : definition.type;
    const fault = constraintFault(key.replace(/^items\./, ""), value, type);
    if (fault) faults.push({ key, message: fault });
    else place(key, Array.isArray(value) ? distinct(value) : value);
  }
  if (Object.keys(items).length)
    constraints.items = { ...withoutDynamic(definition, "input").items, ...items };
  return { constraints, faults: faults.length ? faults : together(definition, constraints) };

  function place(key: string, value: unknown): void {
    if (key.startsWith("items.")) items[key.slice("items.".length)] = value;
    else constraints[key] = value;
  }
}

/** The definition with constraints laid over it, and without what is computed. */
export const withConstraints = (
  definition: InputDefinition,
  constraints: Record<string, unknown>,
): PropertyDefinition => ({ ...withoutDynamic(definition, "input"), ...constraints });

function constraintFault(key: string, value: unknown, type: string): string | null {
  if (key === "enum") {
    const wanted = type === "number" ? "number" : "string";
    if (!Array.isArray(value)) return `Must give a list of choices, and gave ${shown(value)}.`;
    const wrong = value.findIndex((choice) => typeof choice !== wanted);
    if (wrong < 0) return null;
    return `Must give a list of ${wanted === "number" ? "numbers" : "texts"}; entry ${wrong + 1} is ${shown(value[wrong])}.`;
  }
  if (key === "pattern") return patternFault(value);
  if (key === "title" || key === "description")
    return typeof value === "string" ? null : `Must give a text, and gave ${shown(value)}.`;
  if (key === "uniqueItems")
    return typeof value === "boolean" ? null : `Must give true or false, and gave ${shown(value)}.`;
  if (COUNTS.has(key))
    return Number.isInteger(value) && (value as number) >= 0
      ? null
      : `Must give a whole number of at least 0, and gave ${shown(value)}.`;
  return Number.isFinite(value) ? null : `Must give a number, and gave ${shown(value)}.`;
}

/** Whether constraints that are right by themselves can hold together. No choices at all is no fault: there are none now. */
function together(definition: InputDefinition, constraints: Record<string, unknown>): Fault[] {
  if (Object.keys(constraints).length === 0) return [];
  const effective = withConstraints({ ...definition, default: undefined }, constraints);
  if (Array.isArray(effective.enum) && effective.enum.length === 0) effective.enum = undefined;
  if (Array.isArray(effective.items?.enum) && effective.items.enum.length === 0)
    effective.items = { ...effective.items, enum: undefined };
  return checkDefinition(effective, [], "input").map(({ path, message }) => {
    const [first, second] = path.map(String);
    const key = first === "items" && second !== undefined ? `items.${second}` : (first ?? "");
    return { key: key === "" ? (Object.keys(constraints)[0] ?? "") : key, message };
  });
}

function distinct(values: unknown[]): unknown[] {
  return [...new Map(values.map((value) => [jsonKey(value), value])).values()];
}

/** A value for a message, cut short. */
export function shown(value: unknown): string {
  const text = value === null ? "nothing" : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
