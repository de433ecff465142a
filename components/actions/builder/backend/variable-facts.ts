import type { ModuleVariable } from "@/server/pipelines/core/variables";

/** The kind of a rendered value in Terraform's words. */
const kindOfValue = (value: unknown): string =>
  Array.isArray(value)
    ? "list"
    : typeof value === "object"
      ? "object"
      : typeof value === "boolean"
        ? "bool"
        : typeof value;

const FITTING: Record<string, readonly string[]> = {
  // Terraform converts between these where the text allows it.
  string: ["string", "number", "bool"],
  number: ["number", "string"],
  bool: ["bool", "string"],
  list: ["list"],
  set: ["list"],
  tuple: ["list"],
  map: ["object"],
  object: ["object"],
};

/**
 * Why a value would not be taken for a variable, as far as its type tells; null when it may be. What is not known yet
 * (undefined) may be, and null stands for the default.
 */
export function valueFault({ type, default: fallback }: ModuleVariable, value: unknown): string | null {
  if (value === undefined) return null;
  if (value === null)
    return fallback ? null : "Gives no value in the example, and the module has no default.";
  const wanted = /^[a-z]+/.exec(type ?? "")?.[0];
  const fitting = wanted ? FITTING[wanted] : undefined;
  const given = kindOfValue(value);
  if (!fitting || fitting.includes(given)) return null;
  return `The module wants ${type}, and the example gives ${given === "object" ? "an object" : `a ${given}`}.`;
}

/** What is said about a variable beside its name. */
export function variableHint({ type, default: fallback, sensitive }: ModuleVariable): string {
  const short = type && type.length > 40 ? `${type.slice(0, 40)}…` : (type ?? "any");
  const optional =
    fallback === undefined
      ? ""
      : "computed" in fallback
        ? ", has a default"
        : `, default ${JSON.stringify(fallback.value)}`;
  return `${short}${optional}${sensitive ? ", sensitive" : ""}`;
}
