import type { ModuleVariable } from "@/server/pipelines/core/variables";
import { constantOf } from "@/server/pipelines/core/hcl-value";
import type { InputDefinition } from "../definition/user-inputs";

export interface ImportedVariables {
  /** Inputs for variables that had none. */
  properties: Record<string, InputDefinition>;
  required: string[];
  /** What is sent for each variable that had no value. */
  variables: Record<string, unknown>;
  /** What an input cannot say, or could not be understood; for a person to look at. */
  warnings: string[];
}

/** Keys that are there already: neither they nor what they are set to is changed. */
export interface Existing {
  inputs: readonly string[];
  variables: readonly string[];
}

/** "retention_days" as people read it: "Retention days". */
export const titleOf = (name: string): string => {
  const words = name.replaceAll(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/**
 * Inputs for the variables that a Terraform module declares, and the mapping that sends them: types, descriptions, defaults,
 * sensitive ones as secrets, and those validations that an input can express. A variable that is sent already stays as it is.
 */
export function importVariables(declared: readonly ModuleVariable[], existing: Existing): ImportedVariables {
  const result: ImportedVariables = { properties: {}, required: [], variables: {}, warnings: [] };
  for (const variable of declared) {
    const { name } = variable;
    if (existing.variables.includes(name)) continue;
    result.variables[name] = `{{ .inputs.${name} }}`;
    if (existing.inputs.includes(name)) continue;
    const { input, warnings } = inputOf(variable);
    result.properties[name] = input;
    result.warnings.push(...warnings);
    if (!variable.default) result.required.push(name);
  }
  return result;
}

function inputOf(variable: ModuleVariable): { input: InputDefinition; warnings: string[] } {
  const { name, type, description, sensitive, validations } = variable;
  const warnings: string[] = [];
  const base = typeOf(type);
  if (!base) warnings.push(`${name}: an input cannot express the type ${type}; it takes any object.`);
  const limits = validations.map(({ condition }) => limitsOf(name, condition, base?.type ?? "object"));
  if (limits.includes(null))
    warnings.push(`${name}: part of its validation is checked by Terraform alone, when it plans.`);
  const input: InputDefinition = {
    ...(base ?? { type: "object" as const }),
    title: titleOf(name),
    ...(description ? { description } : {}),
    ...Object.assign({}, ...limits),
    ...defaultOf(variable, warnings),
  };
  if (!sensitive) return { input, warnings };
  if (input.type !== "string")
    return { input, warnings: [...warnings, `${name}: it is sensitive, and only texts can be encrypted.`] };
  const { default: _default, ...rest } = input;
  return { input: { ...rest, encryption: "aes256-gcm" }, warnings };
}

type TypeKeys = Pick<InputDefinition, "type"> & { items?: InputDefinition["items"] };

/** What an input is for a type of Terraform; null for one that it cannot say. */
function typeOf(type: string | null): TypeKeys | null {
  switch (type) {
    case "string":
    case null:
      return { type: "string" };
    case "number":
      return { type: "number" };
    case "bool":
      return { type: "boolean" };
  }
  const list = /^(?:list|set)\((.+)\)$/s.exec(type);
  if (list) {
    const of = typeOf(list[1]!.trim());
    return { type: "array", items: { type: of?.type ?? "object" } as InputDefinition["items"] };
  }
  return /^(?:map|object)\(/.test(type) ? { type: "object" } : null;
}

function defaultOf(
  { name, default: fallback }: ModuleVariable,
  warnings: string[],
): Partial<InputDefinition> {
  if (!fallback) return {};
  if ("computed" in fallback) {
    warnings.push(
      `${name}: its default ${fallback.computed} is computed by Terraform; leave the input empty for it.`,
    );
    return {};
  }
  return fallback.value === null ? {} : { default: fallback.value };
}

type Limits = Partial<
  Pick<
    InputDefinition,
    "enum" | "pattern" | "minimum" | "maximum" | "minLength" | "maxLength" | "minItems" | "maxItems"
  >
>;

/** The limits that a condition sets; null when any part of it is more than an input can say. */
function limitsOf(name: string, condition: string, type: string): Limits | null {
  const limits: Limits = {};
  for (const part of conjuncts(condition)) {
    const one = limitOf(name, part, type);
    if (!one) return null;
    Object.assign(limits, one);
  }
  return limits;
}

/** The parts of `a && b`, outside of brackets and quotes. */
function conjuncts(condition: string): string[] {
  const parts = [""];
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < condition.length; at++) {
    const char = condition[at]!;
    if (char === '"' && condition[at - 1] !== "\\") quoted = !quoted;
    else if (!quoted && "([{".includes(char)) depth++;
    else if (!quoted && ")]}".includes(char)) depth--;
    if (!quoted && depth === 0 && condition.startsWith("&&", at)) {
      parts.push("");
      at++;
    } else parts[parts.length - 1] += char;
  }
  return parts.map((part) => part.trim());
}

function limitOf(name: string, part: string, type: string): Limits | null {
  const self = `var\\.${name}`;
  const among = new RegExp(`^contains\\(\\s*(\\[.*\\]),\\s*${self}\\s*,?\\s*\\)$`, "s").exec(part);
  if (among) {
    const values = constantOf(among[1]!)?.value;
    return Array.isArray(values) && values.length ? { enum: values } : null;
  }
  const matching = new RegExp(
    `^can\\(\\s*regex\\(\\s*("(?:[^"\\\\]|\\\\.)*"),\\s*${self}\\s*\\)\\s*\\)$`,
    "s",
  ).exec(part);
  if (matching) {
    const pattern = constantOf(matching[1]!)?.value;
    return typeof pattern === "string" ? { pattern } : null;
  }
  const compared = new RegExp(
    `^(length\\(\\s*)?${self}(?:\\s*\\))?\\s*(>=|<=|>|<)\\s*(-?\\d+(?:\\.\\d+)?)$`,
  ).exec(part);
  return compared ? boundOf(compared[1] !== undefined, compared[2]!, Number(compared[3]), type) : null;
}

function boundOf(ofLength: boolean, operator: string, value: number, type: string): Limits | null {
  const lower = operator.startsWith(">");
  if (!ofLength) {
    // An input has no bound that is left out itself.
    if (type !== "number" || operator.length === 1) return null;
    return lower ? { minimum: value } : { maximum: value };
  }
  const bound = operator.length === 1 ? value + (lower ? 1 : -1) : value;
  if (type === "array") return lower ? { minItems: bound } : { maxItems: bound };
  return type === "string" ? (lower ? { minLength: bound } : { maxLength: bound }) : null;
}
