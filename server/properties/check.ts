import type { Issue } from "@/server/kernel/errors";
import { isDynamic, kindOf, STRING_FORMATS } from "./kind";
import { COLOURS, PROPERTY_KEY, PROPERTY_TYPES, type PropertyDefinition, type Scope } from "./schema";
import { CONSTRAINTS, withoutChoices, type Path, type PropertyTypeSpec } from "./spec";
import { storableIssues } from "./storable";
import { schemaOf, specOf, REGISTRY } from "./types/registry";

const MAX_TITLE = 100;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Faults of a set of definitions, each with its place below `properties`. An empty list means that the set compiles.
 * In forms, what is computed when the form is opened (`jqQuery`) is left alone.
 */
export function checkDefinitions(properties: unknown, scope: Scope): Issue[] {
  if (!isObject(properties)) return [{ path: [], message: "Must be an object of definitions by key." }];
  const unstorable = storableIssues(properties);
  if (unstorable.length) return unstorable;
  return Object.entries(properties).flatMap(([key, definition]) => [
    ...(PROPERTY_KEY.test(key)
      ? []
      : [{ path: [key], message: "A key has 1 to 100 letters, digits or the characters @ _ = \\ and -." }]),
    ...checkDefinition(definition, [key], scope),
  ]);
}

/** Faults of one definition; `at` is its place. */
export function checkDefinition(definition: unknown, at: Path, scope: Scope): Issue[] {
  if (!isObject(definition))
    return [{ path: at, message: 'Must be a definition, such as { "type": "string" }.' }];
  const type = definition.type;
  if (!(PROPERTY_TYPES as readonly unknown[]).includes(type)) {
    const hint = type === "integer" ? ' Use "number" for whole numbers too.' : "";
    return [
      { path: [...at, "type"], message: `The type must be one of ${PROPERTY_TYPES.join(", ")}.${hint}` },
    ];
  }
  const known = withoutDynamic(definition as PropertyDefinition, scope);
  const issues = [...checkWords(known, at, scope), ...checkFormat(known, at, scope)];
  if (issues.length) return issues;
  issues.push(...checkConstraints(known, at), ...checkColours(known, at));
  if (issues.length) return issues;
  issues.push(...specOf(known).check(known, at, scope, { specOf, checkDefinition }));
  return issues.length ? issues : checkDefault(known, at);
}

/** In a form, the definition as far as it is known before the form is opened; so too of the items of a list. */
export function withoutDynamic(definition: PropertyDefinition, scope: Scope): PropertyDefinition {
  if (scope === "property") return definition;
  const known = (of: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(of).filter(([, value]) => !isDynamic(value)));
  const { items } = definition;
  return {
    ...known(definition),
    ...(isObject(items) ? { items: known(items) } : {}),
  } as PropertyDefinition;
}

/** The published limit of titles holds for properties; questions of a form may be longer. */
function checkWords(definition: PropertyDefinition, at: Path, scope: Scope): Issue[] {
  const issues: Issue[] = [];
  for (const key of ["title", "description", "icon"] as const) {
    const value = definition[key] as unknown;
    if (value !== undefined && typeof value !== "string")
      issues.push({ path: [...at, key], message: "Must be text." });
    else if (key === "title" && scope === "property" && typeof value === "string" && value.length > MAX_TITLE)
      issues.push({
        path: [...at, key],
        message: `A title has at most ${MAX_TITLE} characters; this one has ${value.length}.`,
      });
  }
  return issues;
}

function checkFormat(definition: PropertyDefinition, at: Path, scope: Scope): Issue[] {
  const { type, format } = definition;
  if (format === undefined) return [];
  const formats = [...STRING_FORMATS.filter((f) => REGISTRY[f].scopes.includes(scope)), "labeled-url"];
  const fault = (message: string) => [{ path: [...at, "format"], message }];
  if (!formats.includes(format)) {
    const place =
      scope === "property" && (STRING_FORMATS as readonly string[]).includes(format)
        ? "Only forms have it. "
        : "";
    return fault(
      `The format "${String(format)}" cannot be used here. ${place}Choose one of ${formats.join(", ")}.`,
    );
  }
  const needed = format === "labeled-url" ? "object" : "string";
  return type === needed
    ? []
    : fault(`The format "${format}" belongs to the type "${needed}", and this is "${type}".`);
}

/** The spec whose constraints apply: a choice has those of the type below it as well. */
function constraintsOf(definition: PropertyDefinition): {
  spec: PropertyTypeSpec;
  allowed: readonly string[];
} {
  const spec = specOf(definition);
  if (kindOf(definition) !== "enum") return { spec, allowed: spec.constraints };
  const below = specOf(withoutChoices(definition));
  return { spec: below, allowed: below.constraints };
}

function checkConstraints(definition: PropertyDefinition, at: Path): Issue[] {
  const { spec, allowed } = constraintsOf(definition);
  const issues: Issue[] = CONSTRAINTS.filter(
    (key) => definition[key] !== undefined && !allowed.includes(key),
  ).map((key) => ({
    path: [...at, key],
    message: `"${key}" means nothing for ${describe(definition)}. Remove it${allowed.length ? `, or use ${allowed.join(", ")}` : ""}.`,
  }));
  if (definition.enum !== undefined && !Array.isArray(definition.enum))
    issues.push({ path: [...at, "enum"], message: '"enum" must be a list of choices.' });
  if (definition.spec !== undefined && allowed.includes("spec") && !spec.specs?.includes(definition.spec))
    issues.push({
      path: [...at, "spec"],
      message: `"spec" must be one of ${spec.specs?.join(", ")} for ${describe(definition)}.`,
    });
  if (definition.specAuthentication !== undefined)
    issues.push(...checkSpecAuthentication(definition.specAuthentication, [...at, "specAuthentication"]));
  return issues;
}

const describe = ({ type, format }: PropertyDefinition) =>
  format ? `the type "${type}" with format "${format}"` : `the type "${type}"`;

/** OAuth of an embedded page: client and addresses are needed, scopes may be given. */
function checkSpecAuthentication(value: unknown, at: Path): Issue[] {
  if (!isObject(value))
    return [{ path: at, message: "Must be an object with clientId, authorizationUrl and tokenUrl." }];
  const issues: Issue[] = ["clientId", "authorizationUrl", "tokenUrl"]
    .filter((key) => typeof value[key] !== "string")
    .map((key) => ({ path: [...at, key], message: "Is required and must be text." }));
  const scope = value.authorizationScope;
  if (scope !== undefined && !(Array.isArray(scope) && scope.every((s) => typeof s === "string")))
    issues.push({ path: [...at, "authorizationScope"], message: "Must be a list of texts." });
  return issues;
}

function checkColours(definition: PropertyDefinition, at: Path): Issue[] {
  const colours: unknown = definition.enumColors;
  if (colours === undefined) return [];
  if (!isObject(colours))
    return [{ path: [...at, "enumColors"], message: "Must be an object of colours by choice." }];
  return Object.entries(colours)
    .filter(([, colour]) => !(COLOURS as readonly unknown[]).includes(colour))
    .map(([choice, colour]) => ({
      path: [...at, "enumColors", choice],
      message: `"${String(colour)}" is not a colour. Choose one of ${COLOURS.join(", ")}.`,
    }));
}

/** A default must itself be a valid value. */
function checkDefault(definition: PropertyDefinition, at: Path): Issue[] {
  if (definition.default === undefined || definition.default === null) return [];
  const parsed = schemaOf(definition).safeParse(definition.default);
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) => ({
    path: [...at, "default", ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))],
    message: `The default is not a valid value. ${issue.message}`,
  }));
}
